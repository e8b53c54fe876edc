"""What comes from a container's streams, however it is cut."""

from __future__ import annotations

import pytest

from grading.containers.output import HEAD, KEPT, MAX_BYTES, Output


def frame(stream: int, data: bytes) -> bytes:
    return bytes([stream, 0, 0, 0]) + len(data).to_bytes(4, "big") + data


SENT = frame(1, "one\nél".encode()) + frame(2, b"\x1b[31mwrong\x1b[0m\n") + frame(1, "é\nend".encode())


@pytest.mark.parametrize("piece", [1, 3, 9, 1000])
def test_streams_are_told_apart_and_kept_in_order(piece: int) -> None:
    lines: list[str] = []
    output = Output(lines.append)
    for start in range(0, len(SENT), piece):
        output.feed(SENT[start : start + piece])
    output.close()
    assert output.stdout() == "one\nélé\nend\n"
    assert output.stderr() == "wrong\n"
    assert output.text() == "one\nwrong\nélé\nend\n"
    assert lines == ["one", "wrong", "élé", "end"]


def test_of_much_the_beginning_and_the_end_are_kept() -> None:
    output = Output()
    for number in range(100_000):
        output.feed(frame(1, b"%d\n" % number))
    output.close()
    text = output.stdout()
    assert len(text.encode()) <= KEPT
    assert text.startswith("0\n1\n")
    assert text.endswith("\n99999\n")
    assert text.index("were cut here") < HEAD + 100


def test_more_than_is_taken_is_a_flood() -> None:
    output = Output()
    for _ in range(MAX_BYTES // 65536):
        assert not output.flooded
        output.feed(frame(1, b"x" * 65536))
    assert output.flooded


@pytest.mark.parametrize(
    "hostile", [frame(7, b"x"), frame(0, b"x"), b"\xff" * 100, frame(1, b"") * 5000, b"\1\0"]
)
def test_what_a_taken_over_daemon_sends_is_no_crash(hostile: bytes) -> None:
    output = Output()
    output.feed(hostile)
    output.close()
    assert len(output.text()) <= 100
