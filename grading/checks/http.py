"""The check of a server in the image."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from grading.checks import starting
from grading.checks.credit import equal_parts
from grading.checks.kind import NO_IMAGE, Kind
from grading.checks.replies import judge_reply, request, validate_request
from grading.checks.texts import end_of
from grading.messages import Message
from grading.notstarted import explained
from grading.outcome import Evidence, Finding, Parameters, Work
from grading.probes import Answer, Probe
from grading.probes.service import Service
from labs.checkkinds import CheckError
from labs.instead import instead
from labs.spec import LabSpec

OPENS = 10
MAX_REQUESTS = 20
KILLED = 137  # also what comes of STOPSIGNAL SIGKILL
TAKEN = (3128,)  # the way to packages listens there


class Http(Kind):
    """A server in the image opens its port, answers requests, turns healthy, and stops when it is asked to.

    A container runs the image's own command, and nothing earns anything unless the port opens on all addresses: what
    listens on 127.0.0.1 alone could not be reached from outside its container. That, the status of each answer
    and each thing asked for in it, `healthy` and `stops` earn an equal part of the points.

    - `port`: where it listens.
    - `seconds`: how long it may take until the port is open, 10 unless given.
    - `requests`: a list of at most 20 requests, made one after the other, each a table with
        - `path`, such as `"/"`, and if need be `method` (`"GET"`), `headers` (a table) and `body` (a text);
        - `status`: the answer's, 200 unless given. Redirects are not followed;
        - `says`: the body is exactly this text, but for blanks at its beginning and its end;
        - `contains`: a text, or a list of texts, each a part of its own;
        - `matching`: a regular expression that it holds somewhere;
        - `has`: a table of headers of the answer, and a text that each must hold, or `true`.

      Each is answered within 5 s, or the rest is not asked. Of a body the first 8192 characters are looked at; an
      answer of more than 1 MiB is none.
    - `healthy`: the image's HEALTHCHECK succeeds within so many seconds from when the port is open. It is run four
      times a second, whatever its `--interval` says.
    - `stops`: it ends within so many seconds from the image's STOPSIGNAL, or SIGTERM, as in `docker stop`.
    - `arguments`: a list of words in place of CMD, as after the image's name in `docker run`.
    - `user`, `workdir`, `env` (a table): other than the image says.
    - `read_only`: `true` to let it write nothing, but in the folders of `writable`, a list such as `["/tmp"]`.

    The container has no network but a loopback, on which port 3128 is taken.

    ```toml
    [[checks]]
    kind = "http"
    points = 40
    port = 8000
    requests = [
        {path = "/", contains = "Bonjour", has = {Content-Type = "text/html"}},
        {path = "/missing", status = 404},
    ]
    healthy = 5
    stops = 3
    ```
    """

    keys = ("port", "seconds", "requests", "healthy", "stops", *starting.KEYS)
    asks = "a container"

    def validate(self, parameters: Parameters, lab: LabSpec | None) -> None:
        starting.validate_start(parameters)
        port = parameters.get("port")
        if isinstance(port, bool) or not isinstance(port, int) or not 0 < port < 1 << 16 or port in TAKEN:
            raise CheckError(
                "port",
                instead(
                    gettext("expected a port from 1 to 65535, but not %(taken)s") % {"taken": TAKEN[0]}, port
                ),
            )
        for key in ("seconds", "healthy", "stops"):
            starting.seconds(parameters, key, 1, lab)
        requests = parameters.get("requests", [])
        if not isinstance(requests, list | tuple) or len(requests) > MAX_REQUESTS:
            raise CheckError(
                "requests", gettext("expected a list of at most %(count)s requests") % {"count": MAX_REQUESTS}
            )
        for number, wanted in enumerate(requests):
            validate_request(wanted, f"requests[{number}]")

    def probes(self, parameters: Parameters) -> tuple[Probe, ...]:
        return (_probe(parameters),)

    def judge(self, parameters: Parameters, work: Work) -> Finding:
        if work.image is None:
            return NO_IMAGE
        answer = work.answer(_probe(parameters))
        port = parameters["port"]
        starts = starting.own_command(work)
        if not answer.get("opened"):
            return Finding(0.0, _not_open(parameters, answer), starts)
        parts: list[tuple[Message | None, Evidence]] = [(None, starts)]
        for number, wanted in enumerate(parameters.get("requests", ())):
            reply = answer["replies"][number] if number < len(answer["replies"]) else None
            parts += [(part, Evidence()) for part in judge_reply(wanted, reply)]
        parts += [(part, _line(work, "HEALTHCHECK")) for part in _health(parameters, answer)]
        parts += [(part, starts) for part in _stop(parameters, answer)]
        asked = [None if message is None else Finding(0.0, message, evidence) for message, evidence in parts]
        text = _("The server on port %(port)s does what was asked for.")
        well = Finding(1.0, Message(text, {"port": port}), starts)
        return equal_parts(asked, well, told=1)  # what went wrong first is often why the rest did


def _probe(parameters: Parameters) -> Service:
    return Service(
        starting.start(parameters),
        parameters["port"],
        starting.seconds(parameters, "seconds", OPENS),
        tuple(request(wanted) for wanted in parameters.get("requests", ())),
        *(float(parameters[key]) if key in parameters else None for key in ("healthy", "stops")),
    )


def _not_open(parameters: Parameters, answer: Answer) -> Message:
    if "not_started" in answer:
        reason = explained(answer["not_started"])
        return Message(_("The container does not start: %(reason)s"), {"reason": reason})
    says: dict[str, Any] = {
        "port": parameters["port"],
        "seconds": parameters.get("seconds", OPENS),
        "code": answer["exit_code"],
        "found": end_of(answer["output"]),
    }
    if answer["flooded"]:
        text = _(
            "Before port %(port)s was open the container printed so much that it was stopped. "
            "The end of it: %(found)s"
        )
    elif answer["only_here"]:
        text = _(
            "The server listens on port %(port)s of 127.0.0.1 only, where nobody outside its container could "
            "reach it: let it listen on 0.0.0.0."
        )
    elif answer["exit_code"] is not None:
        text = _(
            "The container ended with exit code %(code)s before port %(port)s was open. "
            "What it printed ends with: %(found)s"
        )
    else:
        text = _(
            "Port %(port)s was not open after %(seconds)s s. What the container printed ends with: %(found)s"
        )
    return Message(text, says)


def _health(parameters: Parameters, answer: Answer) -> Iterator[Message | None]:
    if "healthy" not in parameters:
        return
    found: Mapping[str, str] = answer["health"]
    says = {"seconds": parameters["healthy"], "status": found["status"], "found": end_of(found["output"])}
    if found["status"] == "healthy":
        yield None
    elif found["status"] in ("", "none"):
        yield Message(_("The image has no HEALTHCHECK."))
    else:
        text = _(
            "After %(seconds)s s the health check still says %(status)s. What it printed ends with: %(found)s"
        )
        yield Message(text, says)


def _stop(parameters: Parameters, answer: Answer) -> Iterator[Message | None]:
    if "stops" not in parameters:
        return
    found = answer["stop"]
    text = _(
        "The container did not end within %(seconds)s s of %(signal)s and was killed. Its first process gets the "
        "signal: that must be the server itself (CMD as a JSON list), and it must end on it."
    )
    killed = Message(text, {"seconds": parameters["stops"], "signal": found["signal"]})
    yield killed if found["took"] is None or found["exit_code"] == KILLED else None


def _line(work: Work, name: str) -> Evidence:
    return Evidence(
        line=max((one.line for one in work.dockerfile.instructions if one.name == name), default=None)
    )
