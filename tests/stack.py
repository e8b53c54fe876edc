"""The whole platform as real processes, for tests and benchmarks that drive it from outside."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from django.conf import settings

from grading.management.commands.run import processes

START_SECONDS = 90


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Stack:
    """Redis, web server, worker, mail and timer with a database of their own, on the machine's one engine.

    `folder` receives the database and one log file a process. Processes are named as `manage.py run` names them.
    """

    def __init__(self, folder: Path, workers: int = 1, **environment: str) -> None:
        self.folder = folder
        self.workers = workers
        self.web_port, self.redis_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.web_port}"
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "QUEUE_PREFIX": f"test-{self.web_port}:",
            "STATE_DIR": str(settings.STATE_DIR),
            "PYTHONUNBUFFERED": "1",
        }
        self.environment |= environment

    def __enter__(self) -> Stack:
        self.manage("migrate", "--verbosity", "0")
        self.manage("import_course", *map(str, sorted((settings.BASE_DIR / "content").iterdir())))
        try:
            self.start("redis", "web", "worker", "mail", "timer")
        except BaseException:  # what was started would outlive the test
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name in sorted(self.running, key=lambda name: ("redis" in name, "web" in name, "worker" in name)):
            self.stop(name)

    def manage(self, *words: str, stdin: str | None = None) -> str:
        """Run a manage.py command against this stack's database and return what it printed."""
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *words]
        done = subprocess.run(
            command,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        if done.returncode:
            raise AssertionError(f"{' '.join(words)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def shell(self, code: str) -> str:
        """Run Python in this stack's Django."""
        return self.manage("shell", "--no-imports", stdin=code).strip()

    def start(self, *names: str) -> None:
        """Start processes; more workers than one are named "worker-2" and so on."""
        commands = processes("127.0.0.1", self.web_port, self.workers, redis_port=self.redis_port)
        for name in names:
            kind, _, number = name.partition("-")
            command = f"{commands[kind]} -n {name}@%h" if number else commands[kind]
            log = (self.folder / f"{name}.log").open("ab")
            self.running[name] = subprocess.Popen(
                ["/bin/sh", "-c", f"exec {command}"],
                env=self.environment,
                cwd=settings.BASE_DIR,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if "redis" in names:
            self._wait(lambda: socket.create_connection(("127.0.0.1", self.redis_port), 1).close(), "redis")
        if "web" in names:
            self._wait(lambda: urllib.request.urlopen(self.url, timeout=5).close(), "web")

    def stop(self, name: str, with_signal: signal.Signals = signal.SIGTERM) -> None:
        """End a process; with SIGKILL its children too, as when a machine goes away."""
        process = self.running.pop(name, None)
        if process is None or process.poll() is not None:
            return
        with suppress(ProcessLookupError):
            if with_signal == signal.SIGKILL:
                os.killpg(process.pid, with_signal)
            else:
                process.send_signal(with_signal)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def _wait(self, answers: object, name: str) -> None:
        assert callable(answers)
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                answers()
                return
            except OSError as error:
                if time.monotonic() > until:
                    raise AssertionError(f"{name} did not start: {self.log(name)}") from error
                time.sleep(0.05)
