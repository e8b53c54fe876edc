import pytest

from grading.commands.commandline import logical_lines, refuse_shell
from grading.faults import LearnerFault
from tests.grading.said import said


def test_lines_are_joined_and_comments_dropped() -> None:
    text = "\ufeff# first\r\n\r\ndocker build \\\r\n  -t a \\\n  .   # the context\ndocker tag a b#c\n"
    assert list(logical_lines(text)) == [(3, "docker build   -t a   ."), (6, "docker tag a b#c")]


def test_a_quoted_number_sign_starts_no_comment() -> None:
    assert list(logical_lines("docker build --label 'a # b' .")) == [(1, "docker build --label 'a # b' .")]


def test_an_open_end_is_the_end() -> None:
    assert list(logical_lines("docker build . \\")) == [(1, "docker build . ")]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("docker\n\x00", 2, "U+0000"),
        ("docker \x1b[1m", 1, "U+001B"),
        ("\n" + "a" * 5000, 2, "too long"),
        ("a \\\n" * 400 + "b" * 4000, 1, "too long"),
        ("\n" * 600, None, "too many lines"),
    ],
)
def test_text_out_of_bounds_is_refused(text: str, line: int | None, says: str) -> None:
    with pytest.raises(LearnerFault) as refused:
        list(logical_lines(text))
    assert refused.value.line == line
    assert says in said(refused.value)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("docker build . && ls", "&& is shell syntax"),
        ("docker build . || ls", "|| is shell syntax"),
        ("docker build . | tee log", "| is shell syntax"),
        ("docker build .; ls", "; is shell syntax"),
        ("docker build . &", "& is shell syntax"),
        ("docker build . > log", "> is shell syntax"),
        ("docker build . >> log", ">> is shell syntax"),
        ("docker build - < Dockerfile", "< is shell syntax"),
        ("(docker build .)", "( is shell syntax"),
        ("docker build -t a:$(date) .", "$(…) is shell syntax"),
        ("docker build -t a:`date` .", "$(…) is shell syntax"),
        ('docker build --label "a=$(date)" .', "$(…) is shell syntax"),
        ("docker build -t a:$VERSION .", "$VARIABLE is shell syntax"),
        ('docker build -t "a:${VERSION}" .', "$VARIABLE is shell syntax"),
        ("$ docker build .", "Leave out the prompt"),
        ("docker build `", "end this one with \\"),
        ("docker build ^", "end this one with \\"),
        ("docker build \\ ", "A space follows the \\"),
        ("docker build –t a .", "– is a typographic dash"),
        ("docker build —tag a .", "— is a typographic dash"),
        ("docker build -t “a” .", "“ is a typographic quotation mark"),
        ("docker build -t «a» .", "« is a typographic quotation mark"),
        ("docker\xa0build .", "non-breaking space"),
    ],
)
def test_shell_syntax_and_pasted_typography_are_named(line: str, says: str) -> None:
    with pytest.raises(LearnerFault) as refused:
        refuse_shell(line)
    assert says in said(refused.value)


@pytest.mark.parametrize(
    "line",
    [
        "docker build --label 'a=$(b) && c' .",
        'docker build --label "a=b; c | d" .',
        'docker build --label "description=L’étape – « une »" .',
        r"docker build --label a=\$B .",
        'docker build --label "a=\\$B" .',
        "docker build --label a=5$ .",
    ],
)
def test_what_is_quoted_is_text(line: str) -> None:
    refuse_shell(line)
