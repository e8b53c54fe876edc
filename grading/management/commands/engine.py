"""Start, stop or show the platform's own Docker engine, or clean up after a crash."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from grading import daemon, engine
from grading.base_images import golden
from grading.faults import PlatformFault


class Command(BaseCommand):
    help = "Start, stop or show the platform's own Docker engine; reap destroys daemons that nobody owns."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["start", "stop", "status", "reap"])

    @no_translations
    def handle(self, *_args: Any, action: str, **_options: Any) -> None:
        try:
            self.stdout.write(getattr(self, f"_{action}")())
        except PlatformFault as fault:
            raise CommandError(str(fault)) from fault

    def _start(self) -> str:
        engine.ensure_running()
        golden.mount_pool()
        return f"The engine is up: {engine.socket()}"

    def _stop(self) -> str:
        engine.stop()
        golden.unmount_pool()
        return "The engine is stopped."

    def _status(self) -> str:
        return f"The engine is {'up' if engine.is_up() else 'down'}: {engine.socket()}"

    def _reap(self) -> str:
        names = daemon.reap()
        return "\n".join(["Destroyed:", *names]) if names else "Nothing to destroy."
