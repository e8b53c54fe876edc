"""The check of what the image says of how it is run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from grading.checks.credit import equal_parts
from grading.checks.kind import NO_IMAGE, Kind, require_truth
from grading.messages import Message
from grading.outcome import Evidence, Finding, Parameters, Work
from labs.checkkinds import CheckError
from labs.instead import instead
from labs.spec import LabSpec

SHELL = ["/bin/sh", "-c"]  # what the shell form of a CMD or ENTRYPOINT becomes


class Config(Kind):
    """The image's configuration says what was asked for; each thing asked for earns an equal part of the points.

    - `workdir`: the folder it starts in, such as `"/app"`.
    - `ports`: a list of ports that EXPOSE names, such as `[8080]` or `["53/udp"]`.
    - `env`: a table of variables and their values; `true` as a value asks only that it is set.
    - `labels`: the same of labels.
    - `volumes`: a list of folders.
    - `exec_form`: `true` asks that CMD and ENTRYPOINT are JSON lists, so that the program itself gets the signals.
    - `starts`: `true` asks for a CMD or an ENTRYPOINT of the image's own or its base's; a text, such as `"app.py"`,
      asks that one of their words ends with it.
    - `healthcheck`: `true` asks for a HEALTHCHECK.
    - `stop_signal`: such as `"SIGINT"`.

    ```toml
    [[checks]]
    kind = "config"
    points = 20
    workdir = "/app"
    ports = [8000]
    env = {PYTHONUNBUFFERED = "1", LANG = true}
    exec_form = true
    ```
    """

    keys = (
        "workdir", "ports", "env", "labels", "volumes", "exec_form", "starts", "healthcheck", "stop_signal",
    )  # fmt: skip

    def validate(self, parameters: Parameters, lab: LabSpec | None) -> None:
        if not parameters:
            raise CheckError(
                "workdir", gettext("expected at least one of %(keys)s") % {"keys": ", ".join(self.keys)}
            )
        for key, value in parameters.items():
            if key in ("workdir", "stop_signal"):
                fits = isinstance(value, str) and bool(value)
            elif key == "starts" and isinstance(value, str):
                fits = bool(value)
            elif key in ("ports", "volumes"):
                fits = isinstance(value, list | tuple) and bool(value)
                fits = fits and all(
                    _is_port(one) if key == "ports" else isinstance(one, str) for one in value
                )
            elif key in ("env", "labels"):
                fits = isinstance(value, Mapping) and bool(value)
                fits = fits and all(one is True or isinstance(one, str) for one in value.values())
            else:
                require_truth(parameters, key)
                fits = value is True
            if not fits:
                raise CheckError(key, instead(gettext(_EXPECTED[key]), value))

    def judge(self, parameters: Parameters, work: Work) -> Finding:
        if work.image is None:
            return NO_IMAGE
        config = work.image.config
        asked = [
            None if message is None else Finding(0.0, message, Evidence(line=_line(message, work)))
            for key in self.keys
            if key in parameters
            for message in _WISHES[key](parameters[key], config)
        ]
        return equal_parts(asked, Finding(1.0, Message(_("The image's configuration is as asked for."))))


Wish = Callable[[Any, Mapping[str, Any]], Iterator[Message | None]]


def _line(message: Message, work: Work) -> int | None:
    """Where the instruction that the message names stands last, if it does."""
    name = message.params.get("instruction")
    lines = [one.line for one in work.dockerfile.instructions if one.name == name]
    return lines[-1] if lines else None


def _equal(key: str, instruction: str) -> Wish:
    def wish(wanted: str, config: Mapping[str, Any]) -> Iterator[Message | None]:
        found = config.get(key) or ""
        says = {"instruction": instruction, "wanted": wanted, "found": str(found)[:200]}
        if found == wanted:
            yield None
        elif found:
            yield Message(_("%(instruction)s is %(found)s; asked for: %(wanted)s."), says)
        else:
            yield Message(_("%(instruction)s is not set; asked for: %(wanted)s."), says)

    return wish


def _listed(key: str, instruction: str, complete: Callable[[str], str] = str) -> Wish:
    def wish(wanted: list[str | int], config: Mapping[str, Any]) -> Iterator[Message | None]:
        found = config.get(key)
        for one in wanted:
            has = isinstance(found, Mapping) and complete(str(one)) in found
            says = {"instruction": instruction, "wanted": one}
            yield None if has else Message(_("%(instruction)s does not name %(wanted)s."), says)

    return wish


def _named(key: str, instruction: str) -> Wish:
    def wish(wanted: Mapping[str, str | bool], config: Mapping[str, Any]) -> Iterator[Message | None]:
        found = _table(config.get(key))
        for name, value in wanted.items():
            says = {
                "instruction": instruction,
                "name": name,
                "wanted": value,
                "found": found.get(name, "")[:200],
            }
            if name not in found:
                yield Message(_("%(instruction)s does not set %(name)s."), says)
            elif value is not True and found[name] != value:
                yield Message(_("%(instruction)s sets %(name)s to %(found)s; asked for: %(wanted)s."), says)
            else:
                yield None

    return wish


def _table(found: object) -> dict[str, str]:
    """Labels as the config has them, or its list of `NAME=value`."""
    if isinstance(found, Mapping):
        return {str(name): str(value) for name, value in found.items()}
    pairs = (str(one).partition("=") for one in found) if isinstance(found, list) else ()
    return {name: value for name, _equals, value in pairs}


def _exec_form(_wanted: bool, config: Mapping[str, Any]) -> Iterator[Message | None]:
    for key, instruction in (("Entrypoint", "ENTRYPOINT"), ("Cmd", "CMD")):
        found = config.get(key)
        if isinstance(found, list) and found[:2] == SHELL:
            text = _('%(instruction)s runs a shell: write it as a JSON list, such as ["python", "app.py"].')
            yield Message(text, {"instruction": instruction})
            return
    yield None


def _starts(wanted: str | bool, config: Mapping[str, Any]) -> Iterator[Message | None]:
    words = [*_words(config.get("Entrypoint")), *_words(config.get("Cmd"))]
    says = {"instruction": "CMD"}
    if not words:
        yield Message(_("The image does not say what it runs: it has no CMD or ENTRYPOINT."), says)
    elif isinstance(wanted, str) and not any(word.endswith(wanted) for word in words):
        found = " ".join(words)[:200]
        yield Message(
            _("What the image starts is %(found)s; asked for: %(wanted)s."),
            says | {"found": found, "wanted": wanted},
        )
    else:
        yield None


def _words(found: object) -> list[str]:
    return [str(word) for word in found] if isinstance(found, list) else []


def _healthcheck(_wanted: bool, config: Mapping[str, Any]) -> Iterator[Message | None]:
    test = _table_of(config.get("Healthcheck")).get("Test")
    has = isinstance(test, list) and bool(test) and test != ["NONE"]
    yield None if has else Message(_("The image has no HEALTHCHECK."), {"instruction": "HEALTHCHECK"})


def _table_of(found: object) -> Mapping[str, Any]:
    return found if isinstance(found, Mapping) else {}


def _is_port(written: object) -> bool:
    """Whether an EXPOSE can name it: else nobody could earn the points."""
    if type(written) is int:
        return 0 < written < 1 << 16
    found = (
        re.fullmatch(r"([1-9][0-9]{0,4})(/(tcp|udp|sctp))?", written) if isinstance(written, str) else None
    )
    return found is not None and _is_port(int(found[1]))


def _port(written: str) -> str:
    return written if "/" in written else f"{written}/tcp"


_WISHES: dict[str, Wish] = {
    "workdir": _equal("WorkingDir", "WORKDIR"),
    "ports": _listed("ExposedPorts", "EXPOSE", _port),
    "env": _named("Env", "ENV"),
    "labels": _named("Labels", "LABEL"),
    "volumes": _listed("Volumes", "VOLUME"),
    "exec_form": _exec_form,
    "starts": _starts,
    "healthcheck": _healthcheck,
    "stop_signal": _equal("StopSignal", "STOPSIGNAL"),
}
_EXPECTED = {
    "workdir": _("expected a folder"),
    "stop_signal": _("expected a signal"),
    "ports": _('expected a list of ports from 1 to 65535, such as 8080 or "53/udp"'),
    "volumes": _("expected a list of texts"),
    "env": _("expected a table of texts or true"),
    "labels": _("expected a table of texts or true"),
    "exec_form": _("expected true"),
    "starts": _("expected true or a text"),
    "healthcheck": _("expected true"),
}
