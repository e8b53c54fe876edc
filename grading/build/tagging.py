"""`docker tag` in a submission's daemon."""

from __future__ import annotations

import re
from contextlib import closing
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
        with closing(daemon.api(SECONDS)) as client:
            client.api.tag(command.source.familiar, command.target.familiar_name, command.target.tag)
            return _image_id(client.api, command.target.familiar)
    except docker.errors.NotFound:
        raise LearnerFault(_("docker tag: there is no image %(image)s."), image=str(command.source)) from None
    except (docker.errors.DockerException, OSError, ValueError, RecursionError) as error:
        raise PlatformFault("The daemon does not answer: %(reason)s", reason=type(error).__name__) from error


def answers(daemon: Daemon) -> bool:
    """Whether the daemon's API works."""
    try:
        with closing(daemon.api(SECONDS)) as client:
            return bool(client.ping())
    except (docker.errors.DockerException, OSError):
        return False


def _image_id(api: Any, name: str) -> str:
    image = api.inspect_image(name)
    image_id = image.get("Id") if isinstance(image, dict) else None
    if not isinstance(image_id, str) or not _IMAGE_ID.fullmatch(image_id):
        raise PlatformFault("The daemon does not say which image %(image)s is.", image=name)
    return image_id
