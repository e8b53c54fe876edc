"""The gate: what a learner sent, either checked and normalised or refused with every problem found.

Nothing that is refused here is built, and costs no attempt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from grading.commands import BuildCommand, Command, half_read_builds, read_commands
from grading.dockerfile import Dockerfile, parse_dockerfile
from grading.faults import LearnerFault
from grading.messages import Message
from grading.validation import lab_commands, sent_files, sizes, sources
from grading.validation.frontend import frontend_problems, without_directives
from grading.validation.variables import Variables
from labs.spec import LabSpec

MAX_DOCKERFILE = 64 * 1024  # bytes
MAX_FAULTS = 20  # said at once


class Invalid(LearnerFault):
    """A submission that is refused: `faults` has the problems found, at least one, with path and line."""

    def __init__(self, faults: Sequence[LearnerFault]) -> None:
        first = faults[0]
        super().__init__(first.message.id)
        self.message, self.line, self.path = first.message, first.line, first.path
        self.faults = tuple(faults[:MAX_FAULTS])


@dataclass(frozen=True)
class ValidSubmission:
    """What may be built.

    `sent` are the learner's own files as text; `files` what the builds see: those and the lab's read-only
    ones, without the directives that choose a frontend. `dockerfiles` are those that the builds name.
    """

    sent: Mapping[str, str]
    files: Mapping[str, str]
    dockerfiles: Mapping[str, Dockerfile]
    requests: tuple[Command, ...]

    @property
    def last_build(self) -> BuildCommand:
        """The build whose image is graded."""
        return next(one for one in reversed(self.requests) if isinstance(one, BuildCommand))

    @property
    def dockerfile(self) -> Dockerfile:
        """The Dockerfile of the image that is graded."""
        return self.dockerfiles[self.last_build.dockerfile]

    @property
    def target(self) -> str | None:
        """The stage that the graded image is, None for the last one."""
        return self.last_build.target


def validate(lab: LabSpec, files: Mapping[str, bytes | str], commands: str) -> ValidSubmission:
    """Check a submission for a lab; raises Invalid."""
    sent, faults = sent_files.read(lab, files)
    if len(files) > sent_files.MAX_FILES:  # none was read: nothing else can be said of them
        raise Invalid(faults)
    kept = {name: text for name, text in lab.starter.items() if name not in lab.editable} | sent
    requests, wrong = read_commands(commands)
    faults += sorted([*wrong, *lab_commands.problems(lab, kept, requests)], key=lambda fault: fault.line or 0)
    dockerfiles: dict[str, Dockerfile] = {}
    # A Dockerfile built twice is read with the arguments of each build, and kept as the last build sees it.
    for request in (*requests, *(half_read_builds(commands) if wrong else ())):
        if isinstance(request, BuildCommand):
            try:
                dockerfiles[request.dockerfile] = _dockerfile(lab, kept, request, faults)
            except LearnerFault as fault:
                faults.append(fault)
    if faults:
        raise Invalid(_presentable(faults))
    for name in dockerfiles:
        kept[name] = without_directives(kept[name], dockerfiles[name])
    return ValidSubmission(sent, kept, dockerfiles, requests)


def _dockerfile(
    lab: LabSpec, files: Mapping[str, str], request: BuildCommand, faults: list[LearnerFault]
) -> Dockerfile:
    """The Dockerfile that a build names. What is wrong in it goes to `faults`; raised when there is none."""
    name = request.dockerfile
    if name not in files:
        for known in faults:
            if known.path == name:
                raise known
        raise LearnerFault(_("The file %(file)s is missing: docker build reads it."), path=name, file=name)
    text = files[name]
    if len(text.encode()) > MAX_DOCKERFILE:
        raise LearnerFault(
            _("%(file)s has %(size_bytes)s: a Dockerfile may have %(most_bytes)s."),
            path=name,
            file=name,
            size_bytes=len(text.encode()),
            most_bytes=MAX_DOCKERFILE,
        )
    try:
        dockerfile = parse_dockerfile(text, request.build_args)
        found = _problems(lab, text, dockerfile, name, request)
    except LearnerFault as unreadable:
        found, dockerfile = [unreadable], Dockerfile((), ())
    for problem in found:
        problem.path = problem.path or name
    faults += found
    return dockerfile


def _problems(
    lab: LabSpec, text: str, dockerfile: Dockerfile, name: str, request: BuildCommand
) -> list[LearnerFault]:
    instructions = dockerfile.instructions
    if not instructions:
        return [LearnerFault(_("%(file)s is empty: it needs at least a FROM line."), line=1, file=name)]
    known = Variables(dockerfile, request.build_args)
    too_much = sizes.problems(text, dockerfile, name, known)
    if too_much:
        return too_much
    return [
        *frontend_problems(text, dockerfile),
        *sources.problems(lab, dockerfile, known),
        *sources.target_problems(dockerfile, request),
    ]


def _presentable(faults: Sequence[LearnerFault]) -> list[LearnerFault]:
    """Without repeats, as of a file that two builds read, and with what the learner wrote cut short."""
    found: dict[str, LearnerFault] = {}
    for fault in faults:
        params = {
            name: sent_files.shown(value) if isinstance(value, str) else value
            for name, value in fault.message.params.items()
        }
        fault.message = Message(fault.message.id, params)
        found.setdefault(f"{fault.path} {fault.line} {fault.message}", fault)
    return list(found.values())
