from grading.checks.build import Build
from grading.facts import BuildResult, Step
from grading.outcome import Evidence, Work
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


def test_a_hint_is_for_a_build_that_came_to_the_lab_s_own_instructions() -> None:
    done = work(an_image())
    unread, failed = (
        BuildResult(False, 1.0),
        BuildResult(False, 1.0, steps=(Step(1, "RUN make", 3, "error"),)),
    )
    looked = [
        Build().judge({}, Work(done.lab, done.dockerfile, build, None, None)).looked
        for build in (unread, failed)
    ]
    assert looked == [False, True]
