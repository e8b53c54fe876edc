import pytest

from grading.commands import ClientCommand, parse_commands
from tests.grading.commands.test_commands import refusal


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("docker images", ("images",)),
        ("docker image ls app", ("images", "app")),
        ("docker images app:1 -q", ("images", "--quiet", "app:1")),
        ("docker images -a --digests --no-trunc", ("images", "--all", "--digests", "--no-trunc")),
        ("docker history app", ("history", "app:latest")),
        ("docker image history --no-trunc -q app:1", ("history", "--no-trunc", "--quiet", "app:1")),
        ("docker inspect app", ("image", "inspect", "app:latest")),
        (
            "docker image inspect -f 'runs as {{.Config.User}}, {{ json .Config.Env }}' app",
            (
                "image",
                "inspect",
                "--format",
                "runs as {{.Config.User}}, {{ json .Config.Env }}",
                "app:latest",
            ),
        ),
    ],
)
def test_images_are_looked_at(text: str, arguments: tuple[str, ...]) -> None:
    _build, command = parse_commands(f"docker build .\n{text}")
    assert isinstance(command, ClientCommand)
    assert command.arguments == arguments


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("docker images a b", "docker images takes at most one name, this line has 2"),
        ("docker images --filter x", "The option --filter is not allowed: docker images may have -a/--all"),
        ("docker history", "docker history takes the name of one image, this line has 0"),
        ("docker history --format x app", "The option --format is not allowed"),
        ("docker inspect a b", "docker inspect takes the name of one image, this line has 2"),
        ("docker inspect --type image app", "The option --type is not allowed"),
        ("docker inspect -f '{{range .Config.Env}}{{.}}{{end}}' app", "expected fields such as"),
        ("docker inspect -f '{{printf \"%s\" .Id}}' app", "expected fields such as"),
        ("docker inspect -f '{{' app", "expected fields such as"),
        ("docker inspect -f '' app", "expected fields such as"),
        ("docker inspect -f '" + "x" * 201 + "' app", "expected fields such as"),
    ],
)
def test_anything_else_is_refused_with_its_line(text: str, says: str) -> None:
    line, message = refusal(f"docker build .\n\n{text}\n")
    assert line == 3
    assert says in message
