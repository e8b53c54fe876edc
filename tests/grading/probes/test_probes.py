"""How probes are asked, whatever they ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import cast

import pytest

from grading.faults import LimitReached, PlatformFault
from grading.outcome import Unanswered, Work
from grading.probes import Answer, Live, Probe, ask_all
from grading.stages import silent
from tests.grading.checks.work import an_image, work

asked: list[str] = []


@dataclass(frozen=True)
class Question(Probe):
    name: str

    def ask(self, live: Live) -> Answer:
        asked.append(self.name)
        return CALLS[self.name]()


def fail(error: Exception) -> Callable[[], Answer]:
    def call() -> Answer:
        raise error

    return call


CALLS: dict[str, Callable[[], Answer]] = {
    "good": lambda: {"found": 1},
    "crash": fail(ZeroDivisionError()),
    "ours": fail(PlatformFault("The socket %(name)s is away.", name="x")),
    "limit": fail(LimitReached("Too long.", limit="seconds")),
}


def live(alive: bool = True) -> Live:
    asked.clear()
    return cast(Live, SimpleNamespace(daemon=SimpleNamespace(alive=alive), publish=silent))


def answered(answers: dict[str, Answer]) -> Work:
    return replace(work(an_image()), answers=answers)


def test_equal_questions_are_asked_once() -> None:
    answers = ask_all([Question("good"), Question("good")], live())
    assert answers == {Question("good").key: {"found": 1}}
    assert asked == ["good"]


@pytest.mark.parametrize("name", ["crash", "ours"])
def test_one_that_fails_on_our_side_is_asked_again_and_takes_no_other_with_it(name: str) -> None:
    answers = ask_all([Question(name), Question("good")], live())
    assert asked == [name, name, "good"]
    assert answers[Question("good").key] == {"found": 1}
    with pytest.raises(PlatformFault):
        answered(answers).answer(Question(name))


def test_a_daemon_that_is_gone_ends_the_asking() -> None:
    with pytest.raises(PlatformFault, match="The socket x is away"):
        ask_all([Question("ours")], live(alive=False))


def test_a_limit_ends_the_asking() -> None:
    with pytest.raises(LimitReached):
        ask_all([Question("limit"), Question("good")], live())
    assert asked == ["limit"]


def test_what_was_never_asked_is_said() -> None:
    with pytest.raises(Unanswered):
        answered({}).answer(Question("good"))
