"""The words authors may write as a check's `kind`, and how their parameters are validated.

What a kind means is grading's business; it registers its validator here when the app is ready, so that reading a
course or saving a check in the admin refuses bad parameters without `labs` importing `grading`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from labs.instead import instead
from labs.spec import CheckSpec, LabSpec


class CheckKind(models.TextChoices):
    BUILD = "build", _("build")
    IMAGE_SIZE = "image-size", _("image size")
    LAYER_COUNT = "layer-count", _("number of layers")
    TAGS = "tags", _("tags")
    BASE_IMAGE = "base-image", _("base image")
    INSTRUCTION = "instruction", _("instruction")
    CONFIG = "config", _("configuration")
    USER = "user", _("user")
    EFFICIENCY = "efficiency", _("efficiency")
    HIDDEN_BYTES = "hidden-bytes", _("hidden bytes")
    FILE = "file", _("file")
    PACKAGES = "packages", _("packages")
    SECRET = "secret", _("secret")
    LINT = "lint", _("good practice")
    CONTEXT = "context", _("build context")
    STAGES = "stages", _("stages")
    COMMAND = "command", _("command")
    HTTP = "http", _("HTTP")
    CACHE = "cache", _("cache")
    REPRODUCIBLE = "reproducible", _("same files in every build")
    PUSHED = "pushed", _("pushed images")


class CheckError(ValueError):
    """Bad parameters of a check: `key` is the offending key, the message says what was expected, in the language of who
    wrote them: the admin's, and English for files.
    """

    def __init__(self, key: str, expected: str) -> None:
        super().__init__(gettext("%(field)s: %(error)s") % {"field": key, "error": expected})
        self.key = key
        self.expected = expected


class _Titled(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def title(self) -> str | None: ...


def check_title(check: _Titled) -> str:
    """What people read above a check, or above what it found: the lab's title for it, or the kind's name."""
    return check.title or (str(CheckKind(check.kind).label) if check.kind in CheckKind.values else check.kind)


Validator = Callable[[CheckSpec, "LabSpec | None"], None]

_validators: list[Validator] = []


def register_validator(validator: Validator) -> None:
    """`validator(check, lab)` raises CheckError; `lab` is None when the check is edited on its own."""
    _validators.append(validator)


def validate_check(check: CheckSpec, lab: LabSpec | None = None) -> None:
    """Raise CheckError unless the kind is known and its parameters are right."""
    if check.kind not in CheckKind.values:
        expected = gettext("expected one of %(known)s") % {"known": ", ".join(CheckKind.values)}
        raise CheckError("kind", instead(expected, check.kind))
    for validator in _validators:
        validator(check, lab)
