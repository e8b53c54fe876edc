from typing import Any

import pytest

from grading.checks.config import Config
from grading.outcome import Finding
from labs.checkkinds import CheckError
from tests.grading.checks.work import with_config, work
from tests.grading.said import said

WELL: dict[str, Any] = {
    "WorkingDir": "/app",
    "ExposedPorts": {"8080/tcp": {}, "53/udp": {}},
    "Env": ["PATH=/bin", "A=1=2", "EMPTY="],
    "Labels": {"who": "me"},
    "Volumes": {"/data": {}},
    "Cmd": ["python", "app.py"],
    "Healthcheck": {"Test": ["CMD", "true"]},
    "StopSignal": "SIGINT",
}
ASKED: dict[str, Any] = {
    "workdir": "/app",
    "ports": [8080, "53/udp"],
    "env": {"A": "1=2", "EMPTY": True},
    "labels": {"who": "me"},
    "volumes": ["/data"],
    "exec_form": True,
    "starts": True,
    "healthcheck": True,
    "stop_signal": "SIGINT",
}
DOCKERFILE = "FROM a\nWORKDIR /x\nWORKDIR /y\nENV A=2\nCMD python app.py\n"


def judged(asked: dict[str, Any], **config: Any) -> Finding:
    Config().validate(asked, None)
    return Config().judge(asked, work(with_config(**config), DOCKERFILE))


def test_all_that_is_asked_for_may_be_there() -> None:
    assert judged(ASKED, **WELL).fraction == 1


def test_each_thing_asked_for_earns_its_part() -> None:
    assert judged(ASKED).fraction == pytest.approx(1 / 11)  # without a CMD no shell runs
    assert judged({"workdir": "/app", "starts": True}, Cmd=["x"]).fraction == 0.5


@pytest.mark.parametrize(
    ("asked", "config", "says", "line"),
    [
        ({"workdir": "/app"}, {"WorkingDir": "/y"}, "WORKDIR is /y; asked for: /app.", 3),
        ({"workdir": "/app"}, {}, "WORKDIR is not set; asked for: /app.", 3),
        ({"ports": ["80"]}, {"ExposedPorts": {"80/udp": {}}}, "EXPOSE does not name 80.", None),
        ({"ports": [80]}, {"ExposedPorts": {"80/udp": {}}}, "EXPOSE does not name 80.", None),
        ({"env": {"A": "1"}}, {"Env": ["A=2"]}, "ENV sets A to 2; asked for: 1.", 4),
        ({"env": {"B": True}}, {"Env": ["A=2"]}, "ENV does not set B.", 4),
        ({"healthcheck": True}, {"Healthcheck": {"Test": ["NONE"]}}, "The image has no HEALTHCHECK.", None),
        (
            {"exec_form": True},
            {"Cmd": ["/bin/sh", "-c", "python app.py"]},
            'CMD runs a shell: write it as a JSON list, such as ["python", "app.py"].',
            5,
        ),
        (
            {"starts": True},
            {"Cmd": None},
            "The image does not say what it runs: it has no CMD or ENTRYPOINT.",
            5,
        ),
        (
            {"starts": "app.py"},
            {"Cmd": ["/bin/sh", "-c", '["python" "app.py"]']},
            'What the image starts is /bin/sh -c ["python" "app.py"]; asked for: app.py.',
            5,
        ),
    ],
)
def test_what_is_missing_is_said_with_its_line(
    asked: dict[str, Any], config: dict[str, Any], says: str, line: int | None
) -> None:
    finding = judged(asked, **config)
    assert (finding.fraction, said(finding.message), finding.evidence.line) == (0, says, line)


@pytest.mark.parametrize(
    "config",
    [
        {"Cmd": ["python", "app.py"]},
        {"Entrypoint": ["python", "/app/app.py"], "Cmd": ["--loud"]},
        {"Cmd": ["/bin/sh", "-c", "cd /app && exec python app.py"]},
    ],
)
def test_what_it_starts_may_be_written_in_each_way(config: dict[str, Any]) -> None:
    assert judged({"starts": "app.py"}, **config).fraction == 1


def test_a_configuration_of_other_types_is_no_crash() -> None:
    strange = dict.fromkeys(WELL, 7)
    assert judged(ASKED, **strange).fraction < 0.3


@pytest.mark.parametrize(
    ("parameters", "key"),
    [
        ({}, "workdir"),
        ({"workdir": ""}, "workdir"),
        ({"ports": "80"}, "ports"),
        ({"ports": [True]}, "ports"),
        ({"ports": ["huit mille"]}, "ports"),
        ({"ports": [8080, 0]}, "ports"),
        ({"ports": ["65536"]}, "ports"),
        ({"ports": ["080"]}, "ports"),
        ({"ports": ["8080/http"]}, "ports"),
        ({"ports": ["8000-8010"]}, "ports"),
        ({"env": {"A": 1}}, "env"),
        ({"labels": []}, "labels"),
        ({"exec_form": "yes"}, "exec_form"),
        ({"healthcheck": False}, "healthcheck"),
        ({"starts": ""}, "starts"),
    ],
)
def test_wrong_parameters_are_refused_by_key(parameters: dict[str, Any], key: str) -> None:
    with pytest.raises(CheckError) as refused:
        Config().validate(parameters, None)
    assert refused.value.key == key
