"""The build of a submission whose image is graded: its command, and the Dockerfile that it read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from grading.commands import BuildCommand, parse_commands
from grading.dockerfile import Dockerfile, Stage, parse_dockerfile
from grading.faults import LearnerFault
from grading.models import Submission
from grading.validation import lineage
from labs.models import LabFile


@dataclass(frozen=True)
class LastBuild:
    command: BuildCommand
    text: str  # of its Dockerfile

    @cached_property
    def dockerfile(self) -> Dockerfile:
        """An empty one where the text cannot be read."""
        try:
            return parse_dockerfile(self.text, self.command.build_args)
        except LearnerFault:
            return Dockerfile((), ())

    @property
    def stages(self) -> list[Stage]:
        """Those that the image is made of, from the one on the base image; none where that cannot be told."""
        stage = self.dockerfile.stage(self.command.target)
        return self.dockerfile.path(stage) if stage else []

    @property
    def needed(self) -> frozenset[int]:
        """The numbers of the stages that BuildKit builds for it."""
        return lineage.needed(self.dockerfile, [self.command.target])


def last_build(submission: Submission) -> LastBuild:
    command = last_command(submission.commands)
    return LastBuild(command, _text(submission, command.dockerfile))


def last_command(commands: str) -> BuildCommand:
    """The last build of these; the plainest one where they cannot be read."""
    try:
        builds = [one for one in parse_commands(commands) if isinstance(one, BuildCommand)]
    except LearnerFault:
        builds = []
    return builds[-1] if builds else BuildCommand(1)


def _text(submission: Submission, name: str) -> str:
    """What the learner sent under this name, or what the lab gives."""
    sent = submission.files.get(name)
    if sent is not None:
        return str(sent)
    given = LabFile.objects.filter(lab=submission.lab_id, role=LabFile.Role.STARTER, path=name)
    return given.values_list("text", flat=True).first() or ""
