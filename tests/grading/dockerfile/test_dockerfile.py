import random
import time

import pytest

from grading.dockerfile import Dockerfile, parse_dockerfile
from grading.faults import LearnerFault

TWO_STAGES = """\
ARG VERSION=3.11
ARG BASE=python:${VERSION}-slim
FROM $BASE AS Build
RUN make \\
    all
FROM debian:12-slim
COPY --from=build /x /y
FROM build
CMD ["x"]
"""


def test_each_instruction_knows_its_stage() -> None:
    found = [(one.name, one.line, one.stage) for one in parse_dockerfile(TWO_STAGES).instructions]
    assert found == [
        ("ARG", 1, None),
        ("ARG", 2, None),
        ("FROM", 3, 0),
        ("RUN", 4, 0),
        ("FROM", 6, 1),
        ("COPY", 7, 1),
        ("FROM", 8, 2),
        ("CMD", 9, 2),
    ]


def test_a_base_is_expanded_with_global_arguments() -> None:
    stages = parse_dockerfile(TWO_STAGES).stages
    assert [(one.name, one.base, one.image, one.line, one.parent) for one in stages] == [
        ("build", "$BASE", "python:3.11-slim", 3, None),
        ("", "debian:12-slim", "debian:12-slim", 6, None),
        ("", "build", "build", 8, 0),
    ]


def test_build_arguments_win_over_defaults() -> None:
    stages = parse_dockerfile(TWO_STAGES, {"VERSION": "3.12", "OTHER": "x"}).stages
    assert stages[0].image == "python:3.12-slim"


def test_an_argument_of_a_stage_does_not_reach_the_next_from() -> None:
    assert parse_dockerfile("FROM a\nARG X=1\nFROM b$X\n", {"X": "2"}).stages[1].image == "b"


def test_an_argument_without_a_default_takes_the_build_argument() -> None:
    assert parse_dockerfile("ARG X\nFROM $X\n", {"X": "busybox"}).stages[0].image == "busybox"


def test_a_stage_is_found_by_name_in_any_case_and_as_a_source_by_number() -> None:
    dockerfile = parse_dockerfile(TWO_STAGES)
    first, second, last = dockerfile.stages
    assert dockerfile.stage() == last
    assert dockerfile.stage("BUILD") == first
    assert dockerfile.stage("1") is None
    assert dockerfile.source("Build", 1) == first
    assert dockerfile.source("1", 2) == second
    assert dockerfile.source("2", 2) is None
    assert dockerfile.source("build", 0) is None
    assert dockerfile.source("²", 2) is None
    assert Dockerfile((), ()).stage() is None


def test_a_stage_is_built_on_others_from_the_one_with_an_image() -> None:
    dockerfile = parse_dockerfile(TWO_STAGES)
    assert dockerfile.path(dockerfile.stages[2])[0] == dockerfile.stages[0]
    assert dockerfile.path(dockerfile.stages[1]) == [dockerfile.stages[1]]


def test_from_minds_the_case_of_a_stage_as_buildkit_does() -> None:
    one, two = parse_dockerfile("FROM a AS One\nFROM One\n").stages
    assert (one.name, two.parent) == ("one", None)


def test_a_stage_cannot_be_its_own_parent() -> None:
    first, second = parse_dockerfile("FROM a AS a\nFROM a AS a\n").stages
    assert (first.parent, second.parent) == (None, 0)


def test_the_instruction_of_a_line_is_found() -> None:
    dockerfile = parse_dockerfile(TWO_STAGES)
    found = [dockerfile.instruction_at(line) for line in (0, 4, 5, 6, 10)]
    assert [one and one.name for one in found] == [None, "RUN", "RUN", "FROM", None]


def test_an_unknown_instruction_is_left_to_buildkit() -> None:
    assert [one.name for one in parse_dockerfile("FROM a\nRUNN x\n").instructions] == ["FROM", "RUNN"]


def test_a_mark_and_windows_line_ends_are_accepted() -> None:
    dockerfile = parse_dockerfile("\ufeffFROM a\r\nRUN x \\\r\n  y\r\nCOPY <<E /z\r\nt\r\nE\r\n")
    assert [(one.name, one.value, one.end_line) for one in dockerfile.instructions] == [
        ("FROM", "a", 1),
        ("RUN", "x   y", 3),
        ("COPY", "<<E /z", 6),
    ]


@pytest.mark.parametrize("text", ["", "\n", "# only\n", "  \t\n#x", "\\"])
def test_a_file_without_instructions_has_no_stage(text: str) -> None:
    assert parse_dockerfile(text).stages == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [("FROM ${X", 1), ("FROM a\nFROM 'b", 2), ("ARG A='\nFROM a", 1), ("ARG A=${B#x}\nFROM a", 1)],
)
def test_a_base_that_cannot_be_read_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(LearnerFault) as refused:
        parse_dockerfile(text)
    assert refused.value.line == line


def test_arguments_that_double_line_after_line_are_refused() -> None:
    lines = ["ARG A0=" + "x" * 100, *(f"ARG A{n + 1}=$A{n}$A{n}" for n in range(40)), "FROM $A40"]
    with pytest.raises(LearnerFault):
        parse_dockerfile("\n".join(lines))


PIECES = (
    *(
        "FROM",
        "ARG",
        "RUN",
        "COPY",
        "ONBUILD",
        "ADD",
        "AS",
        "a",
        "$a",
        "${a",
        "${a:-",
        "}",
        "<<E",
        "<<-'E'",
        "E",
    ),
    *(
        "--from=",
        "--",
        '["a",',
        "]",
        "# escape=`",
        "# syntax=x",
        "#",
        " ",
        "\t",
        "\n",
        "\n",
        "\r\n",
        "\\\n",
        "`\n",
    ),
    *("\\", "'", '"', "=", ":", "\ufeff", "é", "\x00", "\x85", "\u2028"),
)


@pytest.mark.parametrize("seed", range(10))
def test_any_text_is_read_or_refused_with_a_line(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - tests must be repeatable, not secret
    for _turn in range(100):
        text = "".join(chance.choices(PIECES, k=chance.randrange(60)))
        dockerfile, fault = read(text)
        assert fault is None or (fault.line and str(fault))
        ends = [0, *(one.end_line for one in dockerfile.instructions)]
        for one, before in zip(dockerfile.instructions, ends, strict=False):
            assert before < one.line <= one.end_line <= text.count("\n") + 1
            assert dockerfile.instruction_at(one.end_line) == one
            assert isinstance(one.words, tuple)
            assert one.trigger is None or one.name == "ONBUILD"


def read(text: str) -> tuple[Dockerfile, LearnerFault | None]:
    try:
        return parse_dockerfile(text, {"a": "b"}), None
    except LearnerFault as fault:
        return Dockerfile((), ()), fault


UNITS = (
    *(
        "a",
        " ",
        "\\",
        "\\\n",
        "\\ ",
        "<<A ",
        "<<A",
        "${a:-",
        "${a",
        "$a",
        "'",
        '"',
        "\\'",
        "--a ",
        "--'",
        "--\\",
    ),
    *("--a=\\' ", "[", '["a",', "# escape=", "a=", "# ", "\n", "FROM a AS a\n", "FROM $a\n", "ARG a=$a\n"),
    *("RUN <<A\n", "\t", "\xa0", "\r"),
)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("head", ["", "RUN ", "FROM ", "ONBUILD RUN <<A "])
def test_the_largest_file_is_read_in_linear_time(head: str, unit: str) -> None:
    text = (head + unit * (65_536 // len(unit)))[:65_536]
    began = time.process_time()
    read(text)
    assert time.process_time() - began < 1.5


@pytest.mark.parametrize(
    "text",
    [
        "FROM busybox${TARGETOS:+:1.35}\n",
        "ARG A=$BUILDPLATFORM\nFROM busybox$A\n",
        'FROM "busy${none:-$TARGETARCH}box"\n',
        "ARG http_proxy\nFROM busybox${http_proxy:+:1.35}\n",
    ],
)
def test_a_base_that_depends_on_what_others_set_is_refused(text: str) -> None:
    with pytest.raises(LearnerFault, match="cannot depend on the variable"):
        parse_dockerfile(text)


def test_a_variable_that_only_begins_so_is_the_learners_own() -> None:
    assert parse_dockerfile("ARG TARGETOS_NAME=busybox\nFROM $TARGETOS_NAME\n").stages[0].image == "busybox"


def test_letters_that_buildkit_takes_for_others_make_no_instruction() -> None:
    for name in ("ONBU\u0130LD", "ONBUILD WORKD\u0130R"):
        with pytest.raises(LearnerFault, match="is no instruction"):
            parse_dockerfile(f"FROM busybox\n{name} COPY --from=other /x /y\n")
