"""A lab tried on this installation: its solution and its mistakes graded, beside what its folder expects of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from grading.job import Job
from grading.models import State
from grading.pipeline import judge
from grading.verdict import Verdict
from labs.checkkinds import CheckKind
from labs.content import Expectation, read_lab, read_mistakes
from labs.spec import LabSpec

SOLUTION = "solution"


@dataclass(frozen=True)
class Tried:
    """One submission of a lab's folder: `problems` say where it did not become what was expected."""

    name: str
    verdict: Verdict
    problems: tuple[str, ...]


def tries(folder: Path) -> Iterator[Tried]:
    """Grade the solution, then each mistake. Raises ContentError for a wrong folder, PlatformFault when we failed."""
    lab = read_lab(folder)
    solved = _judged(lab, lab.solution, lab.solution_commands or lab.commands)
    yield Tried(SOLUTION, solved, tuple(_solution_problems(lab, solved)))
    for mistake in read_mistakes(folder):
        verdict = _judged(lab, mistake.files, mistake.commands)
        yield Tried(mistake.name, verdict, tuple(_mistake_problems(mistake.expect, verdict)))


def never_failed(lab: LabSpec, tried: Sequence[Tried]) -> list[int]:
    """The positions of the checks that no mistake fails: nothing shows that they can fail.

    A build that failed fails every check of an image, so only `build` is shown by it.
    """
    verdicts = [one.verdict for one in tried if one.name != SOLUTION and one.verdict.status == State.GRADED]

    def fails(verdict: Verdict, index: int) -> bool:
        told = lab.checks[index].kind == CheckKind.BUILD or verdict.image is not None
        return told and not verdict.outcomes[index].passed

    return [index for index in range(len(lab.checks)) if not any(fails(one, index) for one in verdicts)]


def _judged(lab: LabSpec, files: Mapping[str, str], commands: str) -> Verdict:
    with ExitStack() as life:
        return judge(Job(lab, files, commands, f"trial of {lab.slug}", life))


def _solution_problems(lab: LabSpec, verdict: Verdict) -> Iterator[str]:
    if verdict.status != State.GRADED or verdict.score < lab.max_score:
        yield f"expected all {lab.max_score:g} points, found {verdict.status} with {verdict.score:g}"
        yield from _reasons(verdict)


def _mistake_problems(expect: Expectation, verdict: Verdict) -> Iterator[str]:
    differences: list[tuple[str, object, object]] = [
        ("status", expect.status, str(verdict.status)),
        ("score", f"{expect.score:g}", f"{verdict.score:g}"),
    ]
    if expect.fault is not None:
        differences.append(("fault", expect.fault, verdict.fault))
    if expect.failed is not None:
        failed = {outcome.kind for outcome in verdict.outcomes if not outcome.passed}
        differences.append(("failed", sorted(set(expect.failed)), sorted(failed)))
    wrong = [f"{key}: expected {wanted}, found {got}" for key, wanted, got in differences if wanted != got]
    yield from wrong
    if wrong:
        yield from _reasons(verdict)


def _reasons(verdict: Verdict) -> Iterator[str]:
    if verdict.error is not None and not verdict.outcomes:
        yield str(verdict.error)
    for outcome in verdict.outcomes:
        if not outcome.passed:
            yield f"{outcome.kind}: {outcome.points:g} of {outcome.max_points:g}: {outcome.message}"
