import pytest

from grading.commands import RunCommand, parse_commands
from grading.references import parse_reference
from tests.grading.commands.test_commands import refusal

APP = parse_reference("app:1")


def run(text: str) -> RunCommand:
    _build, found = parse_commands(f"docker build .\n{text}")
    assert isinstance(found, RunCommand)
    return found


def test_every_option_of_a_run_is_read() -> None:
    assert run(
        "docker run --rm -e A=1=2 --env 'B=x y' -u 1000:1000 -w /srv --entrypoint=/bin/sh --read-only --network none "
        "app:1 -c 'ls -l'"
    ) == RunCommand(
        2, APP, ("-c", "ls -l"), {"A": "1=2", "B": "x y"}, "1000:1000", "/srv", "/bin/sh", read_only=True
    )


def test_what_follows_the_image_belongs_to_the_container() -> None:
    assert run("docker container run --rm app:1 --rm -p 80 --privileged").command == (
        "--rm",
        "-p",
        "80",
        "--privileged",
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("docker run app", "docker run needs --rm here"),
        ("docker run", "docker run needs --rm here"),
        ("docker run --rm", "docker run takes the name of an image"),
        ("docker run --rm -e A=1 -p 8000:80 app", "docker run -p: nobody could reach the port"),
        ("docker run --rm --publish=8000:80 app", "docker run --publish: nobody could reach the port"),
        ("docker run --rm -v /:/host app", "docker run -v: there is no folder of yours to mount"),
        ("docker run --rm --mount type=bind,src=/,dst=/h app", "docker run --mount: there is no folder"),
        ("docker run --rm --privileged app", "docker run --privileged: it would take away what keeps"),
        ("docker run --rm --cap-add SYS_ADMIN app", "docker run --cap-add: it would take away"),
        ("docker run --rm -d app", "docker run -d: the container would run on unseen"),
        ("docker run --rm -it app sh", "docker run -it: nobody can type into the container"),
        ("docker run --rm --network host app", "--network host: containers here have no network"),
        ("docker run --rm --net=bridge app", "--network bridge: containers here have no network"),
        ("docker run --rmm app", "The option --rmm is not allowed: did you mean --rm?"),
        ("docker run --rm --runtime x app", "The option --runtime is not allowed: docker run may have --rm"),
        ("docker run --rm -e A app", "-e A is wrong: expected NAME=value"),
        ("docker run --rm --env=1=2 app", "-e 1=2 is wrong"),
        ("docker run --rm --rm=true app", "The option --rm takes no value"),
        ("docker run --rm -u", "The option -u/--user needs a value"),
        ("docker run --rm App", "must be lowercase"),
        ("docker run --rm" + " -e A=1" * 51 + " app", "at most 50 variables"),
    ],
)
def test_anything_else_is_refused_with_its_line(text: str, says: str) -> None:
    line, message = refusal(f"docker build .\n\n{text}\n")
    assert line == 3
    assert says in message
