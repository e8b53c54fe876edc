"""The worker's side: has one submission built and its image read, by the keeper."""

from __future__ import annotations

import socket
from dataclasses import asdict
from typing import Any

from django.conf import settings

from grading.built import Built
from grading.faults import EngineDown, PlatformFault
from grading.job import Job
from grading.keeper import wire
from grading.validation import ValidSubmission

CONNECT_SECONDS = 5
SPARE_SECONDS = 120  # beyond the lab's own: the daemon's start, and its last words


def build_and_read(job: Job, valid: ValidSubmission) -> Built:
    """As grading.isolated says. Raises EngineDown when no keeper answers, PlatformFault when it went away."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(CONNECT_SECONDS)
        try:
            connection.connect(settings.KEEPER)
        except OSError as error:
            raise EngineDown("The engine's keeper does not answer: %(reason)s", reason=str(error)) from error
        connection.settimeout(job.lab.limits.seconds + SPARE_SECONDS)
        question = {
            "lab": asdict(job.lab),
            "files": dict(valid.sent),
            "commands": job.commands,
            "owner": job.owner,
        }
        try:
            connection.sendall(wire.line(question))
            answer = _listen(connection, job)
        except (OSError, ValueError) as error:
            raise EngineDown("The engine's keeper went away: %(reason)s", reason=str(error)) from error
    if not answer:
        raise EngineDown("The engine's keeper went away: %(reason)s", reason="it said nothing more")
    for name, seconds in answer["timings"].items():
        job.timings[name] = job.timings.get(name, 0.0) + seconds
    if "fault" in answer:
        raise wire.fault_from(answer["fault"])
    if "build" not in answer:
        raise PlatformFault("The engine's keeper gave no result.")
    return Built.from_json(answer)


def _listen(connection: socket.socket, job: Job) -> dict[str, Any]:
    """Publish what is said on the way; return what was said last."""
    with connection.makefile("rb") as words:
        while said := wire.heard(words.readline(wire.MAX_LINE)):
            if "event" not in said:
                return said
            job.publish(said["event"])
    return {}
