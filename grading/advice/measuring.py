"""A rewritten Dockerfile, built in the daemon of the submission: what it really brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from grading import base_images, checks, image, probes
from grading.advice.source import Rewritten
from grading.build.again import again
from grading.dockerfile import parse_dockerfile
from grading.facts import BuildResult, ImageFacts
from grading.faults import LabFault
from grading.outcome import Unanswered, Work
from grading.probes import Answers, Live, Probe
from grading.probes.command import CommandRun
from grading.probes.file_text import FileText
from grading.probes.rebuild import Rebuild
from grading.probes.service import Service
from labs.spec import CheckSpec, LabSpec

LEAST_SAVED = 100_000  # bytes: less is not worth a word
LEAST_PART_SAVED = 0.05  # of the image's own layers
LEAST_SECONDS = 0.3
LEAST_PART_FASTER = 0.3
ALMOST_NOTHING = 0.01  # of a check's points: a small file that is copied twice costs as little

_RUNS = (CommandRun, Service)  # the probes that start a container of the image

Params = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """A graded submission whose daemon lives, what its probes answered, and the check that lost points."""

    live: Live
    answers: Answers
    check: CheckSpec


def smaller(case: Case, rewritten: Rewritten) -> Params | None:
    """How many bytes the layers above the base image have with the rewritten file; None unless it is worth a word and
    costs no points elsewhere. Raises LimitReached, and PlatformFault when the daemon is gone.
    """
    return _smaller(case, rewritten, ())


def smaller_and_alive(case: Case, rewritten: Rewritten) -> Params | None:
    """The same, of a rewrite that may leave out what the program needs: a lab that `starts_it` must be as content."""
    asked = [probe for probe in checks.probes(case.live.lab.checks) if isinstance(probe, (*_RUNS, FileText))]
    return _smaller(case, rewritten, asked)


def starts_it(lab: LabSpec) -> bool:
    """Whether a check of the lab starts a container of the image: or else nobody could say whether it still works."""
    return any(isinstance(probe, _RUNS) for probe in checks.probes(lab.checks))


def _smaller(case: Case, rewritten: Rewritten, asked: Sequence[Probe]) -> Params | None:
    live = _with(rewritten, case.live)
    result = again(live)
    facts = _facts(live, result)
    if facts is None or case.live.image is None:
        return None
    before, after = case.live.image.own_size, facts.own_size
    if before - after < max(LEAST_SAVED, LEAST_PART_SAVED * before):
        return None
    answers = probes.ask_all(asked, replace(live, build=result, image=facts))
    return (
        None
        if _costs_points(case, live, result, facts, answers)
        else {"before_bytes": before, "after_bytes": after}
    )


def faster(case: Case, rewritten: Rewritten) -> Params | None:
    """The same of the seconds of the rebuild that the check `cache` asks for."""
    probe = next(probe for probe in checks.probes([case.check]) if isinstance(probe, Rebuild))
    before = case.answers[probe.key]
    if not before.get("ok"):
        return None
    live = _with(rewritten, case.live)
    result = again(live)
    facts = _facts(live, result)
    if facts is None:
        return None
    after = probe.ask(live)
    saved = before["seconds"] - after["seconds"]
    if not after["ok"] or saved < max(LEAST_SECONDS, LEAST_PART_FASTER * before["seconds"]):
        return None
    if _costs_points(case, live, result, facts, {probe.key: after}):
        return None
    return {"before": round(before["seconds"], 1), "after": round(after["seconds"], 1)}


def _with(rewritten: Rewritten, live: Live) -> Live:
    valid, request = live.valid, live.valid.last_build
    files = {**valid.files, rewritten.path or request.dockerfile: rewritten.text}
    read = parse_dockerfile(files[request.dockerfile], request.build_args)
    dockerfiles = {**valid.dockerfiles, request.dockerfile: read}
    return replace(live, valid=replace(valid, files=files, dockerfiles=dockerfiles))


def _facts(live: Live, result: BuildResult) -> ImageFacts | None:
    if result.image_id is None:
        return None
    return image.read(live.daemon, result, live.valid.dockerfile, base_images.available())


def _costs_points(case: Case, live: Live, result: BuildResult, facts: ImageFacts, answers: Answers) -> bool:
    """Whether a check of the lab would give less; one that wants to know more than is known here is left out."""
    tags = case.live.image.tags if case.live.image else ()
    result = replace(result, tags=dict.fromkeys(tags, facts.id))
    new = _work(live, result, replace(facts, tags=tags), answers)
    old = _work(case.live, case.live.build, case.live.image, case.answers)
    for check in live.lab.checks:
        try:
            if checks.run(check, new).fraction < checks.run(check, old).fraction - ALMOST_NOTHING:
                return True
        except (LabFault, Unanswered):
            continue
    return False


def _work(live: Live, result: BuildResult, facts: ImageFacts | None, answers: Answers) -> Work:
    valid = live.valid
    return Work(live.lab, valid.dockerfile, result, facts, None, valid.target, valid.files, answers)
