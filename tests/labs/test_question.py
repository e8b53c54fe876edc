from __future__ import annotations

import pytest

from labs.question import Choice, NoAnswerError, Question, QuestionKind, is_right, read_given

CHOICES = (Choice("a", right=True), Choice("b"), Choice("c", right=True))
ONE = Question("q", QuestionKind.ONE, "?", choices=CHOICES[:2])
SEVERAL = Question("q", QuestionKind.SEVERAL, "?", choices=CHOICES)
NUMBER = Question("q", QuestionKind.NUMBER, "?", number=128.5, tolerance=1.0, unit="Mo")
TEXT = Question("q", QuestionKind.TEXT, "?", accept=("docker history",))


@pytest.mark.parametrize(
    ("question", "values", "right"),
    [
        (ONE, ["0"], True),
        (ONE, ["1"], False),
        (SEVERAL, ["0", "2"], True),
        (SEVERAL, ["0"], False),
        (SEVERAL, ["0", "1", "2"], False),
        (NUMBER, ["128,5"], True),
        (NUMBER, ["129.5"], True),
        (NUMBER, ["129,6"], False),
        (NUMBER, [" 1 28 Mo "], True),
        (NUMBER, ["128\u202f,5 mo"], True),
        (TEXT, ["  Docker   HISTORY "], True),
        (TEXT, ["docker log"], False),
    ],
)
def test_what_is_right(question: Question, values: list[str], right: bool) -> None:
    assert is_right(question, read_given(question, values)) is right


@pytest.mark.parametrize(
    ("question", "values"),
    [
        (ONE, []),
        (ONE, ["7"]),
        (ONE, ["0", "1"]),
        (SEVERAL, ["x"]),
        (NUMBER, []),
        (NUMBER, ["many"]),
        (NUMBER, ["nan"]),
        (NUMBER, ["1e999"]),
        (NUMBER, ["9" * 400]),
        (TEXT, ["   "]),
    ],
)
def test_what_is_no_answer(question: Question, values: list[str]) -> None:
    with pytest.raises(NoAnswerError):
        read_given(question, values)


def test_choices_may_change_places() -> None:
    given = read_given(ONE, ["0"])
    turned = Question("q", QuestionKind.ONE, "?", choices=CHOICES[1::-1])
    assert is_right(turned, given)


def test_a_long_text_is_cut() -> None:
    assert len(read_given(TEXT, ["x" * 100_000])[0]) == 200
