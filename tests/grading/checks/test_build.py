from dataclasses import replace

import pytest

from grading.checks.build import Build
from grading.facts import BuildResult, Step
from grading.outcome import Evidence, Work
from labs.spec import RegistrySpec
from tests.grading.checks.work import an_image, work
from tests.grading.said import said


def test_commands_that_succeed_earn_all_points() -> None:
    assert Build().judge({}, work(an_image())).fraction == 1


def test_a_failure_says_its_error_and_line() -> None:
    finding = Build().judge({}, work(None))
    assert finding.fraction == 0
    assert said(finding.message) == "Line 7 failed with exit code 2."
    assert finding.evidence == Evidence(line=7)


def test_a_failure_without_an_error_points_to_the_log() -> None:
    done = work(an_image())
    failed = Work(done.lab, done.dockerfile, BuildResult(False, 1.0), None, None)
    assert "the end of its log" in said(Build().judge({}, failed).message)


STEPS = (Step(1, "RUN make", 3, "done"),)
REGISTRY = RegistrySpec("ada", "password.txt")


@pytest.mark.parametrize(
    ("build", "registry", "helps"),
    [
        (BuildResult(False, 1.0), None, False),  # the Dockerfile could not be read
        (BuildResult(False, 1.0, error_line=3, steps=STEPS), None, True),
        (
            BuildResult(False, 1.0, failed_command=2, steps=STEPS),
            None,
            False,
        ),  # a docker tag of a mistyped name
        (BuildResult(False, 1.0, failed_command=2, steps=STEPS), REGISTRY, True),
    ],
)
def test_the_hint_is_for_a_failure_at_what_the_lab_is_about(
    build: BuildResult, registry: RegistrySpec | None, helps: bool
) -> None:
    done = work(an_image())
    lab = replace(done.lab, registry=registry)
    assert Build().judge({}, Work(lab, done.dockerfile, build, None, None)).looked == helps
