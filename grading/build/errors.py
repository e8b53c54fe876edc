"""BuildKit's reason for a failed build -> one sentence with the Dockerfile's line."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from django.utils.translation import gettext_noop as _

from grading.build.log import plain
from grading.build.rawjson import Failure
from grading.build.unreadable import in_our_words
from grading.commands import Command
from grading.dockerfile import Dockerfile
from grading.faults import LabFault, LearnerFault
from grading.messages import Message

MAX_INSTRUCTION = 80
MAX_REASON = 400
NO_SUCH_COMMAND = 127  # as a shell says it

_EXIT = re.compile(r'process ".*" did not complete successfully: exit code: (\d{1,3})', re.DOTALL)
_NOT_FOUND = re.compile(r'failed to calculate checksum of ref \S+: "(.*)": not found', re.DOTALL)
_NOT_IN_STAGE = re.compile(
    r"(?:failed to walk \S*/buildkit-mount\d+(?:/\S*)?: )?lstat \S*/buildkit-mount\d+(/\S*): no such file",
    re.DOTALL,
)
_NOT_PULLED = re.compile(r"(\S+): failed to resolve source metadata for (\S+):")
_ON_LINE = re.compile(r"dockerfile parse error on line (\d{1,6}): ")


def explain(
    failure: Failure,
    dockerfile: Dockerfile | None,
    *,
    wanted_network: bool = False,
    refused: Sequence[str] | None = None,
    here: Container[str] = (),
) -> LearnerFault | LabFault:
    """What BuildKit says failed, for people; `dockerfile` is the one that was built, None for another file.

    The fault has a line only in the former: that is where the editor points. `wanted_network`: a step complained
    that it has none. `refused` are the hosts that the package proxy refused, None where there is no proxy. `here` are
    the complete names of the base images there are: what passed validation and is none of them, the lab allows
    without having it.
    """
    image = _NOT_PULLED.match(failure.reason)
    if image and image[2] not in here:
        return LabFault(
            _("The lab allows the base image %(image)s, which this installation does not have."),
            image=_short(image[1], MAX_INSTRUCTION),
        )
    fault = _explain(failure, dockerfile, wanted_network, refused)
    if dockerfile is None:
        fault.line = None
    return fault


def of_command(command: Command, reason: Message, *, is_last: bool) -> Message:
    """The reason with the command that it is the reason of, for what is no line of the Dockerfile."""
    text = (
        _("Line %(at)d of the docker commands failed (%(command)s): %(reason)s")
        if is_last
        else _(
            "Line %(at)d of the docker commands failed (%(command)s), and the commands after it were not run. "
            "The reason: %(reason)s"
        )
    )
    shown = _short(plain(command.text), MAX_INSTRUCTION)
    return Message(text, {"at": command.line, "command": shown, "reason": reason})


def _explain(
    failure: Failure, dockerfile: Dockerfile | None, wanted_network: bool, refused: Sequence[str] | None
) -> LearnerFault:
    reason, line = failure.reason, failure.line
    on_line = _ON_LINE.match(reason)
    if on_line:
        reason, line = reason[on_line.end() :], int(on_line[1])
    ended, image = _EXIT.search(reason), _NOT_PULLED.match(reason)
    missing = _NOT_FOUND.search(reason) or _NOT_IN_STAGE.search(reason)
    if line is None:
        return LearnerFault(_("The build failed: %(reason)s"), reason=_short(reason, MAX_REASON))
    if ended:
        return LearnerFault(
            _ended(int(ended[1]), wanted_network, refused),
            line=line, at=line, instruction=_instruction(dockerfile, line), code=int(ended[1]),
            **({"hosts": _short(", ".join(refused), MAX_INSTRUCTION)} if refused else {}),
        )  # fmt: skip
    if missing:
        return _missing(missing[1], line, dockerfile)
    if image:
        return LearnerFault(
            _("Line %(at)d: the image %(image)s is not here, and nothing can be pulled."),
            line=line, at=line, image=_short(image[1], MAX_INSTRUCTION),
        )  # fmt: skip
    said = in_our_words(_short(reason, MAX_REASON))
    return LearnerFault(_("Line %(at)d: %(reason)s"), line=line, at=line, reason=said)


def _ended(code: int, wanted_network: bool, refused: Sequence[str] | None) -> str:
    if refused:
        return _(
            "Line %(at)d: %(instruction)s failed with exit code %(code)d: this lab's builds reach only package "
            "sources, not %(hosts)s."
        )
    if wanted_network and refused is not None:
        return _(
            "Line %(at)d: %(instruction)s failed with exit code %(code)d: it wanted the network without the proxy, "
            "which is the only way to package sources here."
        )
    if wanted_network:
        return _(
            "Line %(at)d: %(instruction)s failed with exit code %(code)d: it wanted the network, "
            "and builds here have none."
        )
    if code == NO_SUCH_COMMAND:
        return _(
            "Line %(at)d: %(instruction)s failed with exit code %(code)d: a command was not found in the image."
        )
    return _("Line %(at)d: %(instruction)s failed with exit code %(code)d.")


def _missing(file: str, line: int, dockerfile: Dockerfile | None) -> LearnerFault:
    """A COPY found nothing: in the stage or image that its --from names, or else in the build context."""
    file = _short(file, MAX_REASON)
    instruction = dockerfile.instruction_at(line) if dockerfile else None
    if instruction is None:
        return LearnerFault(_("Line %(at)d: %(file)s was not found."), line=line, at=line, file=file)
    if sources := instruction.flags.get("from"):
        return LearnerFault(
            _("Line %(at)d: %(file)s was not found in %(source)s."),
            line=line, at=line, file=file, source=_short(sources[-1], MAX_INSTRUCTION),
        )  # fmt: skip
    return LearnerFault(
        _("Line %(at)d: %(file)s is not in the build context: no such file, or .dockerignore leaves it out."),
        line=line, at=line, file=file.removeprefix("/"),
    )  # fmt: skip


def _instruction(dockerfile: Dockerfile | None, line: int) -> str:
    found = dockerfile.instruction_at(line) if dockerfile else None
    return _short(f"{found.name} {found.value}", MAX_INSTRUCTION) if found else "RUN"


def _short(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"
