"""Where a Dockerfile takes things from: base images, stages, addresses; only what the lab allows."""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterator

from django.utils.translation import gettext_noop as _

from grading.commands import COMMANDS_FILE, BuildCommand
from grading.dockerfile import Dockerfile, Instruction, Stage
from grading.faults import LearnerFault
from grading.references import parse_reference
from grading.validation.frontend import frontend_problems
from labs.spec import LabSpec

SCRATCH = "scratch"

_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://|[^/\s]+@[^/\s]+:")


def problems(lab: LabSpec, dockerfile: Dockerfile) -> list[LearnerFault]:
    """Everything in the Dockerfile that the lab does not allow, each with its line."""
    if not dockerfile.stages:
        return [*frontend_problems(dockerfile), _no_from(dockerfile.instructions[0])]
    faults = frontend_problems(dockerfile)
    faults += [fault for stage in dockerfile.stages for fault in _base(lab, dockerfile, stage)]
    for written in dockerfile.instructions:
        instruction: Instruction | None = written
        while instruction is not None:
            faults += _instruction(lab, dockerfile, instruction)
            instruction = instruction.trigger
    return faults


def _no_from(first: Instruction) -> LearnerFault:
    if difflib.get_close_matches(first.name, ["FROM"]):
        return LearnerFault(
            _("%(name)s is no instruction: did you mean FROM?"), line=first.line, name=first.name
        )
    return LearnerFault(_("There is no FROM: it says which image to start from."), line=first.line)


def target_problems(dockerfile: Dockerfile, request: BuildCommand) -> list[LearnerFault]:
    """A fault when the build's `--target` is none of the stages."""
    if request.target is None or dockerfile.stage(request.target) is not None:
        return []
    names = ", ".join(stage.name for stage in dockerfile.stages if stage.name)
    if names:
        fault = LearnerFault(
            _("--target %(target)s is none of the stages; those with a name: %(names)s."),
            target=request.target,
            names=names,
        )
    else:
        fault = LearnerFault(
            _(
                "--target %(target)s is none of the stages: none has a name, such as FROM … AS %(target)s gives."
            ),
            target=request.target,
        )
    return [in_commands(fault, request.line)]


def in_commands(fault: LearnerFault, line: int) -> LearnerFault:
    """The same fault, of a line of the commands."""
    fault.line, fault.path = line, COMMANDS_FILE
    return fault


def is_allowed(lab: LabSpec, image: str) -> bool:
    """Whether the lab lists this image, in whatever form its name is written."""
    return complete_name(image) in base_names(lab)


def base_names(lab: LabSpec) -> frozenset[str]:
    """The complete names of the lab's base images."""
    return frozenset(complete_name(image) for image in lab.base_images) - {""}


def complete_name(image: str) -> str:
    """`docker.io/library/python:3.11-slim` for `python:3.11-slim`; empty for what is no reference."""
    if image == SCRATCH:
        return SCRATCH
    try:
        return parse_reference(image).canonical
    except LearnerFault:
        return ""


def _base(lab: LabSpec, dockerfile: Dockerfile, stage: Stage) -> Iterator[LearnerFault]:
    if stage.parent is not None or is_allowed(lab, stage.image):
        return
    allowed = ", ".join(lab.base_images)
    if not stage.image:
        yield LearnerFault(
            _("FROM %(base)s names no image: expected a stage above or one of %(allowed)s."),
            line=stage.line,
            base=stage.base,
            allowed=allowed,
        )
        return
    above = dockerfile.source(stage.image.lower(), stage.index)
    if above is not None and above.name:
        yield LearnerFault(
            _("FROM needs the name of a stage in lower case: %(name)s, not %(image)s."),
            line=stage.line,
            name=above.name,
            image=stage.image,
        )
        return
    yield LearnerFault(
        _("The base image %(image)s is not allowed: expected a stage above or one of %(allowed)s."),
        line=stage.line,
        image=stage.image,
        allowed=allowed,
    )


def _instruction(lab: LabSpec, dockerfile: Dockerfile, instruction: Instruction) -> Iterator[LearnerFault]:
    if instruction.name in ("COPY", "ADD"):
        for source in instruction.flags.get("from", ()):
            yield from _from(lab, dockerfile, instruction, source, "--from")
    if instruction.name == "RUN":
        yield from _run(lab, dockerfile, instruction)
    if instruction.name == "ADD" and lab.network == "none":
        for word in instruction.words[:-1]:
            if _ADDRESS.match(word):
                yield LearnerFault(
                    _("ADD cannot fetch %(address)s: builds of this lab have no network."),
                    line=instruction.line,
                    address=word,
                )


def _from(
    lab: LabSpec, dockerfile: Dockerfile, instruction: Instruction, source: str, option: str
) -> Iterator[LearnerFault]:
    """`option` takes its files from `source`: a stage above or an allowed image, named in full."""
    if "$" in source:
        yield LearnerFault(
            _("%(option)s=%(source)s cannot use a variable: name the stage itself."),
            line=instruction.line,
            option=option,
            source=source,
        )
    elif dockerfile.source(source, instruction.stage or 0) is None and not is_allowed(lab, source):
        yield LearnerFault(
            _("%(option)s=%(source)s is neither a stage above nor one of the images %(allowed)s."),
            line=instruction.line,
            option=option,
            source=source,
            allowed=", ".join(lab.base_images),
        )


def _run(lab: LabSpec, dockerfile: Dockerfile, instruction: Instruction) -> Iterator[LearnerFault]:
    for mount in instruction.flags.get("mount", ()):
        for source in _mount_sources(mount):
            yield from _from(lab, dockerfile, instruction, source, "--mount from")
    for value in instruction.flags.get("security", ()):
        if value not in ("", "sandbox"):
            yield _refused_flag(instruction, "--security", value)
    for value in instruction.flags.get("network", ()):
        if value not in ("", "none", "default"):
            yield _refused_flag(instruction, "--network", value)


def _mount_sources(mount: str) -> list[str]:
    """The values of `from` in a mount's comma-separated fields, which may be quoted as in CSV."""
    try:
        fields = next(csv.reader([mount]), [])
    except csv.Error:
        return []  # BuildKit cannot read it either, and says so
    pairs = (field.partition("=") for field in fields)
    return [value for name, _equals, value in pairs if name.strip().lower() == "from"]


def _refused_flag(instruction: Instruction, option: str, value: str) -> LearnerFault:
    return LearnerFault(
        _("RUN %(option)s=%(value)s is not allowed: builds run isolated here."),
        line=instruction.line,
        option=option,
        value=value,
    )
