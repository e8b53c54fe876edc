import pytest

from grading.commands import (
    ClientCommand,
    LoginCommand,
    LogoutCommand,
    PullCommand,
    PushCommand,
    RemoveCommand,
    parse_commands,
)
from grading.references import parse_reference
from tests.grading.commands.test_commands import refusal

APP = "localhost:5000/student/app"


def command(text: str) -> ClientCommand:
    _build, found = parse_commands(f"docker build .\n{text}")
    assert isinstance(found, ClientCommand)
    return found


LOGIN = LoginCommand(2, "student", "password.txt")


@pytest.mark.parametrize(
    "text",
    [
        "docker login -u student --password-stdin localhost:5000 < password.txt",
        "docker login localhost:5000 --password-stdin --username=student <./password.txt",
        "cat password.txt | docker login -u student --password-stdin localhost:5000",
        "cat ./password.txt|docker login --password-stdin -u 'student' http://localhost:5000",
        "docker login \\\n -u student --password-stdin \\\n localhost:5000 < password.txt  # quietly",
    ],
)
def test_a_login_reads_its_password_from_a_file(text: str) -> None:
    assert command(text) == LOGIN


def test_a_login_is_run_without_its_password() -> None:
    assert LOGIN.arguments == ("login", "--username", "student", "--password-stdin", "localhost:5000")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"docker push {APP}:1.0.0", PushCommand(2, parse_reference(f"{APP}:1.0.0"))),
        (f"docker image push {APP}", PushCommand(2, parse_reference(APP))),
        (f"docker push -a {APP}", PushCommand(2, parse_reference(APP), all_tags=True)),
        ("docker pull debian:12-slim", PullCommand(2, parse_reference("debian:12-slim"))),
        (f"docker image pull {APP}", PullCommand(2, parse_reference(APP))),
        ("docker logout localhost:5000", LogoutCommand(2)),
        (f"docker rmi app {APP}:1", RemoveCommand(2, (parse_reference("app"), parse_reference(f"{APP}:1")))),
    ],
)
def test_commands_about_the_registry_are_read(text: str, found: ClientCommand) -> None:
    assert command(text) == found


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        (f"docker push {APP}", ("push", f"{APP}:latest")),
        (f"docker push --all-tags {APP}", ("push", "--all-tags", APP)),
        (f"docker pull {APP}:1", ("pull", f"{APP}:1")),
        ("docker logout localhost:5000", ("logout", "localhost:5000")),
        ("docker image rm app", ("rmi", "app:latest")),
    ],
)
def test_what_is_run_is_made_anew(text: str, arguments: tuple[str, ...]) -> None:
    assert command(text).arguments == arguments


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("docker login -u a -p b localhost:5000", "-p writes the password where others can read it"),
        ("docker login -u a --password=b localhost:5000", "-p writes the password"),
        ("docker login -u a -pb localhost:5000", "-p writes the password"),
        (
            'echo "$PASSWORD" | docker login -u a --password-stdin localhost:5000',
            "echo writes the password into",
        ),
        ("printf %s b | docker login -u a --password-stdin localhost:5000", "echo writes the password into"),
        ("docker login -u a --password-stdin localhost:5000", "needs something to read: end the line with"),
        ("docker login -u a localhost:5000 < p", "Nobody can type a password here"),
        ("docker login --password-stdin localhost:5000 < p", "needs the user's name: -u NAME"),
        ("docker login -u 'a b' --password-stdin localhost:5000 < p", "needs the user's name"),
        (
            "docker login -u a --password-stdin < p",
            "without an address means Docker Hub: name the lab's registry",
        ),
        (
            "docker login -u a --password-stdin registry.example.org < p",
            "registry.example.org is not the lab's",
        ),
        ("docker login -u a --password-stdin localhost:5001 < p", "localhost:5001 is not the lab's registry"),
        ("docker login -u a --password-stdin localhost:5000 < /etc/passwd", "< is shell syntax"),
        ("docker login -u a --password-stdin localhost:5000 < 'p'", "< is shell syntax"),
        ("docker login -u a --password-stdin localhost:5000 << p", "<< is shell syntax"),
        ("docker login -u a --password-stdin localhost:5000 < p > q", "< is shell syntax"),
        ("cat a b | docker login -u a --password-stdin localhost:5000", "| is shell syntax"),
        ("cat p | docker login -u a --password-stdin localhost:5000 < p", "< is shell syntax"),
        ("cat p | sh", "| is shell syntax"),
        ("docker build . < p", "Only docker login reads a file, by < or |: leave p out"),
        (f"cat p | docker push {APP}", "Only docker login reads a file"),
        ("docker logout", "docker logout without an address means Docker Hub"),
        ("docker logout -x localhost:5000", "docker logout has no option -x"),
        ("docker push app:1.0", "docker push app:1.0 would go to docker.io"),
        ("docker push app:1.0", "docker tag app:1.0 localhost:5000/app:1.0 and push that"),
        ("docker push registry.example.org/app", "would go to registry.example.org"),
        ("docker push localhost:5001/app", "would go to localhost:5001"),
        ("docker push localhost:5000/../app", "invalid reference format"),
        ("docker push", "docker push takes the name of one image, this line has 0"),
        (f"docker push {APP}:1 {APP}:2", "this line has 2"),
        (f"docker push -a {APP}:1", "takes a name with a tag, or with -a a name without one"),
        (f"docker push {APP}@sha256:" + "0" * 64, "takes a name with a tag"),
        (f"docker push --disable-content-trust {APP}", "docker push may have -a/--all-tags"),
        ("docker pull", "docker pull takes the name of one image"),
        ("docker pull --platform linux/arm64 debian", "docker pull has no option --platform"),
        ("docker rmi", "docker rmi takes the names of the images to remove"),
        ("docker rmi -f app", "docker rmi has no option -f"),
    ],
)
def test_anything_else_is_refused_with_its_line(text: str, says: str) -> None:
    line, message = refusal(f"docker build .\n\n{text}\n")
    assert line == 3
    assert says in message
