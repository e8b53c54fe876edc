"""`docker tag` in a submission's daemon."""

from __future__ import annotations

import json
import re
from contextlib import closing

import docker
from django.utils.translation import gettext_noop as _

from grading.commands import TagCommand
from grading.daemon.isolation import Daemon
from grading.faults import LearnerFault, PlatformFault

MAX_ANSWER = 8 << 20
SECONDS = 20.0

_IMAGE_ID = re.compile(r"sha256:[0-9a-f]{64}")


def tag(daemon: Daemon, command: TagCommand) -> str:
    """Give an image another name; returns its id. LearnerFault when there is no such image."""
    try:
        with closing(daemon.api(SECONDS)) as client:
            client.api.tag(command.source.familiar, command.target.familiar_name, command.target.tag)
            return _image_id(client, command.target.familiar)
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


def _image_id(client: docker.DockerClient, name: str) -> str:
    """The daemon is the learner's: no more is read of its answer than can be true."""
    url = f"{client.api.base_url}/images/{name}/json"
    with client.api.get(url, stream=True, timeout=SECONDS) as answer:
        answer.raise_for_status()
        image = json.loads(answer.raw.read(MAX_ANSWER, decode_content=True))
    image_id = image.get("Id") if isinstance(image, dict) else None
    if not isinstance(image_id, str) or not _IMAGE_ID.fullmatch(image_id):
        raise PlatformFault("The daemon does not say which image %(image)s is.", image=name)
    return image_id
