"""Names of images in a submission's daemon: giving them and listing them."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from contextlib import closing
from typing import Any

import docker
import requests
from django.utils.translation import gettext_noop as _

from grading.commands import TagCommand
from grading.daemon import Daemon
from grading.faults import LearnerFault, PlatformFault

MAX_ANSWER = 8 << 20
SECONDS = 20.0

_IMAGE_ID = re.compile(r"sha256:[0-9a-f]{64}")


def tag(daemon: Daemon, command: TagCommand) -> None:
    """Do what `docker tag` does. LearnerFault when there is no such image."""
    try:
        with closing(daemon.api()) as client:
            client.api.tag(command.source.familiar, command.target.familiar_name, command.target.tag)
    except docker.errors.NotFound:
        raise LearnerFault(_("docker tag: there is no image %(image)s."), image=str(command.source)) from None
    except (docker.errors.DockerException, requests.RequestException, OSError) as error:
        raise _away(error) from error


def tags(daemon: Daemon, without: Collection[str]) -> dict[str, str]:
    """Every tag in the daemon that is not one of `without`, as people write it -> id of its image."""
    found: dict[str, str] = {}
    for image in _images(daemon):
        image_id, names = image.get("Id"), image.get("RepoTags")
        if not isinstance(image_id, str) or not _IMAGE_ID.fullmatch(image_id) or not isinstance(names, list):
            continue
        found |= {name: image_id for name in names if isinstance(name, str) and name not in without}
    return found


def _images(daemon: Daemon) -> list[dict[str, Any]]:
    """The daemon's list of images; it is the learner's, so no more is read of it than can be true."""
    try:
        with closing(daemon.api(SECONDS)) as client, _get(client, "/images/json") as answer:
            answer.raise_for_status()
            data = answer.raw.read(MAX_ANSWER + 1, decode_content=True)
        images = json.loads(data) if len(data) <= MAX_ANSWER else None
    except (
        requests.RequestException,
        docker.errors.DockerException,
        OSError,
        ValueError,
        RecursionError,
    ) as error:
        raise _away(error) from error
    if not isinstance(images, list):
        raise PlatformFault("The daemon's list of images is not one.")
    return [image for image in images if isinstance(image, dict)]


def _get(client: docker.DockerClient, path: str) -> requests.Response:
    return client.api.get(f"{client.api.base_url}{path}", stream=True, timeout=SECONDS)


def _away(error: Exception) -> PlatformFault:
    return PlatformFault("The daemon does not answer: %(reason)s", reason=type(error).__name__)
