import pytest

from grading.dockerfile import shellwords
from grading.dockerfile.shellwords import UndecidableError, WordError

VARIABLES = {"A": "one", "EMPTY": ""}


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("python:3", "python:3"),
        ("$A", "one"),
        ("x${A}y", "xoney"),
        ("$UNSET", ""),
        ("${UNSET:-two}", "two"),
        ("${EMPTY:-two}", "two"),
        ("${EMPTY-two}", ""),
        ("${A:-two}", "one"),
        ("${A:+two}", "two"),
        ("${UNSET:+two}", ""),
        ("${UNSET:-${A}-$A}", "one-one"),
        ("${A:?needed}", "one"),
        ("'$A'", "$A"),
        ('"$A b"', "one b"),
        (r"\$A", "$A"),
        (r'"\$A\"\x"', r'$A"\x'),
        ("a$", "a$"),
    ],
)
def test_variables_and_quotes_are_expanded(text: str, expanded: str) -> None:
    assert shellwords.expand(text, VARIABLES) == expanded


def test_the_escape_character_can_be_a_backtick() -> None:
    assert shellwords.expand("`$A\\b", VARIABLES, "`") == "$A\\b"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("'a", "single-quote"),
        ('"a', "double-quote"),
        ('"a\\', "double-quote"),
        ("${A", "unsupported modifier"),
        ("${", "missing '}'"),
        ("${}", "bad substitution"),
        ("${A!x}", "unsupported modifier (!)"),
        ("${A:-x", "matching }"),
        ("${UNSET:?say it}", "UNSET: say it"),
    ],
)
def test_what_buildkit_cannot_expand_is_an_error(text: str, says: str) -> None:
    with pytest.raises(WordError) as failed:
        shellwords.expand(text, VARIABLES)
    assert says in str(failed.value)


@pytest.mark.parametrize("text", ["${A#o}", "${A%%e}", "${A/o/0}", "${A:-" * 30 + "}" * 30])
def test_what_is_not_followed_here_is_said_to_be_so(text: str) -> None:
    with pytest.raises(UndecidableError):
        shellwords.expand(text, VARIABLES)


def test_variables_cannot_grow_a_text_without_end() -> None:
    with pytest.raises(UndecidableError):
        shellwords.expand("$B" * 1000, {"B": "x" * 100})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("RUN <<EOF cat", ("RUN", "<<EOF", "cat")),
        ("RUN <<'a b' c", ("RUN", "<<'a b'", "c")),
        (r"a\ b c", (r"a\ b", "c")),
        ('$A ${B:-x y} "$C d"', ("$A", "${B:-x", "y}", '"$C d"')),
        ("  a\t b\xa0c  ", ("a", "b", "c")),
        ("a\x1cb", ("a\x1cb",)),
    ],
)
def test_words_are_split_as_they_are_written(text: str, words: tuple[str, ...]) -> None:
    assert shellwords.split(text) == words


def test_quotes_and_escapes_can_be_taken_off() -> None:
    assert shellwords.unquote("'a b'\"c\"\\d$e") == ("a bcd$e",)
