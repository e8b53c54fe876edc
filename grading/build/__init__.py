"""Runs a submission's docker commands in its daemon: files in, steps and log live, image and tags out."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext_noop as _
from django.utils.translation import override

from grading import base_images
from grading.build import buildx, client, powerless, running, tagging
from grading.build.errors import explain
from grading.build.steps import Publish, Steps
from grading.build.watch import Watch
from grading.commands import (
    BuildCommand,
    ClientCommand,
    Command,
    LoginCommand,
    PullCommand,
    RemoveCommand,
    RunCommand,
    TagCommand,
)
from grading.daemon.isolation import Daemon
from grading.dockerfile import Dockerfile
from grading.egress import PROXY_VARIABLES, Relay
from grading.facts import BuildResult
from grading.faults import LearnerFault, LimitReached, PlatformFault
from grading.references import parse_reference
from labs.spec import Limits

# Of every file of the context, in every build: COPY keeps it and Python writes it into its .pyc, so that two builds
# would differ by when we wrote the files.
WRITTEN_AT = 1_704_067_200  # seconds since the epoch: the first second of 2024


class BuildStopped(LimitReached):
    """A limit was reached while building; `build` is how far it came, `line` where."""

    def __init__(self, reached: LimitReached, build: BuildResult) -> None:
        super().__init__(reached.message.id, limit=reached.limit, **reached.message.params)
        self.line = build.error_line
        self.build = build


def run(
    daemon: Daemon,
    requests: Sequence[Command],
    files: Mapping[str, str],
    dockerfiles: Mapping[str, Dockerfile],
    publish: Publish,
    deadline: float,
    limits: Limits,
    packages: Relay | None = None,
) -> BuildResult:
    """Run the commands in order, up to the first that fails; `dockerfiles` has those that the builds name, parsed.

    `publish` is told of steps and output as they come. `deadline` is a time of time.monotonic(), `limits` what the
    daemon was given: they are said when one is reached. `packages` is the way out to package sources, for a lab that
    has it: without, a build has no network. Raises BuildStopped when a limit was reached, PlatformFault when the
    daemon failed us, LabFault for a base image that is allowed and not here.
    """
    began = time.monotonic()
    steps = Steps(publish)
    failed: LearnerFault | None = None
    with ExitStack() as stack:
        try:
            place = tempfile.TemporaryDirectory(prefix="build-", dir=daemon.folder)
        except FileNotFoundError:
            raise PlatformFault("The daemon is gone.") from None
        folder = Path(stack.enter_context(place))
        _write(files, folder / "context")
        powerless.give(folder, daemon)
        commands = _Commands(daemon, folder, files, dockerfiles, steps, deadline, limits, packages)
        try:
            for request in requests:
                commands.run(request)
            commands.watch.check()
            commands.require_image()
        except LimitReached as reached:
            with override("en"):  # as everything else in a log
                steps.fail(str(reached))
            seconds = time.monotonic() - began
            build = BuildResult(
                False, seconds, reached.message, steps.stopped_at, steps.steps, steps.log.text()
            )
            raise BuildStopped(reached, build) from reached
        except LearnerFault as fault:
            failed = fault
    return BuildResult(
        ok=failed is None,
        seconds=time.monotonic() - began,
        error=failed.message if failed else None,
        error_line=failed.line if failed else None,
        steps=steps.steps,
        log=steps.log.text(),
        image_id=commands.image_id,
        tags=commands.tags,
    )


class _Commands:
    """Runs one command after the other in the same folder and daemon."""

    def __init__(
        self,
        daemon: Daemon,
        folder: Path,
        files: Mapping[str, str],
        known: Mapping[str, Dockerfile],
        steps: Steps,
        deadline: float,
        limits: Limits,
        packages: Relay | None,
    ) -> None:
        self.daemon, self.folder, self.files, self.known = daemon, folder, files, known
        self.steps, self.deadline, self.packages = steps, deadline, packages
        self.watch = Watch(daemon, limits)
        self.image_id: str | None = None
        self.tags: dict[str, str] = {}
        self.removed = False  # whether an image lost a name

    def run(self, request: Command) -> None:
        if isinstance(request, BuildCommand):
            self.build(request)
        elif isinstance(request, TagCommand):
            self.steps.start(f"$ docker tag {request.source} {request.target}", None)
            self.tags[request.target.familiar] = tagging.tag(self.daemon, request)
        elif isinstance(request, RunCommand):
            self.steps.start(f"$ {request.words}", None)
            running.run(request, self.daemon, self.watch.limits, self.steps, self.deadline)
        elif isinstance(request, ClientCommand):
            self.steps.start(f"$ {request.words}", None)
            self.ask_client(request)

    def ask_client(self, request: ClientCommand) -> None:
        if isinstance(request, PullCommand) and not request.from_registry:
            self.steps.show(
                client.already_here(request, tagging.image_id(self.daemon, request.image.familiar))
            )
            return
        password = (
            self.files[request.password_file].strip("\r\n") if isinstance(request, LoginCommand) else ""
        )
        try:
            reason = client.run(
                request, self.daemon, self.folder, self.steps, self.tick, self.deadline, password
            )
        except TimeoutError:
            raise self.watch.out_of_time() from None
        finally:
            self.steps.end()
        if reason is not None:
            if client.registry_failed(reason) and self.watch.full:
                self.steps.ran_out_of_space = True
            self.require_daemon(reason)
            raise client.explain(request, reason)
        if isinstance(request, PullCommand):
            found = tagging.image_id(self.daemon, request.image.familiar)
            self.tags |= {request.image.familiar: found} if found else {}
        if isinstance(request, RemoveCommand):
            self.removed = True
            for image in request.images:
                self.tags.pop(image.familiar, None)

    def require_image(self) -> None:
        """LearnerFault when the image that was built is gone by now."""
        if (
            self.image_id is not None
            and self.removed
            and tagging.image_id(self.daemon, self.image_id) is None
        ):
            self.image_id = None
            raise LearnerFault(
                _("docker rmi took the last name of the image that was built: there is none to grade.")
            )

    def require_daemon(self, reason: str) -> None:
        """Raise LimitReached, or PlatformFault, when a command failed by that rather than by itself."""
        self.watch.check(self.steps.ran_out_of_space)
        if not self.daemon.alive or not tagging.answers(self.daemon):
            raise PlatformFault("The daemon ended during the build: %(reason)s", reason=reason)

    def build(self, request: BuildCommand) -> None:
        self.image_id = None  # the last build counts, also one that fails
        known = self.known.get(request.dockerfile)
        self.steps.start(f"$ docker build {' '.join(f'-t {tag}' for tag in request.tags)} .", known)
        answer = self.folder / "answer.json"
        answer.unlink(missing_ok=True)
        try:
            ended = buildx.build(
                _arguments(request, self.folder / "context", answer, self.packages is not None),
                self.daemon,
                self.folder,
                self.steps.take,
                self.tick,
                self.deadline,
            )
        except TimeoutError:
            raise self.watch.out_of_time() from None
        finally:
            self.steps.end()
        if self.packages is not None:
            self.look_at(self.packages)
        if ended.failure is None:
            self.image_id = buildx.image_id(answer)
            self.tags |= {tag.familiar: self.image_id for tag in request.tags}
            return
        self.steps.fail(ended.failure.reason)
        self.require_daemon(ended.failure.reason)
        if self.packages is not None and (fault := self.packages.fault()) is not None:
            raise fault
        raise explain(
            ended.failure,
            known,
            wanted_network=self.steps.wanted_network,
            refused=tuple(self.packages.refused) if self.packages is not None else None,
            here={parse_reference(name).canonical for name in base_images.available()},
        )

    def look_at(self, packages: Relay) -> None:
        """Say in the log what the proxy refused; raise LimitReached when too much was fetched."""
        if packages.refused:
            self.steps.say(f"This lab's builds reach only package sources, not {', '.join(packages.refused)}")
        packages.check()

    def tick(self) -> None:
        self.steps.flush()
        self.watch.look()


def _arguments(request: BuildCommand, context: Path, answer: Path, packages: bool) -> list[str]:
    arguments = ["--provenance=false", "--sbom=false", f"--metadata-file={answer}"]
    if packages:
        # The host is the daemon, which has a loopback only. The names of these arguments are known to BuildKit, which
        # keeps them out of image, history and cache key.
        arguments += ["--network=host", "--allow=network.host"]
        arguments += [f"--build-arg={name}={value}" for name, value in PROXY_VARIABLES.items()]
    else:
        arguments.append("--network=none")
    arguments += [f"--tag={tag.canonical}" for tag in request.tags]
    arguments += [f"--build-arg={name}={value}" for name, value in request.build_args.items()]
    arguments += [f"--label={name}={value}" for name, value in request.labels.items()]
    if request.target is not None:
        arguments.append(f"--target={request.target}")
    if request.no_cache:
        arguments.append("--no-cache")
    return [*arguments, f"--file={context / request.dockerfile}", str(context)]


def _write(files: Mapping[str, str], context: Path) -> None:
    """Write the submission's files below `context`; names were validated, and one that leads out is refused
    anyway.
    """
    context.mkdir()
    for name, text in files.items():
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or ".." in parts or "\0" in name:
            raise PlatformFault("The file name %(name)s leads out of the submission.", name=name)
        path = context.joinpath(*parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        os.utime(path, (WRITTEN_AT, WRITTEN_AT))
