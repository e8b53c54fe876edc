"""Where a Dockerfile takes things from: base images, stages, addresses; only what the lab allows."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from django.utils.translation import gettext_noop as _

from grading.commands import COMMANDS_FILE, BuildCommand
from grading.dockerfile import Dockerfile, Instruction, Stage, shellwords, unreadable
from grading.faults import LearnerFault
from grading.references import parse_reference
from grading.validation import run_flags
from grading.validation.variables import Variables
from labs.spec import LabSpec

SCRATCH = "scratch"
MAX_ADDED = 4 * shellwords.MAX_EXPANDED  # characters of what an ADD names through variables
MAX_NAME = 64  # characters of a stage's name for which another that may be meant is sought

_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://|[^/\s]+@[^/\s]+:")


def problems(lab: LabSpec, dockerfile: Dockerfile, known: Variables) -> list[LearnerFault]:
    """Everything in the Dockerfile that the lab does not allow, each with its line; `known` are its variables."""
    if not dockerfile.stages:
        return [_no_from(dockerfile.instructions[0])]
    faults = [fault for stage in dockerfile.stages for fault in _base(lab, dockerfile, stage)]
    for written in dockerfile.instructions:
        instruction: Instruction | None = written
        while instruction is not None:
            faults += _instruction(lab, dockerfile, instruction, known)
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


def _instruction(
    lab: LabSpec, dockerfile: Dockerfile, instruction: Instruction, known: Variables
) -> Iterator[LearnerFault]:
    if instruction.name in ("COPY", "ADD"):
        for source in instruction.flags.get("from", ()):
            yield from _from(lab, dockerfile, instruction, source, "--from")
    if instruction.name == "RUN":
        for source in run_flags.mount_sources(instruction):
            yield from _from(lab, dockerfile, instruction, source, "--mount from")
        yield from run_flags.problems(instruction)
    if instruction.name == "ADD":
        yield from _addresses(lab, dockerfile, instruction, known)


def _addresses(
    lab: LabSpec, dockerfile: Dockerfile, instruction: Instruction, known: Variables
) -> Iterator[LearnerFault]:
    """What an ADD would fetch, whatever quotes and variables it is written with."""
    has_triggers = any(one.name == "ONBUILD" for one in dockerfile.instructions)
    length = 0
    try:
        for word in instruction.words[:-1]:
            if "$" in word and has_triggers:  # whose ENV and ARG count elsewhere than where they are written
                yield LearnerFault(
                    _("ADD cannot use the variable in %(word)s beside ONBUILD: write the name itself."),
                    line=instruction.line,
                    word=word,
                )
                return
            values = known.before(instruction) if "$" in word else {}
            address = shellwords.expand(word, values, dockerfile.escape)
            length += len(address) if "$" in word else 0
            if length > MAX_ADDED:
                raise shellwords.UndecidableError("its variables make it too long")
            if _ADDRESS.match(address):
                yield _nothing_to_fetch(lab, address, instruction.line)
    except shellwords.WordError as error:
        yield unreadable(error, instruction.line)


def _nothing_to_fetch(lab: LabSpec, address: str, line: int) -> LearnerFault:
    """What ADD fetches, the daemon itself fetches, and it has no way out, not even to package sources."""
    if lab.network == "none":
        return LearnerFault(
            _("ADD cannot fetch %(address)s: builds of this lab have no network."), line=line, address=address
        )
    return LearnerFault(
        _("ADD cannot fetch %(address)s: only RUN reaches package sources, with apt-get, pip or npm."),
        line=line,
        address=address,
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
        above = [stage.name for stage in dockerfile.stages[: instruction.stage] if stage.name]
        near = difflib.get_close_matches(source[:MAX_NAME], above, 1)
        if near:
            yield LearnerFault(
                _("%(option)s=%(source)s is no stage above: did you mean %(near)s?"),
                line=instruction.line,
                option=option,
                source=source,
                near=near[0],
            )
            return
        yield LearnerFault(
            _("%(option)s=%(source)s is neither a stage above nor one of the images %(allowed)s."),
            line=instruction.line,
            option=option,
            source=source,
            allowed=", ".join(lab.base_images),
        )
