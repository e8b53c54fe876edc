from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.linediff import CONTEXT, MAX_AROUND, MAX_CHANGED, MAX_LINES, Line, Row, TooLong, side_by_side


def test_only_the_words_that_differ_are_marked() -> None:
    (row,) = side_by_side("RUN apt-get install -y curl\n", "RUN apt-get install -y --no-cache curl\n")
    assert row == Row(
        Line(1, "RUN apt-get install -y ", "", "curl"),
        Line(1, "RUN apt-get install -y ", "--no-cache ", "curl"),
    )


def test_a_line_that_has_nothing_in_common_is_another_line() -> None:
    (row,) = side_by_side("FROM python", "USER 1000")
    assert row == Row(Line(1, "FROM python"), Line(1, "USER 1000"))


def test_lines_that_came_or_went_have_nothing_beside_them() -> None:
    assert side_by_side("a\nb", "a\nb\nc")[-1] == Row(None, Line(3, "c"))
    assert side_by_side("a\nb\nc", "a\nc")[1] == Row(Line(2, "b"), None)
    assert side_by_side("", "a\n") == [Row(None, Line(1, "a"))]


def test_equal_lines_far_from_a_change_are_counted() -> None:
    lines = [f"line {number}" for number in range(20)]
    rows = side_by_side("\n".join(lines), "\n".join([*lines[:10], "other", *lines[10:]]))
    assert (rows[0].skipped, rows[-1].skipped) == (10 - CONTEXT, 10 - CONTEXT)
    assert len(rows) == 2 * CONTEXT + 3


@pytest.mark.parametrize("text", ["", "a", "a\n", "a\n\nb\n"])
def test_the_same_lines_are_no_change(text: str) -> None:
    assert side_by_side(text, text.removesuffix("\n")) == []


def test_more_than_is_compared_is_refused_and_the_worst_that_is_takes_little_time() -> None:
    half, other = ["a", "b"] * (MAX_LINES // 2), ["a"] * MAX_LINES
    with pytest.raises(TooLong):
        side_by_side("\n".join(["x", *half, "y"]), "\n".join(["z", *other, "w"]))
    begun = time.monotonic()
    side_by_side("\n".join(half), "\n".join(other))
    assert time.monotonic() - begun < 2


def test_a_long_line_is_cut_around_its_change() -> None:
    (row,) = side_by_side("x " * 50_000 + "old" + " y" * 50_000, "x " * 50_000 + "new" + " y" * 50_000)
    assert row.left is not None
    assert row.left.changed == "old"
    assert len(row.left.before) == len(row.left.after) == MAX_AROUND + 1
    (row,) = side_by_side("", "z" * 100_000)
    assert row.right is not None
    assert len(row.right.before) == MAX_CHANGED + 1


texts = st.text(alphabet="ab \n", max_size=60)


@given(texts, texts)
def test_what_is_shown_and_counted_is_all_of_both_texts(left: str, right: str) -> None:
    rows = side_by_side(left, right)
    for side, text in (("left", left), ("right", right)):
        lines = [getattr(row, side) for row in rows if getattr(row, side)]
        numbered = {line.number: line.before + line.changed + line.after for line in lines}
        expected = text.removesuffix("\n").split("\n") if text else []
        assert all(expected[number - 1] == shown for number, shown in numbered.items())
        skipped = sum(row.skipped for row in rows)
        assert not rows or len(numbered) + skipped == len(expected)
