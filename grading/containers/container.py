"""One container in a submission's daemon: started, looked at, stopped, removed."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any

import docker
from django.utils.translation import gettext_noop as _

from grading.build.log import plain
from grading.build.watch import NO_SPACE, Watch
from grading.containers.attached import Attached
from grading.containers.output import Output, Take
from grading.containers.spec import ContainerSpec
from grading.daemon.isolation import Daemon
from grading.faults import LearnerFault, LimitReached, PlatformFault
from grading.notstarted import explained
from labs.spec import Limits

API_SECONDS = 20.0
TICK_SECONDS = 0.25
LOOK_SECONDS = 0.02
LATE_SECONDS = 1.0
MAX_REASON = 300

_ID = re.compile(r"[0-9a-f]{64}")
# What Docker says when the image or the command is at fault, not the daemon.
_THEIRS = re.compile(
    r"OCI runtime create failed|no command specified|unable to find user|unable to find group|no matching entries"
    r"|working directory|invalid user",
    re.IGNORECASE,
)
_RUNTIME = re.compile(r".*(?:runc create failed|OCI runtime create failed): ", re.DOTALL)


class NotStarted(LearnerFault):
    """The image has no such command, or user, or working directory: nothing ran. `reason` is Docker's word for it."""

    def __init__(self, reason: str) -> None:
        super().__init__(_("The container did not start: %(reason)s"), reason=explained(reason))
        self.reason = reason


class Container:
    """One that runs, or ran. Every call raises PlatformFault when the daemon does not answer."""

    def __init__(self, api: Any, container: str, spec: ContainerSpec, watch: Watch, output: Output) -> None:
        self.output = output
        self._api, self._id, self._watch = api, container, watch
        with _answering():
            self._attached = Attached(api, container, spec.stdin, output)
        try:
            with _answering(), _starting():
                api.start(container)
        except BaseException:
            self._attached.close()
            raise

    def wait(self, seconds: float) -> bool:
        """Whether it ended within `seconds`. One that prints without end does not, and is not waited for.

        Raises LimitReached.
        """
        deadline = time.monotonic() + seconds
        while not self._attached.over.wait(min(TICK_SECONDS, max(0.0, deadline - time.monotonic()))):
            self._watch.check()
            if time.monotonic() >= deadline:
                return False
        if self.output.flooded:
            return False
        # Its end is known a little later than that of its output; it may also have closed that and run on.
        latest = max(deadline, time.monotonic() + LATE_SECONDS)
        while self.exit_code() is None:
            if time.monotonic() >= latest:
                return False
            time.sleep(LOOK_SECONDS)
            self._watch.look()
        return True

    def exit_code(self) -> int | None:
        """None while it runs. One that a signal ended has 128 and the signal's number."""
        state = self._state()
        code = state.get("ExitCode")
        if state.get("Status") not in ("exited", "dead"):
            return None
        if not isinstance(code, int):
            raise PlatformFault("The daemon does not say how a container ended.")
        return code

    def health(self) -> tuple[str, str]:
        """What the image's HEALTHCHECK says (`starting`, `healthy`, `unhealthy`, or nothing), and printed last."""
        found = _table(self._state().get("Health"))
        runs = found.get("Log")
        last = _table(runs[-1]) if isinstance(runs, list) and runs else {}
        return _plain(str(found.get("Status", ""))), _plain(str(last.get("Output", "")))

    def signal(self, name: str) -> None:
        """Send its first process a signal; nothing happens when that has ended."""
        with _answering(), contextlib.suppress(docker.errors.APIError):
            self._api.kill(self._id, signal=name)

    def detach(self) -> None:
        """Take no more of what it prints."""
        self._attached.close()

    def _state(self) -> Mapping[str, Any]:
        with _answering():
            return _table(_table(self._api.inspect_container(self._id)).get("State"))


@contextmanager
def started(
    daemon: Daemon, limits: Limits, spec: ContainerSpec, take: Take | None = None
) -> Iterator[Container]:
    """A container while it runs; removed at the end. `take` gets each line it prints, from another thread.

    `limits` are what the daemon was given. Raises NotStarted; LimitReached for one of them that was hit, whatever
    became of the container; PlatformFault.
    """
    watch = Watch(daemon, limits)
    output = Output(take)
    with closing(daemon.api(API_SECONDS)) as client, _limits_first(watch):
        created = _create(client.api, spec)
        container = None
        try:
            container = Container(client.api, created, spec, watch, output)
            yield container
            watch.check(no_space=NO_SPACE.search(output.text()) is not None)
        except LimitReached:
            # It ends the submission, and with it the daemon, which may not even be able to stop a container.
            if container is not None:
                container.detach()
            raise
        except BaseException:
            with contextlib.suppress(PlatformFault):
                _remove(client.api, created, container)
            raise
        _remove(client.api, created, container)


def _remove(api: Any, created: str, container: Container | None) -> None:
    """Remove it, whether it runs or not, with its volumes."""
    if container is not None:
        container.detach()
    with _answering(), contextlib.suppress(docker.errors.NotFound):
        api.remove_container(created, force=True, v=True)


def _create(api: Any, spec: ContainerSpec) -> str:
    with _answering(), _starting():
        try:
            created = _table(api.create_container_from_config(spec.as_api())).get("Id")
        except docker.errors.NotFound:
            raise LearnerFault(_("There is no image %(image)s."), image=spec.image) from None
    if not isinstance(created, str) or not _ID.fullmatch(created):
        raise PlatformFault("The daemon does not say which container it made.")
    return created


@contextmanager
def _limits_first(watch: Watch) -> Iterator[None]:
    """A daemon that has used up what it has fails in all sorts of ways."""
    try:
        yield
    except (PlatformFault, NotStarted):
        watch.check()
        raise


@contextmanager
def _starting() -> Iterator[None]:
    try:
        yield
    except docker.errors.APIError as error:
        reason = str(error.explanation or "")
        if not _THEIRS.search(reason):
            raise
        raise NotStarted(_plain(_RUNTIME.sub("", reason))) from None


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except (docker.errors.DockerException, OSError, ValueError, RecursionError) as error:
        raise PlatformFault("The daemon does not answer: %(reason)s", reason=type(error).__name__) from error


def _plain(text: str) -> str:
    # JSON can hold halves of characters, which cannot be stored.
    lines = (plain(line) for line in text[: 4 * MAX_REASON].encode("utf-8", "replace").decode().splitlines())
    return " ".join(line.strip() for line in lines if line.strip())[:MAX_REASON]


def _table(found: object) -> Mapping[str, Any]:
    return found if isinstance(found, Mapping) else {}
