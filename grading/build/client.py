"""Docker commands that docker's own client runs: what it prints goes to the log, why it failed is explained."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext_noop as _

from grading import engine
from grading.build import program
from grading.build.log import Lines
from grading.build.steps import Steps
from grading.commands import ClientCommand, LoginCommand, PullCommand, PushCommand
from grading.daemon.isolation import Daemon
from grading.faults import LearnerFault, PlatformFault
from grading.references import DEFAULT_DOMAIN, DEFAULT_TAG

MAX_REASON = 300
LAST_LINES = 3

_NO_LOGIN = re.compile(
    r"no basic auth credentials|unauthorized|authorization failed|access denied", re.IGNORECASE
)
_NO_IMAGE = re.compile(r"no such image|tag does not exist", re.IGNORECASE)
_REGISTRY = re.compile(r"\b50\d [A-Z]|connection refused|connection reset|unexpected EOF")


def run(
    command: ClientCommand,
    daemon: Daemon,
    home: Path,
    steps: Steps,
    tick: Callable[[], None],
    deadline: float,
    given: str = "",
) -> str | None:
    """Run it to its end; returns the last it said when it failed. `given` is what it reads.

    Raises TimeoutError, and LimitReached for a flood.
    """
    lines, last = Lines(), deque[str](maxlen=LAST_LINES)

    def show(found: list[str]) -> None:
        # docker login names the file that it keeps the password in: for a learner that is in his home.
        found = [line.replace(f"{home}/docker", "~/.docker") for line in found]
        last.extend(line for line in found if line.strip())
        steps.show(found)

    code = program.run(
        engine.docker_client(), command.arguments, daemon, home, lambda data: show(lines.feed(data)), tick, deadline,
        given=given.encode(), everything=True,
    )  # fmt: skip
    show(lines.close())
    return (" ".join(last) or f"exit code {code}") if code else None


def registry_failed(reason: str) -> bool:
    """Whether the registry did not answer, or answered that something is wrong with itself: a full disk is that."""
    return _REGISTRY.search(reason) is not None


def already_here(command: PullCommand, image_id: str | None) -> list[str]:
    """What docker pull says of a base image, which is in every daemon. LearnerFault when it is not."""
    if image_id is None:
        raise LearnerFault(_("docker pull: there is no image %(image)s."), image=str(command.image))
    name = command.image
    return [
        f"{name.tag or DEFAULT_TAG}: Pulling from {name.name.removeprefix(f'{DEFAULT_DOMAIN}/')}",
        f"Digest: {image_id}",
        f"Status: Image is up to date for {name.familiar}",
        name.canonical,
    ]


def explain(command: ClientCommand, reason: str) -> LearnerFault | PlatformFault:
    """What docker's client says failed, for people."""
    name = " ".join(("docker", *command.arguments[: 2 if command.arguments[0] == "image" else 1]))
    image = getattr(command, "image", None)
    if isinstance(command, LoginCommand) and "401" in reason:
        return LearnerFault(
            _("docker login: the registry does not know the user %(user)s with this password."),
            user=command.user,
        )
    if isinstance(command, PushCommand | PullCommand) and _NO_LOGIN.search(reason):
        return LearnerFault(
            _("%(command)s: the registry asks who you are: docker login comes first."), command=name
        )
    if isinstance(command, PullCommand) and "not found" in reason:
        return LearnerFault(_("docker pull: the registry has no %(image)s."), image=str(image))
    if isinstance(command, PushCommand) and _NO_IMAGE.search(reason):
        return LearnerFault(
            _("docker push: there is no image %(image)s: docker tag gives an image this name."),
            image=str(image),
        )
    if image is not None and _NO_IMAGE.search(reason):
        return LearnerFault(_("%(command)s: there is no image %(image)s."), command=name, image=str(image))
    if registry_failed(reason):
        return PlatformFault("The lab's registry failed: %(reason)s", reason=reason[-MAX_REASON:])
    return LearnerFault(_("%(command)s failed: %(reason)s"), command=name, reason=reason[-MAX_REASON:])
