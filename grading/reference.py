"""A lab's reference solution, measured on this installation: what "1.1x" is 1.1 times of."""

from __future__ import annotations

import hashlib
import json
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from grading import base_images
from grading.daemon import owners
from grading.facts import VERSION, ImageFacts
from grading.faults import LabFault, LimitReached
from grading.isolated import build_and_read
from grading.job import Job
from grading.validation import Invalid, validate
from labs.spec import LabSpec


def facts_of(lab: LabSpec, owner: str) -> ImageFacts:
    """Facts of the image that the lab's solution makes here; built once for each solution and set of base images.

    Raises LabFault when there is no solution or it does not build.
    """
    measured = known(lab)
    if measured is not None:
        return measured
    facts, path = _measure(lab, owner), _path(lab)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{owners.new_name()}")  # by which a dead one's is known
    unfinished.write_text(json.dumps(facts.as_json()))
    unfinished.replace(path)
    return facts


def known(lab: LabSpec) -> ImageFacts | None:
    """The same where it was measured already, else None: for who cannot build."""
    path = _path(lab)
    return ImageFacts.from_json(json.loads(path.read_text())) if path.exists() else None


def _path(lab: LabSpec) -> Path:
    available = base_images.available()
    inputs = {
        "version": VERSION,
        "files": dict(lab.starter) | dict(lab.solution),
        "commands": lab.solution_commands,
        "bases": {name: available[name].diff_ids for name in lab.base_images if name in available},
    }
    fingerprint = hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()
    return Path(settings.STATE_DIR) / "engine" / "references" / f"{fingerprint}.json"


def _measure(lab: LabSpec, owner: str) -> ImageFacts:
    if not lab.solution:
        raise LabFault("The lab %(lab)s has no solution to measure against.", lab=lab.slug)
    try:
        commands = lab.solution_commands or lab.commands
        valid = validate(lab, lab.solution, commands)
        with ExitStack() as life:
            # Its image is all that is asked for here.
            job = Job(replace(lab, checks=()), lab.solution, commands, f"{owner}-reference", life)
            built = build_and_read(job, valid)
    except Invalid as invalid:
        reason = str(invalid.faults[0])
    except LimitReached as reached:
        reason = str(reached)
    else:
        if built.image is not None:
            return built.image
        reason = str(built.build.error)
    raise LabFault("The solution of the lab %(lab)s does not build: %(reason)s", lab=lab.slug, reason=reason)
