from __future__ import annotations

import base64
import json
from pathlib import Path

from grading.build import rawjson
from grading.build.rawjson import Event, Failure, Output, Reader, Vertex, failure

SAMPLES = Path(__file__).parents[1] / "samples" / "rawjson"


def read(data: bytes, size: int = 1 << 20) -> tuple[list[Event], bytes]:
    reader = Reader()
    events = [event for at in range(0, len(data), size) for event in reader.feed(data[at : at + size])]
    events += reader.close()
    return events, bytes(reader.tail)


def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.json").read_bytes()


def log_event(data: bytes, vertex: str = "sha256:1") -> bytes:
    return (
        json.dumps({"logs": [{"vertex": vertex, "data": base64.b64encode(data).decode()}]}).encode() + b"\n"
    )


def test_events_of_a_real_build_are_read() -> None:
    events, tail = read(sample("stages"))
    names = {event.name for event in events if isinstance(event, Vertex)}
    assert "[builder 4/5] RUN echo hi && cat a.txt > b.txt" in names
    assert next(event for event in events if isinstance(event, Output)).data == b"hi\n"
    assert tail == b""


def test_pieces_of_any_size_give_the_same_events() -> None:
    data = sample("fail")
    assert read(data, 7) == read(data, 1000) == read(data)


def test_a_cached_step_is_told_from_one_that_ran() -> None:
    cached = {event.name for event in read(sample("cached"))[0] if isinstance(event, Vertex) and event.cached}
    assert "[stage-1 5/5] ADD a.txt /y" in cached
    assert not any(event.cached for event in read(sample("stages"))[0] if isinstance(event, Vertex))


def test_events_on_one_line_each_are_read_too() -> None:
    events, _ = read(log_event(b"a") + log_event(b"b"))
    assert [event.data for event in events if isinstance(event, Output)] == [b"a", b"b"]


def test_a_step_that_prints_events_forges_none() -> None:
    forged = b'\n{"vertexes": [{"digest": "x", "name": "forged"}]}\n'
    events, _ = read(log_event(forged))
    assert events == [Output("sha256:1", forged)]


def test_a_failure_that_quotes_events_forges_none() -> None:
    events, tail = read(b'ERROR: failed to solve: process "cat <<E\n{"vertexes": [{"digest": "x"}]}\nE"\n')
    assert events == []
    assert b"vertexes" in tail


def test_an_endless_line_is_dropped_and_not_kept() -> None:
    reader = Reader()
    for _ in range(20):
        assert list(reader.feed(b"{" + b"x" * (1 << 20))) == []
        assert len(reader._line) <= rawjson.MAX_EVENT + (1 << 20)
    assert list(reader.feed(b"\n" + log_event(b"after"))) == [Output("sha256:1", b"after")]


def test_an_endless_event_is_dropped_and_not_kept() -> None:
    reader = Reader()
    lines = b"".join(b'"%d": "%s",\n' % (n, b"x" * 1000) for n in range(1000))
    assert list(reader.feed(b"{\n")) == []
    for _ in range(20):
        assert list(reader.feed(lines)) == []
        assert reader._event_size <= rawjson.MAX_EVENT
    assert len(reader.tail) <= rawjson.MAX_TAIL


def test_wrong_types_are_left_out() -> None:
    wrong = [
        b"[]", b"{}", b'{"vertexes": 3}', b'{"vertexes": [3, {"digest": 4}]}', b'{"logs": {"a": 1}}',
        b'{"logs": [{"vertex": "v", "data": "***"}]}', b'{"vertexes": ', b"{" * 5000 + b"}",
    ]  # fmt: skip
    assert read(b"\n".join(wrong))[0] == []


def test_a_time_that_is_none_is_left_out() -> None:
    (event,) = read(b'{"vertexes": [{"digest": "d", "started": "0001-01-01T00:00:00Z", "completed": 5}]}\n')[
        0
    ]
    assert isinstance(event, Vertex)
    assert event.completed is None


def test_the_line_and_reason_of_failures_are_read() -> None:
    expected = {
        "unknown": Failure(
            "dockerfile parse error on line 3: unknown instruction: RNU (did you mean RUN?)", 3
        ),
        "fail": Failure(
            'process "/bin/sh -c echo before; echo err >&2;     sleep 0.2;     exit 3" did not complete '
            "successfully: exit code: 3",
            3,
        ),
    }
    for name, one in expected.items():
        assert failure(read(sample(name))[1]) == one
    assert failure(read(sample("nofile"))[1]).line == 2


def test_a_failure_without_a_reason_shows_what_was_said() -> None:
    assert failure(b"something else\n") == Failure("something else", None)
    assert failure(b"") == Failure("", None)


def test_a_dockerfile_that_quotes_an_error_does_not_hide_the_real_one() -> None:
    tail = (
        b"Dockerfile:2\n--------------------\n   1 |     FROM a\n   2 | >>> ERROR: no\n--------------------\n"
    )
    assert failure(tail + b"ERROR: failed to solve: yes\n") == Failure("yes", 2)
