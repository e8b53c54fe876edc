from __future__ import annotations

import pytest

from grading.build.log import MAX_LINE, Lines, Log, plain


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://evil\x1b\\link", "link"),
        ("10%\r20%\r100%", "100%"),
        ("windows\r", "windows"),
        ("a\x00b\x07c\x9b1mD", "abcD"),
        ("tab\tstays", "tab\tstays"),
        ("é 🐳", "é 🐳"),
        ("user\u202egnp.exe", "usergnp.exe"),
        ("\x1b", ""),
    ],
)
def test_a_line_is_what_would_be_seen(raw: str, shown: str) -> None:
    assert plain(raw) == shown


def test_lines_come_whole_whatever_the_pieces() -> None:
    lines = Lines()
    assert lines.feed(b"caf") == []
    assert lines.feed("é\nné".encode()[:-1]) == ["café"]
    assert lines.feed("é".encode()[-1:]) == []
    assert lines.close() == ["né"]
    assert lines.close() == []


def test_bytes_that_are_not_utf8_are_replaced() -> None:
    assert Lines().feed(b"\xff\xfe\n") == ["��"]


def test_an_endless_line_is_cut_and_not_kept() -> None:
    lines = Lines()
    seen = [line for _ in range(100) for line in lines.feed(b"x" * 10_000)]
    assert len("".join(seen)) >= 100 * 10_000 - MAX_LINE
    assert max(map(len, seen)) <= MAX_LINE


def test_an_endless_progress_bar_keeps_its_last_state() -> None:
    lines = Lines()
    for percent in range(5000):
        assert lines.feed(b"\r%d%%" % percent) == []
    assert lines.close() == ["4999%"]


def test_a_short_log_is_kept_whole() -> None:
    log = Log()
    log.add("one")
    log.add("two")
    assert log.text() == "one\ntwo\n"
    assert Log().text() == ""


def test_a_flood_keeps_head_and_tail_and_says_what_was_cut() -> None:
    log = Log(kept=2000, head=500)
    for number in range(10_000):
        log.add(f"line {number} é")
    text = log.text()
    assert len(text.encode()) <= 2000
    assert text.startswith("line 0 é\nline 1 é\n")
    assert text.endswith("line 9999 é\n")
    cut = sum(
        len(f"line {number} é\n".encode()) for number in range(10_000) if f"line {number} é\n" not in text
    )
    assert f"[… {cut} bytes of the log were cut here …]\n" in text
