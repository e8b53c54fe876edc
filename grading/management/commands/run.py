"""Bring the whole platform up on this machine; Ctrl-C stops all that it started."""

from __future__ import annotations

import contextlib
import os
import shlex
import socket
import sys
import threading
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, no_translations

from courseplatform.supervisor import Supervisor
from grading import daemon, engine
from grading.base_images import golden
from grading.egress import squid
from grading.engine import host as machine
from grading.faults import PlatformFault
from grading.notes import broker_is_up
from labs.demo import make_accounts

REDIS_PORT = 6379


class Command(BaseCommand):
    help = (
        "Prepare everything and start the web server, worker, mail, timer, engine, and Redis unless REDIS_URL "
        "names one that answers."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--workers", type=int, default=2, help="submissions graded at the same time")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        settings.STATE_DIR.mkdir(parents=True, exist_ok=True)
        already_up, proxy_was_up = engine.is_up(), squid.is_up()
        try:
            with self.step("Engine and base images"):
                engine.ensure_running()
                call_command("base_images")
            with self.step("Database"):
                call_command("migrate", verbosity=0)
            with self.step("Courses"):
                folders = sorted(
                    path.parent for path in (settings.BASE_DIR / "content").glob("*/course.toml")
                )
                call_command("import_course", *map(str, folders))
            accounts = (
                make_accounts(settings.STATE_DIR / "demo-accounts.txt") if not settings.PRODUCTION else {}
            )
            self.serve(options["host"], options["port"], options["workers"], accounts)
        except PlatformFault as fault:
            raise CommandError(str(fault)) from fault
        finally:
            daemon.reap()
            if not proxy_was_up:
                squid.stop()
            if not already_up and engine.is_up():
                engine.stop()
                golden.unmount_pool()

    @contextlib.contextmanager
    def step(self, what: str) -> Iterator[None]:
        self.stdout.write(self.style.MIGRATE_HEADING(f"==> {what}"))
        began = time.monotonic()
        yield
        self.stdout.write(f"    {what}: {time.monotonic() - began:.1f} s")

    def serve(self, host: str, port: int, workers: int, accounts: dict[str, str]) -> None:
        with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
            raise CommandError(f"Port {port} is taken: choose another with PORT=… make run.")
        self.stdout.write(self.style.MIGRATE_HEADING("==> Starting; the processes' words follow"))
        self.stdout.flush()
        redis_url, is_ours = redis_to_use()
        commands = processes(host, port, workers, urlsplit(redis_url).port or REDIS_PORT)
        if not is_ours:
            del commands["redis"]
        threading.Thread(target=self.welcome, args=(host, port, accounts), daemon=True).start()
        Supervisor(commands, os.environ | {"PYTHONUNBUFFERED": "1", "REDIS_URL": redis_url}).run()

    def welcome(self, host: str, port: int, accounts: dict[str, str]) -> None:
        """Say the address last, once the site answers."""
        for _ in range(300):
            with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
                break
            time.sleep(0.1)
        else:
            return
        lines = [f"    {name:<12}{password}" for name, password in accounts.items()]
        if lines:
            lines.insert(0, self.style.MIGRATE_HEADING("==> Demo accounts and their passwords"))
        lines.append(self.style.SUCCESS(f"==> http://{host}:{port}/   (Ctrl-C stops everything)"))
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def processes(host: str, port: int, workers: int, redis_port: int = REDIS_PORT) -> dict[str, str]:
    """Name -> command line of each process of the platform on one machine."""
    python = shlex.quote(sys.executable)
    state = shlex.quote(str(settings.STATE_DIR))
    celery = f"{python} -W ignore::UserWarning:celery.platforms -m celery --quiet -A courseplatform"
    return {
        "redis": f"redis-server --bind 127.0.0.1 --port {redis_port} --dir {state} --logfile redis.log"
        " --save '' --appendonly no --loglevel warning",
        "web": f"{python} -m courseplatform.web --host {shlex.quote(host)} --port {port}",
        "worker": f"{celery} worker -n worker@%h -c {workers} --loglevel WARNING",
        "mail": f"{celery} worker -n mail@%h -Q mail -P threads -c 1 --loglevel WARNING",
        "timer": f"{celery} beat -S celery.beat:Scheduler --pidfile= --loglevel WARNING",
    }


def redis_to_use() -> tuple[str, bool]:
    """The address of Redis, and whether it is ours to start.

    Where nobody said which one, it is always ours: another's may go away, and has queues of its own.
    """
    named = urlsplit(settings.REDIS_URL)
    if "REDIS_URL" not in os.environ:
        return named._replace(netloc=f"127.0.0.1:{_port_for_redis(named.port or REDIS_PORT)}").geturl(), True
    if broker_is_up():
        return settings.REDIS_URL, False
    if named.hostname not in ("localhost", "127.0.0.1"):
        raise CommandError(f"No Redis answers at {named.hostname}:{named.port}, where REDIS_URL says.")
    return settings.REDIS_URL, True


def _port_for_redis(wanted: int) -> int:
    """The port that is wanted, or another when somebody has it."""
    with contextlib.suppress(OSError):
        return machine.free_port(wanted)
    return machine.free_port()
