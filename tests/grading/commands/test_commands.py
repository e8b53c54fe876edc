import pytest

from grading.commands import COMMANDS_FILE, BuildCommand, TagCommand, parse_commands, read_commands
from grading.faults import LearnerFault
from grading.references import parse_reference
from tests.grading.said import said


def build(text: str) -> BuildCommand:
    (command,) = parse_commands(text)
    assert isinstance(command, BuildCommand)
    return command


def refusal(text: str) -> tuple[int | None, str]:
    with pytest.raises(LearnerFault) as refused:
        parse_commands(text)
    assert refused.value.path == COMMANDS_FILE
    return refused.value.line, said(refused.value)


def test_every_option_of_a_build_is_read() -> None:
    command = build(
        "docker build --tag app:1.0.0 -t app -tapp:x -f docker/Dockerfile --target=Build --build-arg A=1=2 "
        "--build-arg 'B=x y' --label org.example.a=b --label bare --no-cache ."
    )
    assert command == BuildCommand(
        line=1,
        tags=(parse_reference("app:1.0.0"), parse_reference("app"), parse_reference("app:x")),
        dockerfile="docker/Dockerfile",
        target="Build",
        build_args={"A": "1=2", "B": "x y"},
        labels={"org.example.a": "b", "bare": ""},
        no_cache=True,
    )


def test_the_shortest_build_has_no_tag() -> None:
    assert build("docker build .") == BuildCommand(line=1)


@pytest.mark.parametrize("start", ["docker build", "docker image build", "docker buildx build"])
@pytest.mark.parametrize("rest", [". -t app", "-t app .", "-t=app ."])
def test_a_build_is_written_in_several_ways(start: str, rest: str) -> None:
    assert build(f"{start} {rest}").tags == (parse_reference("app"),)


def test_the_last_of_two_values_counts_as_in_docker() -> None:
    assert build("docker build -f a -f ./b --build-arg A=1 --build-arg A=2 .") == BuildCommand(
        line=1, dockerfile="b", build_args={"A": "2"}
    )


def test_commands_keep_their_order_and_lines() -> None:
    commands = parse_commands(
        "# two\ndocker build \\\n -t a .\n\ndocker tag a r.org/b:1\ndocker image tag a c\n"
    )
    assert [command.line for command in commands] == [2, 5, 6]
    assert commands[1] == TagCommand(5, parse_reference("a"), parse_reference("r.org/b:1"))
    assert isinstance(commands[2], TagCommand)


def test_commands_keep_how_they_were_typed() -> None:
    login = "cat pw.txt | docker login -u me --password-stdin localhost:5000"
    typed = f"docker build --build-arg 'A=x  y' \\\n -t a . # why\n{login}\n"
    assert [command.text for command in parse_commands(typed)] == [
        "docker build --build-arg 'A=x  y'  -t a .",
        login,
    ]


def test_each_wrong_line_is_told_and_the_others_are_read() -> None:
    commands, faults = read_commands(
        "docker psuh a\ndocker build .\nls -l\ndocker images\n\tdocker\x01 images"
    )
    assert [command.line for command in commands] == [2, 4]
    assert [(fault.path, fault.line) for fault in faults] == [(COMMANDS_FILE, line) for line in (1, 3, 5)]
    assert [fault.line for fault in read_commands("docker biuld .")[1]] == [1]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "docker exec app ls",
            "docker exec is not allowed here: a container runs for a moment, with docker run --rm",
        ),
        ("docker biuld .", "docker biuld is not allowed here: did you mean docker build?"),
        ("docker save app", "docker save is not allowed here: allowed are docker build, docker tag"),
        ("docker", "docker alone does nothing"),
        ("docker image", "docker image is not allowed"),
        ("docker --host tcp://x build .", "docker --host is not allowed"),
        ("sudo docker build .", "sudo is not needed"),
        ("ls -l", "ls is not allowed here: every line is one of docker build, docker tag"),
        ("'' x", "is not allowed here"),
        ("docker build -t 'a .", "quotation mark is opened and not closed"),
        ("docker build -t a . && ls", "&& is shell syntax"),
        ("docker build -t a", "The build context is missing"),
        ("docker build ..", "The build context is ..: only ."),
        ("docker build /", "The build context is /"),
        ("docker build https://example.org/x.git", "The build context is https://example.org/x.git"),
        ("docker build -", "The option - is not allowed"),
        ("docker build . .", "more than once"),
        (
            "docker build --platform linux/arm64 .",
            "The option --platform is not allowed: docker build may have -t",
        ),
        ("docker build --push .", "The option --push is not allowed"),
        ("docker build --allow=security.insecure .", "The option --allow is not allowed"),
        ("docker build --tags a .", "The option --tags is not allowed: did you mean --tag?"),
        ("docker build --help", "The option --help is not allowed"),
        ("docker build -- .", "The option -- is not allowed"),
        ("docker build . -t", "The option -t/--tag needs a value"),
        ("docker build --target", "The option --target needs a value"),
        ("docker build --no-cache=true .", "The option --no-cache takes no value"),
        ("docker build -t App .", "repository name (library/App) must be lowercase"),
        ("docker build -t a:b:c .", "invalid tag format"),
        ("docker build -t '' .", "repository name must have at least one component"),
        ("docker build -t a@sha256:" + "0" * 64 + " .", "a digest cannot be chosen"),
        ("docker build -f /etc/passwd .", "The file /etc/passwd is outside"),
        ("docker build -f ../x .", "The file ../x is outside"),
        ("docker build -f a/../../x .", "is outside"),
        ("docker build -f 'a\\b' .", "is outside"),
        ("docker build -f '' .", "is outside"),
        ("docker build --target 'a b' .", "a b is no name of a stage"),
        ("docker build --target '' .", '"" is no name of a stage'),
        ("docker build --build-arg A .", "--build-arg A is wrong: expected NAME=value"),
        ("docker build --build-arg =1 .", "--build-arg =1 is wrong"),
        ("docker build --build-arg a-b=1 .", "--build-arg a-b=1 is wrong"),
        ("docker build --build-arg BUILDKIT_SYNTAX=evil .", "--build-arg BUILDKIT_SYNTAX is not allowed"),
        ("docker build --build-arg buildkit_syntax=evil .", "is not allowed"),
        ("docker build --label =x .", "--label needs a name"),
        ("docker tag a", "takes two names, SOURCE and TARGET, this line has 1"),
        ("docker tag a b c", "this line has 3"),
        ("docker tag -f a b", "docker tag has no option -f"),
        ("docker tag a B", "must be lowercase"),
    ],
)
def test_anything_else_is_refused_with_its_line(text: str, says: str) -> None:
    line, message = refusal(f"docker build .\n\n{text}\n")
    assert line == 3
    assert says in message


@pytest.mark.parametrize("text", ["", "# nothing\n\n", "docker tag a b"])
def test_at_least_one_build_is_asked_for(text: str) -> None:
    assert "No docker build was given" in refusal(text)[1]


def test_twenty_commands_and_twenty_tags_are_the_most() -> None:
    most = "\n".join(["docker build -t a:0 .", *(f"docker tag a:0 a:{n}" for n in range(19))])
    assert len(parse_commands(most)) == 20
    assert refusal(most + "\ndocker build .") == (21, "Too many commands: at most 20 are allowed.")
    tags = " ".join(f"-t a:{n}" for n in range(20))
    assert len(build(f"docker build {tags} .").tags) == 20
    assert refusal(f"docker build {tags} .\ndocker tag a b") == (
        2,
        "Too many tags: at most 20 are allowed in all.",
    )


def test_nothing_is_printed_and_nothing_exits(capsys: pytest.CaptureFixture[str]) -> None:
    for text in (
        "docker build -h",
        "docker build --version",
        "docker build --build-arg",
        "docker build @x .",
    ):
        refusal(text)
    assert capsys.readouterr() == ("", "")
