import pytest

from grading.build import client
from grading.commands import ClientCommand, PullCommand, parse_commands
from grading.faults import PlatformFault
from tests.grading.said import said

APP = "localhost:5000/student/app:1"


def command(text: str) -> ClientCommand:
    _build, found = parse_commands(f"docker build .\n{text}")
    assert isinstance(found, ClientCommand)
    return found


@pytest.mark.parametrize(
    ("text", "reason", "says"),
    [
        (
            "docker login -u ada --password-stdin localhost:5000 < p",
            "login attempt to http://localhost:5000/v2/ failed with status: 401 Unauthorized",
            "docker login: the registry does not know the user ada with this password.",
        ),
        (
            f"docker push {APP}",
            "push access denied, … authorization failed: no basic auth credentials",
            "docker push: the registry asks who you are: docker login comes first.",
        ),
        (
            f"docker push {APP}",
            f"tag does not exist: {APP}",
            f"docker push: there is no image {APP}: docker tag gives an image this name.",
        ),
        (
            f"docker pull {APP}",
            f"failed to resolve reference {APP}: not found",
            f"docker pull: the registry has no {APP}.",
        ),
        ("docker history a", "No such image: a:latest", "docker history: there is no image a:latest."),
        ("docker inspect a", "No such image: a:latest", "docker image inspect: there is no image a:latest."),
        ("docker rmi a b", "No such image: b:latest", "docker rmi failed: No such image: b:latest"),
    ],
)
def test_what_failed_is_said_in_one_sentence(text: str, reason: str, says: str) -> None:
    assert said(client.explain(command(text), reason)).startswith(says)


def test_a_base_image_is_here_already() -> None:
    pull = command("docker pull debian:12-slim")
    assert isinstance(pull, PullCommand)
    assert client.already_here(pull, "sha256:12") == [
        "12-slim: Pulling from library/debian",
        "Digest: sha256:12",
        "Status: Image is up to date for debian:12-slim",
        "docker.io/library/debian:12-slim",
    ]


@pytest.mark.parametrize(
    "reason", ["HTTP status: 500 Internal Server Error", "dial tcp: connect: connection refused"]
)
def test_a_registry_that_fails_is_ours(reason: str) -> None:
    assert isinstance(client.explain(command(f"docker push {APP}"), reason), PlatformFault)
    assert client.registry_failed(reason)
    assert not client.registry_failed("500 bytes: not found")
