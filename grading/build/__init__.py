"""Runs a submission's docker commands in its daemon: files in, steps and log live, image and tags out."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path, PurePosixPath

from django.utils.translation import override

from grading.build import powerless
from grading.build.commands import Commands
from grading.build.errors import of_command
from grading.build.steps import Publish, Steps
from grading.commands import BuildCommand, Command
from grading.daemon.isolation import Daemon
from grading.dockerfile import Dockerfile
from grading.egress import Relay
from grading.facts import BuildResult
from grading.faults import LearnerFault, LimitReached, PlatformFault
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
    left = list(requests)  # the one that runs, and those after it
    with ExitStack() as stack:
        try:
            place = tempfile.TemporaryDirectory(prefix="build-", dir=daemon.folder)
        except FileNotFoundError:
            raise PlatformFault("The daemon is gone.") from None
        folder = Path(stack.enter_context(place))
        _write(files, folder / "context")
        powerless.give(folder, daemon)
        commands = Commands(daemon, folder, files, dockerfiles, steps, deadline, limits, packages)
        try:
            while left:
                commands.run(left[0])
                del left[0]
            commands.watch.check()
            commands.require_image()
        except LimitReached as reached:
            with override("en"):  # as everything else in a log
                steps.fail(str(reached))
                _say_not_run(left, steps)
            seconds = time.monotonic() - began
            build = BuildResult(
                False,
                seconds,
                reached.message,
                steps.stopped_at,
                steps.steps,
                steps.log.text(),
                failed_command=left[0].line if left else None,
            )
            raise BuildStopped(reached, build) from reached
        except LearnerFault as fault:
            failed = fault
            if left:
                _say_which(fault, left, steps)
    return BuildResult(
        ok=failed is None,
        seconds=time.monotonic() - began,
        error=failed.message if failed else None,
        error_line=failed.line if failed else None,
        failed_command=left[0].line if left else None,
        steps=steps.steps,
        log=steps.log.text(),
        image_id=commands.image_id,
        tags=commands.tags,
    )


def _say_which(fault: LearnerFault, left: Sequence[Command], steps: Steps) -> None:
    """Which command failed, in the fault unless it has a line of the Dockerfile; and that it was the last to run."""
    if fault.line is None:
        fault.message = of_command(left[0], fault.message, is_last=len(left) == 1)
    if fault.line is not None or isinstance(left[0], BuildCommand):  # the log has its reason already
        _say_not_run(left, steps)
    else:
        with override("en"):
            steps.fail(str(fault))


def _say_not_run(left: Sequence[Command], steps: Steps) -> None:
    if len(left) > 1:
        steps.say(f"The docker commands after line {left[0].line} were not run.")
        steps.end()


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
