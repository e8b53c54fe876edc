import pytest

from tests.grading.validation.test_validation import problem, problems, valid


@pytest.mark.parametrize(
    "base",
    [
        "python:3.11-slim",
        "docker.io/library/python:3.11-slim",
        "library/python:3.11-slim",
        "index.docker.io/library/python:3.11-slim",
        "busybox",
        "busybox:latest",
        "--platform=linux/amd64 busybox",
        "'busybox'",
    ],
)
def test_an_allowed_base_image_can_be_written_in_several_ways(base: str) -> None:
    assert valid(f"FROM {base}\n")


@pytest.mark.parametrize(
    "base",
    [
        "python",
        "python:3.11",
        "python:3.11-slim-bookworm",
        "evil/python:3.11-slim",
        "localhost:5000/busybox",
        "scratch",
    ],
)
def test_any_other_is_refused_and_the_allowed_ones_named(base: str) -> None:
    assert problem(f"# why\nFROM {base} AS x\n") == (
        "Dockerfile",
        2,
        f"The base image {base} is not allowed: expected a stage above or one of python:3.11-slim, busybox.",
    )


def test_scratch_is_allowed_where_the_lab_lists_it() -> None:
    assert valid("FROM scratch\nCOPY app.py /\n", base_images=("scratch", "busybox"))


def test_a_base_with_arguments_is_judged_by_what_it_becomes() -> None:
    text = "ARG NAME=busybox\nFROM ${NAME}\n"
    assert valid(text)
    assert "The base image evil is not allowed" in problem(text, "docker build --build-arg NAME=evil .")[2]
    assert "FROM $X names no image" in problem("FROM $X\n")[2]
    assert "names no image" in problem("FROM\n")[2]


def test_each_build_of_a_file_is_judged_by_its_own_arguments() -> None:
    text = "ARG NAME=busybox\nFROM ${NAME}\n"
    commands = "docker build --build-arg NAME=evil .\ndocker build ."
    assert "The base image evil is not allowed" in problem(text, commands)[2]


def test_a_stage_above_can_be_a_base_one_below_not() -> None:
    assert valid("FROM busybox AS One\nFROM one\n")
    assert problem("FROM busybox AS One\nFROM One\n")[1:] == (
        2,
        "FROM needs the name of a stage in lower case: one, not One.",
    )
    assert problem("FROM two\nFROM busybox AS two\n")[1] == 1
    assert problem("FROM 0\n")[1] == 1


def test_a_file_without_from_is_refused() -> None:
    assert problem("ARG A\nRUN x\n") == (
        "Dockerfile",
        1,
        "There is no FROM: it says which image to start from.",
    )


def test_a_misspelt_from_is_said_to_be_one() -> None:
    assert problem("FORM busybox\nRUN x\n")[1:] == (1, "FORM is no instruction: did you mean FROM?")


@pytest.mark.parametrize("source", ["one", "ONE", "0", "busybox", "docker.io/library/python:3.11-slim"])
def test_files_can_be_copied_from_a_stage_above_or_an_allowed_image(source: str) -> None:
    assert valid(f"FROM busybox AS one\nFROM busybox\nCOPY --from={source} /x /y\n")
    assert valid(f"FROM busybox AS one\nFROM busybox\nRUN --mount=type=bind,from={source},target=/x ls\n")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("COPY --from=evil /x /y", "--from=evil is neither a stage above nor one of the images"),
        ("COPY --from=two /x /y", "--from=two is neither"),
        ("COPY --from=1 /x /y", "--from=1 is neither"),
        ("COPY --from=$A /x /y", "--from=$A cannot use a variable"),
        ("COPY --'from'=evil /x /y", "--from=evil is neither"),
        ("ADD --from=evil /x /y", "--from=evil is neither"),
        ("RUN --mount=from=evil,target=/x ls", "--mount from=evil is neither"),
        ('RUN --mount=type=bind,"from=evil",target=/x ls', "--mount from=evil is neither"),
        ("RUN --mount=type=bind,FROM=evil ls", "--mount from=evil is neither"),
        ("RUN --mount=type=cache,target=/x --mount=from=${A} ls", "cannot use a variable"),
        ("ONBUILD COPY --from=evil /x /y", "--from=evil is neither"),
        ("ONBUILD ONBUILD RUN --network=host x", "RUN --network=host is not allowed"),
        ("RUN --security=insecure id", "RUN --security=insecure is not allowed"),
        ("RUN --network=host id", "RUN --network=host is not allowed"),
        ("run --network='host' <<E\nid\nE", "RUN --network=host is not allowed"),
        ("ADD http://169.254.169.254/x /y", "ADD cannot fetch http://169.254.169.254/x"),
        ("ADD a https://example.org/x /y/", "ADD cannot fetch https://example.org/x"),
        ('ADD ["https://example.org/x", "/y"]', "ADD cannot fetch https://example.org/x"),
        ("ADD git@example.org:a/b.git /y", "ADD cannot fetch git@example.org:a/b.git"),
        ("ADD git://example.org/b /y", "ADD cannot fetch git://"),
        ("ADD SSH://example.org/b /y", "ADD cannot fetch SSH://"),
        ("ONBUILD ADD https://example.org/x /y", "ADD cannot fetch"),
    ],
)
def test_what_comes_from_elsewhere_is_refused_with_its_line(line: str, says: str) -> None:
    path, at, message = problem(f"FROM busybox AS one\nFROM busybox AS two\n{line}\n")
    assert (path, at) == ("Dockerfile", 3)
    assert says in message


@pytest.mark.parametrize(
    "line",
    [
        "RUN --network=none id",
        "RUN --security=sandbox id",
        "RUN --mount=type=cache,target=/x id",
        "RUN echo --network=host",
        "ADD app.py http:/x",
        "ADD <<E /y\nhttps://example.org/x\nE",
        "COPY app.py /from=evil",
    ],
)
def test_what_only_looks_like_it_is_not(line: str) -> None:
    assert valid(f"FROM busybox\n{line}\n")


def test_add_fetches_nothing_in_a_lab_with_packages_either() -> None:
    says = problem("FROM busybox\nADD https://example.org/x /y\n", network="packages")[2]
    assert says == (
        "ADD cannot fetch https://example.org/x: only RUN reaches package sources, with apt-get, pip or npm."
    )


def test_the_target_must_be_a_stage() -> None:
    text = "FROM busybox AS one\nFROM busybox\n"
    assert valid(text, "docker build --target ONE .").target == "ONE"
    assert "is none of the stages" in problem(text, "docker build --target 1 .")[2]
    path, line, says = problem(text, "docker build .\ndocker build --target two .")
    assert (path, line) == ("commands.txt", 2)
    assert says == "--target two is none of the stages; those with a name: one."
    assert problem("FROM busybox\n", "docker build --target two .")[2] == (
        "--target two is none of the stages: none has a name, such as FROM … AS two gives."
    )


def test_a_lab_image_that_is_no_reference_allows_nothing() -> None:
    assert problems("FROM Bad\n", base_images=("Bad",))
