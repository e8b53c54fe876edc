"""The check of what is written in the Dockerfile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from grading.checks.kind import Kind, require_integer
from grading.checks.wanted import fits, require_wanted, require_wanted_table, what
from grading.dockerfile import Dockerfile, Instruction
from grading.messages import Message
from grading.outcome import Evidence, Finding, Parameters, Work
from labs.checkkinds import CheckError
from labs.instead import instead
from labs.spec import LabSpec


class InstructionCheck(Kind):
    """The Dockerfile has an instruction, or does not have it, or has it in its place.

    What counts is the parsed file: not what stands in comments, and a line that goes on is one instruction. It is
    judged also when the build failed.

    - `name`: the instruction, such as `"COPY"`.
    - `matching`: a regular expression that its arguments must hold (flags such as `--from=build` are a part of
      them); without it every such instruction counts.
    - `called`: what learners read for it in place of the expression, such as `"COPY requirements.txt"`.
    - `least`, `most`: how many there must be; at least one unless `most` is given. `most = 0` forbids it.
    - `before`: an instruction, as `{name = "RUN", matching = "pip install"}`, that the first of them must come
      before in the same stage.
    - `stage`: `"image"` (the default) looks only at the stages that the image is made of, `"any"` at all.

    All points or none.

    ```toml
    [[checks]]
    kind = "instruction"
    points = 10
    name = "COPY"
    matching = "requirements\\\\.txt"
    called = "COPY requirements.txt"
    before = {name = "RUN", matching = "pip install"}
    ```
    """

    keys = ("name", "matching", "called", "least", "most", "before", "stage")
    partial = False

    def validate(self, parameters: Parameters, lab: LabSpec | None) -> None:
        require_wanted(parameters)
        for key in ("least", "most"):
            if key in parameters:
                require_integer(parameters, key)
        if parameters.get("most", 1) < parameters.get("least", 0):
            raise CheckError("most", gettext("expected at least as many as least"))
        if "before" in parameters:
            require_wanted_table(parameters["before"], "before")
        if parameters.get("stage", "image") not in ("image", "any"):
            raise CheckError("stage", instead(gettext('expected "image" or "any"'), parameters["stage"]))

    def judge(self, parameters: Parameters, work: Work) -> Finding:
        instructions = list(
            _considered(work.dockerfile, work.target, parameters.get("stage", "image") == "any")
        )
        found = [one for one in instructions if fits(one, parameters)]
        most = parameters.get("most")
        least = parameters.get("least", 1 if most is None else 0)
        says: dict[str, Any] = {"what": what(parameters), "count": len(found), "least": least, "most": most}
        if len(found) < least:
            missing = _("Asked for in the Dockerfile: %(what)s; found %(count)s of %(least)s.")
            return Finding(0.0, Message(missing, says))
        if most is not None and len(found) > most:
            too_many = _("In the Dockerfile %(count)s times: %(what)s; at most %(most)s were asked for.")
            forbidden = _("Not wanted in the Dockerfile: %(what)s.")
            return Finding(
                0.0, Message(too_many if most else forbidden, says), Evidence(line=found[most].line)
            )
        before = parameters.get("before")
        if before is not None and found:
            late = _comes_too_late(found[0], [one for one in instructions if fits(one, before)])
            if late is not None:
                order = Message(
                    _("Line %(at)s comes too late: expected before line %(other)s."),
                    {"at": found[0].line, "other": late.line},
                )
                return Finding(0.0, order, Evidence(line=found[0].line))
        if not found:
            return Finding(1.0, Message(_("Not in the Dockerfile, as was asked for: %(what)s."), says))
        well = Message(_("In the Dockerfile, as was asked for: %(what)s."), says)
        return Finding(1.0, well, Evidence(line=found[0].line))


def _considered(dockerfile: Dockerfile, target: str | None, every: bool) -> Iterator[Instruction]:
    """The instructions of the stages that the image is made of, or all."""
    stage = dockerfile.stage(target)
    used = set()
    while stage is not None:
        used.add(stage.index)
        stage = dockerfile.stages[stage.parent] if stage.parent is not None else None
    for instruction in dockerfile.instructions:
        if every or instruction.stage is None or instruction.stage in used:
            yield instruction


def _comes_too_late(first: Instruction, others: list[Instruction]) -> Instruction | None:
    return next((one for one in others if one.stage == first.stage and one.line < first.line), None)
