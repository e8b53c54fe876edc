"""The engine's service in compose: the engine, its images, warm daemons, and the keeper that builds for workers."""

from __future__ import annotations

import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, no_translations

from courseplatform.signals import Asked
from grading import daemon, engine
from grading.base_images import golden
from grading.faults import PlatformFault
from grading.keeper.server import Server

REAP_SECONDS = 60.0


class Command(BaseCommand):
    help = "Start the engine, prepare the base images and build for workers that ask at the socket."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("listen", type=Path, help="path of the Unix socket to listen at")

    @no_translations
    def handle(self, *_args: Any, listen: Path, **_options: Any) -> None:
        try:
            call_command("base_images", stdout=self.stdout)
            daemon.keep_temporary_files_apart()
            daemon.reap()
            daemon.fill_spares(settings.SPARE_DAEMONS)
            with Server(listen) as server:
                asked = Asked()
                threading.Thread(target=server.serve_forever, daemon=True).start()
                self.stdout.write(f"Listening at {listen}")
                self.stdout.flush()
                while not asked.wait(REAP_SECONDS):
                    daemon.reap()
                server.shutdown()
        except PlatformFault as fault:
            raise CommandError(str(fault)) from fault
        finally:
            listen.unlink(missing_ok=True)
            engine.stop()
            golden.unmount_pool()
