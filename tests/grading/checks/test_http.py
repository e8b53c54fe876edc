from __future__ import annotations

from typing import Any

import pytest

from grading.checks.http import Http
from grading.probes.service import Asked, Service
from grading.probes.start import Start
from labs.checkkinds import CheckError
from tests.grading.checks.answered import judged
from tests.grading.checks.work import LAB
from tests.grading.said import said

ASKED: dict[str, Any] = {
    "port": 80,
    "requests": [
        {"path": "/", "contains": "Bonjour", "has": {"Content-Type": "text/html", "X": True}},
        {"path": "/no", "method": "POST", "status": 404},
    ],
    "healthy": 5,
    "stops": 3,
}
GOOD: dict[str, Any] = {
    "opened": True,
    "flooded": False,
    "output": "listening\n",
    "replies": [
        {
            "status": 200,
            "headers": {"content-type": "Text/HTML; charset=utf-8", "x": ""},
            "body": "<b>Bonjour",
        },
        {"status": 404, "headers": {}, "body": ""},
    ],
    "health": {"status": "healthy", "output": ""},
    "stop": {"signal": "SIGTERM", "took": 0.1, "exit_code": 0},
}
CLOSED: dict[str, Any] = {
    "opened": False,
    "only_here": False,
    "exit_code": None,
    "flooded": False,
    "output": "one\ntwo\n",
}


def test_a_server_that_does_all_it_should() -> None:
    finding = judged(Http(), ASKED, GOOD)
    assert (finding.fraction, finding.evidence.line) == (1, 4)
    assert said(finding.message) == "The server on port 80 does what was asked for."


@pytest.mark.parametrize(
    ("changed", "missing", "says", "line"),
    [
        ({"health": {"status": "unhealthy", "output": "no\n"}}, 1, "health check still says unhealthy", 2),
        ({"health": {"status": "", "output": ""}}, 1, "The image has no HEALTHCHECK.", 2),
        (
            {"stop": {"signal": "SIGINT", "took": None, "exit_code": None}},
            1,
            "The container did not end within 3 s of SIGINT and was killed.",
            4,
        ),
        ({"stop": {"signal": "9", "took": 0.1, "exit_code": 137}}, 1, "within 3 s of 9 and was killed", 4),
        ({"replies": [{"none": "time"}]}, 5, "GET / was not answered within 5 s.", None),
        (
            {"replies": [{"none": "size"}, GOOD["replies"][1]]},
            4,
            "is larger than 1 MiB, or does not end",
            None,
        ),
        ({"replies": [GOOD["replies"][0], {"none": "closed"}]}, 1, "before POST /no was answered", None),
        ({"replies": [GOOD["replies"][0], {"none": "form"}]}, 1, "no answer that HTTP knows", None),
        (
            {
                "replies": [
                    {"status": 500, "headers": {"content-type": "json"}, "body": "oh"},
                    GOOD["replies"][1],
                ]
            },
            4,
            "GET / is answered with status 500; asked for: 200. The answer ends with: oh",
            None,
        ),
    ],
)
def test_each_thing_asked_for_earns_its_part(
    changed: dict[str, Any], missing: int, says: str, line: int | None
) -> None:
    finding = judged(Http(), ASKED, GOOD | changed)
    assert finding.fraction == pytest.approx(1 - missing / 8)
    assert says in said(finding.message)
    assert finding.evidence.line == line


@pytest.mark.parametrize(
    ("has", "found", "says"),
    [
        ({"X-A": True}, {}, "The answer to GET / has no header X-A."),
        ({"X-A": "b"}, {"x-a": "c"}, "In the answer to GET / X-A is c; asked for: b."),
    ],
)
def test_headers_of_an_answer(has: dict[str, Any], found: dict[str, str], says: str) -> None:
    reply = {"status": 200, "headers": found, "body": ""}
    finding = judged(
        Http(), {"port": 80, "requests": [{"path": "/", "has": has}]}, GOOD | {"replies": [reply]}
    )
    assert said(finding.message) == f"As asked for: 2 of 3. {says}"
    assert finding.fraction == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ({"not_started": "exec: x"}, "The container does not start: exec: x"),
        (CLOSED, "Port 80 was not open after 10 s. What the container printed ends with: one ⏎ two"),
        (
            CLOSED | {"exit_code": 1},
            "The container ended with exit code 1 before port 80 was open. What it printed ends with: one ⏎ two",
        ),
        (CLOSED | {"only_here": True}, "listens on port 80 of 127.0.0.1 only"),
        (CLOSED | {"flooded": True}, "printed so much that it was stopped. The end of it: one ⏎ two"),
    ],
)
def test_without_an_open_port_nothing_is_earned(answer: dict[str, Any], says: str) -> None:
    finding = judged(Http(), ASKED, answer)
    assert (finding.fraction, finding.evidence.line) == (0, 4)
    assert says in said(finding.message)


def test_what_is_asked_of_the_daemon() -> None:
    requests = [{"path": "/", "headers": {"A": "b"}, "body": "c", "contains": "d"}]
    (probe,) = Http().probes({"port": 80, "requests": requests, "stops": 3, "arguments": ["x"]})
    sent = (Asked("GET", "/", {"A": "b"}, "c"),)
    assert probe == Service(Start(command=("x",)), 80, 10.0, sent, healthy=None, stops=3.0)


@pytest.mark.parametrize(
    ("parameters", "key"),
    [
        ({}, "port"),
        ({"port": 0}, "port"),
        ({"port": 3128}, "port"),
        ({"port": "80"}, "port"),
        ({"healthy": True}, "healthy"),
        ({"stops": -1}, "stops"),
        ({"seconds": 500}, "seconds"),
        ({"requests": {}}, "requests"),
        ({"requests": [{"path": "/"}] * 21}, "requests"),
        ({"requests": [{"path": "/"}, {"path": "/", "x": 1}]}, "requests[1].x"),
        ({"requests": [{}]}, "requests[0].path"),
        ({"requests": [{"path": "http://x/"}]}, "requests[0].path"),
        ({"requests": [{"path": "/ HTTP/1.1\r\nX: y"}]}, "requests[0].path"),
        ({"requests": [{"path": "/", "method": "get"}]}, "requests[0].method"),
        ({"requests": [{"path": "/", "headers": {"A": "b\r\nC: d"}}]}, "requests[0].headers"),
        ({"requests": [{"path": "/", "has": {"A b": "c"}}]}, "requests[0].has"),
        ({"requests": [{"path": "/", "body": 1}]}, "requests[0].body"),
        ({"requests": [{"path": "/", "status": True}]}, "requests[0].status"),
        ({"requests": [{"path": "/", "matching": "("}]}, "requests[0].matching"),
    ],
)
def test_wrong_parameters_are_refused_by_key(parameters: dict[str, Any], key: str) -> None:
    with pytest.raises(CheckError) as refused:
        Http().validate({"port": 80} | parameters if parameters else {}, LAB)
    assert refused.value.key == key
