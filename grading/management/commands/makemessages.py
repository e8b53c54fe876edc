"""Gathers the strings to translate: Django's own command, which also knows the sentences of faults and messages."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import makemessages

# Their first argument is the English sentence of grading.messages, translated when it is shown.
SENTENCES = (
    "Message",
    "LearnerFault",
    "LimitReached",
    "LabFault",
    "PlatformFault",
    "EngineDown",
    "Closed",
    "NotStarted",
)
IGNORED = [".venv", "node_modules", "var", "tests", "bench"]


class Command(makemessages.Command):
    xgettext_options = [
        *makemessages.Command.xgettext_options,
        *(f"--keyword={name}:1" for name in SENTENCES),
    ]

    def handle(self, *args: Any, **options: Any) -> None:
        options["ignore_patterns"] = [*options["ignore_patterns"], *IGNORED]
        options["no_location"] = True
        super().handle(*args, **options)
