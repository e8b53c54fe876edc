"""Starts the registry in a daemon's container, before anything of the learner's runs there."""

from __future__ import annotations

import docker

from grading import engine
from grading.daemon import Daemon
from grading.faults import PlatformFault
from grading.registry import htpasswd

START = "/etc/courseplatform/registry"  # in the daemon image
SECONDS = 20.0


def start(daemon: Daemon, user: str, password: str) -> None:
    """Return once it listens. The daemon must not have run anything of a learner's yet. Raises PlatformFault."""
    login = htpasswd.line(user, password)
    try:
        api = engine.client(SECONDS).api
        begun = api.exec_create(daemon.name, [START, login])["Id"]
        said = api.exec_start(begun)
        code = api.exec_inspect(begun)["ExitCode"]
    except (docker.errors.DockerException, OSError) as error:
        raise PlatformFault("The registry did not start: %(reason)s", reason=str(error)) from error
    if code != 0:
        reason = said.decode(errors="replace").strip()[-300:] or f"exit code {code}"
        raise PlatformFault("The registry did not start: %(reason)s", reason=reason)
