"""Runs the processes of one machine, says what they say, and starts again those that end."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping

from courseplatform.signals import Asked

PAUSE_SECONDS = 1.0  # before a process is started again; doubled each time that it ended early
LONGEST_PAUSE = 30.0
EARLY_SECONDS = 10.0
GRACE_SECONDS = 5.0  # for each to end by itself


class Supervisor:
    """Starts each command line in a session of its own. `run` returns when a signal (INT, TERM) has ended it all."""

    def __init__(self, commands: Mapping[str, str], environment: Mapping[str, str]) -> None:
        self.commands, self.environment = commands, environment
        self.width = max(map(len, commands), default=0)
        self.groups: dict[str, int] = {}  # what runs: each process's session
        self.ending = threading.Event()
        self.speaking = threading.Lock()

    def run(self) -> None:
        asked = Asked()
        keepers = [threading.Thread(target=self._keep, args=item) for item in self.commands.items()]
        for keeper in keepers:
            keeper.start()
        asked.wait()
        self.ending.set()
        self._signal_all(signal.SIGTERM)
        until = time.monotonic() + GRACE_SECONDS
        for keeper in keepers:
            keeper.join(max(0.0, until - time.monotonic()))
        while any(keeper.is_alive() for keeper in keepers):
            self._signal_all(signal.SIGKILL)
            keepers[0].join(0.1)

    def _keep(self, name: str, command: str) -> None:
        pause = PAUSE_SECONDS
        while not self.ending.is_set():
            began = time.monotonic()
            code = self._run_once(name, command)
            if time.monotonic() - began > EARLY_SECONDS:
                pause = PAUSE_SECONDS
            if not self.ending.is_set():
                self.say(name, f"ended ({_how(code)}); it is started again in {pause:.0f} s")
                self.ending.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    def _run_once(self, name: str, command: str) -> int:
        """Run it to its end, and end what it leaves: an orphan would keep its port."""
        process = subprocess.Popen(
            ["/bin/sh", "-c", f"exec {command}"],
            env=dict(self.environment),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, errors="replace", start_new_session=True,
        )  # fmt: skip
        self.groups[name] = process.pid
        if self.ending.is_set():  # it came just then, and this process was not known yet
            self._signal(name, signal.SIGTERM)
        reader = threading.Thread(target=self._relay, args=(name, process), daemon=True)
        reader.start()
        code = process.wait()
        self._signal(name, signal.SIGKILL)
        del self.groups[name]
        reader.join(GRACE_SECONDS)
        return code

    def _relay(self, name: str, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None  # it was asked for
        with process.stdout:
            for line in process.stdout:
                self.say(name, line.rstrip("\n"))

    def say(self, name: str, line: str) -> None:
        with self.speaking, contextlib.suppress(BrokenPipeError):
            sys.stdout.write(f"{time.strftime('%H:%M:%S')} {name:<{self.width}} | {line}\n")
            sys.stdout.flush()

    def _signal_all(self, signum: signal.Signals) -> None:
        for name in list(self.groups):
            self._signal(name, signum)

    def _signal(self, name: str, signum: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError, KeyError):
            os.killpg(self.groups[name], signum)


def _how(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
