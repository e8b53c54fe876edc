"""The worker's side: has one submission built and its image read, by the keeper."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import partial
from typing import Any

from django.conf import settings

from grading.built import Built
from grading.faults import EngineDown, PlatformFault
from grading.job import Job
from grading.keeper import wire
from grading.outcome import Advice, Advised
from grading.stages import Publish, silent
from grading.validation import ValidSubmission

CONNECT_SECONDS = 5
LAST_SECONDS = 5  # beyond those for advice
SPARE_SECONDS = 120  # beyond the lab's own: the daemon's start, and its last words


def build_and_read(job: Job, valid: ValidSubmission) -> Built:
    """As grading.isolated says. Raises EngineDown when no keeper answers, PlatformFault when it went away."""
    connection = job.life.enter_context(_connection())
    question = {
        "lab": asdict(job.lab),
        "files": dict(valid.sent),
        "commands": job.commands,
        "owner": job.owner,
    }
    answer = _ask(connection, question, job.lab.limits.seconds + SPARE_SECONDS, job.publish)
    for name, seconds in answer["timings"].items():
        job.timings[name] = job.timings.get(name, 0.0) + seconds
    if "fault" in answer:
        raise wire.fault_from(answer["fault"])
    if "build" not in answer:
        raise PlatformFault("The engine's keeper gave no result.")
    if answer["image"]:
        job.afterwards.append(partial(_advise, connection))
    return Built.from_json(answer)


def _advise(connection: socket.socket, lost: Sequence[int], seconds: float) -> Advised:
    question = {"lost": list(lost), "seconds": seconds}
    answer = _ask(connection, question, seconds + LAST_SECONDS, silent)
    return Advised([Advice.from_json(one) for one in answer["advice"]], answer["tried"])


@contextmanager
def _connection() -> Iterator[socket.socket]:
    """One to the keeper, which ends what it does when this does."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(CONNECT_SECONDS)
        try:
            connection.connect(settings.KEEPER)
        except OSError as error:
            raise EngineDown("The engine's keeper does not answer: %(reason)s", reason=str(error)) from error
        try:
            yield connection
        finally:
            with suppress(OSError):  # whoever still listens in another thread hears the end
                connection.shutdown(socket.SHUT_RDWR)


def _ask(
    connection: socket.socket, question: Mapping[str, Any], seconds: float, publish: Publish
) -> dict[str, Any]:
    """Publish what is said on the way; return the answer, which is what is said last."""
    connection.settimeout(seconds)
    try:
        connection.sendall(wire.line(question))
        with connection.makefile("rb") as words:
            while said := wire.heard(words.readline(wire.MAX_LINE)):
                if "event" not in said:
                    return said
                publish(said["event"])
    except (OSError, ValueError) as error:
        raise EngineDown("The engine's keeper went away: %(reason)s", reason=str(error)) from error
    raise EngineDown("The engine's keeper went away: %(reason)s", reason="it said nothing more")
