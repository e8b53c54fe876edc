"""The check of what a command does in a container of the image."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from grading.checks import starting
from grading.checks.credit import equal_parts
from grading.checks.kind import NO_IMAGE, Kind
from grading.checks.texts import end_of, judge_texts, validate_texts
from grading.messages import Message
from grading.notstarted import explained
from grading.outcome import Evidence, Finding, Parameters, Work
from grading.probes import Answer, Probe
from grading.probes.command import CommandRun
from labs.checkkinds import CheckError
from labs.instead import instead
from labs.spec import LabSpec

SECONDS = 10
STREAMS = ("stdout", "stderr", "output")
MAX_STDIN = 64 << 10
SHOWN = 80  # characters of a command


class Command(Kind):
    """A container of the image does what was asked for. It has no network.

    The exit code, and each thing asked for in what it prints, earn an equal part of the points. One that cannot be
    started, or prints more than 1 MiB, earns nothing.

    - `run`: the command as a list of words, such as `["python", "-c", "import flask"]`, in place of the image's
      ENTRYPOINT and CMD. Nothing is given to a shell, but you may name one: `["sh", "-c", "ls | wc -l"]`.
    - `arguments`: a list of words in place of CMD alone, as after the image's name in `docker run`. Without both, the
      image's own command is run.
    - `exit_code`: 0 unless given.
    - `prints`: exactly this text, but for blanks at its beginning and its end.
    - `contains`: a text, or a list of texts, each a part of its own.
    - `matching`: a regular expression that it holds somewhere.
    - `stream`: where those three look: `"stdout"` (the default), `"stderr"`, or `"output"` for both. Of much output
      the first 8 and the last 24 KiB are looked at, without colours and control codes.
    - `seconds`: how long it may take, 10 unless given; then it is stopped, and its exit code earns nothing.
    - `stdin`: a text that it can read.
    - `user`, `workdir`, `env` (a table): other than the image says.
    - `read_only`: `true` to let it write nothing, but in the folders of `writable`, a list such as `["/tmp"]`.

    ```toml
    [[checks]]
    kind = "command"
    points = 20
    run = ["id", "-u"]
    matching = "^[1-9]"
    read_only = true
    ```
    """

    keys = (
        "run", "exit_code", "prints", "contains", "matching", "stream", "seconds", "stdin", *starting.KEYS,
    )  # fmt: skip
    asks = "a container"

    def validate(self, parameters: Parameters, lab: LabSpec | None) -> None:
        starting.validate_start(parameters)
        if starting.words(parameters, "run") is not None and "arguments" in parameters:
            raise CheckError("arguments", gettext("expected run or arguments, not both"))
        starting.seconds(parameters, "seconds", SECONDS, lab)
        validate_texts(parameters, "prints")
        code = parameters.get("exit_code", 0)
        if isinstance(code, bool) or not isinstance(code, int) or not 0 <= code <= 255:
            raise CheckError("exit_code", instead(gettext("expected a whole number from 0 to 255"), code))
        if parameters.get("stream", "stdout") not in STREAMS:
            raise CheckError(
                "stream",
                instead(
                    gettext("expected one of %(known)s") % {"known": ", ".join(STREAMS)}, parameters["stream"]
                ),
            )
        stdin = parameters.get("stdin", "")
        if not isinstance(stdin, str) or len(stdin.encode()) > MAX_STDIN:
            raise CheckError(
                "stdin", gettext("expected a text of %(count)s bytes at most") % {"count": MAX_STDIN}
            )

    def probes(self, parameters: Parameters) -> tuple[Probe, ...]:
        return (_probe(parameters),)

    def judge(self, parameters: Parameters, work: Work) -> Finding:
        if work.image is None:
            return NO_IMAGE
        answer = work.answer(_probe(parameters))
        of = _shown(parameters)
        evidence = Evidence() if "run" in parameters else starting.own_command(work)
        if "not_started" in answer:
            says = {"of": of, "reason": explained(answer["not_started"])}
            return Finding(0.0, Message(_("%(of)s does not start: %(reason)s"), says), evidence)
        if answer["stopped"] == "output":
            says = {"of": of, "found": end_of(answer["output"])}
            text = _("%(of)s printed so much that it was stopped. The end of it: %(found)s")
            return Finding(0.0, Message(text, says), evidence)
        found = answer[parameters.get("stream", "stdout")]
        parts = [*_ending(parameters, answer, of), *judge_texts(parameters, "prints", found, of)]
        asked = [None if part is None else Finding(0.0, part, evidence) for part in parts]
        well = Finding(1.0, Message(_("%(of)s does what was asked for."), {"of": of}), evidence)
        return equal_parts(asked, well, told=1)  # what went wrong first is often why the rest did


def _probe(parameters: Parameters) -> CommandRun:
    return CommandRun(
        starting.start(parameters),
        parameters.get("stdin", ""),
        starting.seconds(parameters, "seconds", SECONDS),
    )


def _shown(parameters: Parameters) -> str:
    words = parameters.get("run") or ["docker", "run", *parameters.get("arguments", ())]
    line = " ".join(shlex.join(words).split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"


def _ending(parameters: Parameters, answer: Answer, of: str) -> Iterator[Message | None]:
    wanted = parameters.get("exit_code", 0)
    says = {"of": of, "wanted": wanted, "code": answer["exit_code"], "found": end_of(answer["output"])}
    if answer["stopped"]:
        says["seconds"] = parameters.get("seconds", SECONDS)
        text = _(
            "%(of)s did not end within %(seconds)s s and was stopped. What it printed ends with: %(found)s"
        )
        yield Message(text, says)
    elif answer["exit_code"] != wanted:
        text = _(
            "%(of)s ended with exit code %(code)s; asked for: %(wanted)s. What it printed ends with: %(found)s"
        )
        yield Message(text, says)
    else:
        yield None
