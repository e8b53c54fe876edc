"""Names of images in a submission's daemon: `docker tag`, and which image a name is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import docker
from django.utils.translation import gettext_noop as _

from grading.commands import TagCommand
from grading.daemon.isolation import Daemon
from grading.faults import LearnerFault, PlatformFault

SECONDS = 20.0

_IMAGE_ID = re.compile(r"sha256:[0-9a-f]{64}")


def tag(daemon: Daemon, command: TagCommand) -> str:
    """Give an image another name; returns its id. LearnerFault when there is no such image."""
    try:
        with _api(daemon) as api:
            api.tag(command.source.familiar, command.target.familiar_name, command.target.tag)
            return _image_id(api, command.target.familiar)
    except docker.errors.NotFound:
        raise LearnerFault(_("docker tag: there is no image %(image)s."), image=str(command.source)) from None


def image_id(daemon: Daemon, name: str) -> str | None:
    """Which image has this name, or this id; None when none has."""
    try:
        with _api(daemon) as api:
            return _image_id(api, name)
    except docker.errors.NotFound:
        return None


def answers(daemon: Daemon) -> bool:
    """Whether the daemon's API works."""
    try:
        with closing(daemon.api(SECONDS)) as client:
            return bool(client.ping())
    except (docker.errors.DockerException, OSError):
        return False


@contextmanager
def _api(daemon: Daemon) -> Iterator[Any]:
    try:
        with closing(daemon.api(SECONDS)) as client:
            yield client.api
    except docker.errors.NotFound:
        raise
    except (docker.errors.DockerException, OSError, ValueError, RecursionError) as error:
        raise PlatformFault("The daemon does not answer: %(reason)s", reason=type(error).__name__) from error


def _image_id(api: Any, name: str) -> str:
    image = api.inspect_image(name)
    image_id = image.get("Id") if isinstance(image, dict) else None
    if not isinstance(image_id, str) or not _IMAGE_ID.fullmatch(image_id):
        raise PlatformFault("The daemon does not say which image %(image)s is.", image=name)
    return image_id
