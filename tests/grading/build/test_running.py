"""`docker run` in a real daemon."""

import pytest

from grading.build import running
from grading.daemon.isolation import Daemon
from tests.grading.build.test_build import run
from tests.grading.said import said

pytestmark = pytest.mark.engine

DOCKERFILE = 'FROM busybox\nENV A=1 B=2\nENTRYPOINT ["sh", "-c"]\nCMD ["echo $A $B; id -u; pwd"]\n'


def test_a_container_prints_to_the_log(daemon: Daemon) -> None:
    commands = [
        "docker build -t app .",
        "docker run --rm app",
        "docker run --rm -e A=7 -u 1234 -w /tmp app 'echo $A $B; id -u; pwd'",
        "docker run --rm --entrypoint echo app without CMD",
        "docker run --rm --read-only app 'touch /x 2>/dev/null || echo read-only; ls /sys/class/net'",
    ]
    result = run(daemon, DOCKERFILE, "\n".join(commands))
    assert result.ok, result.error
    assert "\n  1 2\n  0\n  /\n" in result.log
    assert "\n  7 2\n  1234\n  /tmp\n" in result.log
    assert "\n  without CMD\n" in result.log
    assert "\n  read-only\n  lo\n" in result.log


def test_a_server_is_stopped_and_the_rest_goes_on(daemon: Daemon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "SECONDS", 1.0)
    result = run(
        daemon, DOCKERFILE, "docker build -t app .\ndocker run --rm app 'echo up; sleep 99'\ndocker images"
    )
    assert result.ok
    assert "\n  up\nThe container was stopped after 1 s.\n$ docker images\n" in result.log


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("app 'exit 3'", "docker run: the container of app:latest ended with exit code 3."),
        ("--entrypoint nothing app", "The container did not start: "),
        ("other", "There is no image other:latest."),
    ],
)
def test_one_that_fails_says_why(daemon: Daemon, command: str, says: str) -> None:
    result = run(daemon, DOCKERFILE, f"docker build -t app .\ndocker run --rm {command}")
    assert result.error is not None
    assert said(result.error).startswith(
        f"Line 2 of the docker commands failed (docker run --rm {command}): {says}"
    )
    assert f"\nERROR: {said(result.error)}" in result.log
    assert result.image_id is not None
