from __future__ import annotations

from grading.notstarted import explained

RUNTIME = "unable to start container process: "


def test_a_program_that_is_not_found_may_only_lack_the_right_to_be_executed() -> None:
    said = str(explained(f'{RUNTIME}exec: "maree": executable file not found in $PATH: unknown'))
    assert "no folder of PATH has a program called maree" in said
    assert "--chmod=755" in said


def test_a_program_without_that_right_is_named() -> None:
    assert str(explained(f'{RUNTIME}exec: "/app/go.sh": permission denied: unknown')).startswith("/app/go.sh")


def test_other_reasons_stay_as_they_are() -> None:
    assert explained("unable to find user nobody") == "unable to find user nobody"
