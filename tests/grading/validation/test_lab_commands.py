from typing import Any

import pytest

from grading.commands import COMMANDS_FILE
from labs.spec import RegistrySpec
from tests.grading.validation.test_validation import DOCKERFILE, problem, valid

LOGIN = "docker login -u student --password-stdin localhost:5000 < password.txt"
PUSH = "docker push localhost:5000/student/app"
WITH_REGISTRY: dict[str, Any] = {
    "registry": RegistrySpec("student", "password.txt"),
    "starter": {"Dockerfile": DOCKERFILE, "app.py": "", "password.txt": "s3cret\n"},
}


def test_a_lab_with_a_registry_is_logged_in_to_and_pushed_to() -> None:
    commands = (
        f"docker build -t app .\n{LOGIN}\n{PUSH}\ndocker pull localhost:5000/student/app\ndocker pull busybox"
    )
    assert len(valid(commands=commands, **WITH_REGISTRY).requests) == 5


@pytest.mark.parametrize(
    "command", [LOGIN, PUSH, "docker logout localhost:5000", "docker pull localhost:5000/a"]
)
def test_without_a_registry_there_is_none(command: str) -> None:
    path, line, says = problem(commands=f"docker build .\n{command}")
    assert (path, line) == (COMMANDS_FILE, 2)
    assert says.startswith("This lab has no registry")


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (
            LOGIN.replace("password.txt", "pass.txt"),
            "the file pass.txt is missing. This lab's password is in password.txt",
        ),
        ("docker pull nginx", "docker pull: nginx:latest is not here"),
        ("docker pull evil.example.org/x", "This lab has python:3.11-slim, busybox."),
        ("docker rmi app busybox", "docker rmi: the base image busybox:latest stays here."),
        ("docker tag app busybox", "busybox:latest is the name of a base image"),
    ],
)
def test_what_a_lab_does_not_have_is_refused(command: str, says: str) -> None:
    path, line, message = problem(commands=f"docker build -t app .\n{command}", **WITH_REGISTRY)
    assert (path, line) == (COMMANDS_FILE, 2)
    assert says in message
