"""Prepare what daemons start from: the engine, the daemon image, the base images."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from grading import base_images
from grading.base_images import preparing
from grading.faults import PlatformFault


class Command(BaseCommand):
    help = (
        "Start the engine and make the daemon image and the base images that are missing; says what it does."
    )

    @no_translations
    def handle(self, *_args: Any, **_options: Any) -> None:
        began = time.monotonic()

        def say(what: str) -> None:
            self.stdout.write(f"[{time.monotonic() - began:5.1f} s] {what}")
            self.stdout.flush()

        try:
            preparing.prepare(say)
        except PlatformFault as fault:
            raise CommandError(str(fault)) from fault
        for name, image in sorted(base_images.available().items()):
            origin = "a stand-in from Debian's packages" if image.stand_in else f"pulled, {image.digest}"
            self.stdout.write(f"  {name:24} {image.size / 1e6:7.1f} MB  {len(image.layers)} layers  {origin}")
