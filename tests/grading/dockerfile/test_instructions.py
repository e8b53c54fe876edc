import pytest

from grading.dockerfile.instructions import Instruction, Lines, heredocs_of, json_words, split_instruction
from grading.faults import LearnerFault
from tests.grading.said import said


def instructions(text: str) -> list[Instruction]:
    lines = Lines(text)
    lines.directives()
    return list(iter(lines.instruction, None))


def one(text: str) -> Instruction:
    (found,) = instructions(text)
    return found


def test_a_line_is_name_flags_and_value() -> None:
    found = one("copy --from=build  --chown=a:b\t/x   /y  \n")
    assert (found.name, found.value) == ("COPY", "/x   /y")
    assert found.flags == {"from": ("build",), "chown": ("a:b",)}
    assert found.words == ("/x", "/y")


def test_a_flag_given_twice_keeps_both_values() -> None:
    found = one("RUN --mount=type=cache,target=/a --mount=type=bind,from=b true")
    assert found.flags["mount"] == ("type=cache,target=/a", "type=bind,from=b")
    assert found.value == "true"


@pytest.mark.parametrize(
    ("text", "flags", "value"),
    [
        ("RUN --security='insecure' id", {"security": ("insecure",)}, "id"),
        ('RUN --"security"=ins\\ecure id', {"security": ("insecure",)}, "id"),
        ("RUN --network=host", {"network": ("host",)}, ""),
        ("RUN -- --network=host", {}, "--network=host"),
        ("RUN echo --network=host", {}, "echo --network=host"),
        ("RUN --mount='a b", {"mount": ("a b",)}, ""),
        ("RUN --link a", {"link": ("",)}, "a"),
    ],
)
def test_flags_are_unquoted_as_buildkit_does(
    text: str, flags: dict[str, tuple[str, ...]], value: str
) -> None:
    assert split_instruction(text) == ("RUN", flags, value)


def test_a_continued_line_spans_comments_and_empty_lines() -> None:
    first, second = instructions("RUN a \\\n  # why\n\n  && b \\  \n && c\nCMD d\n")
    assert (first.line, first.end_line) == (1, 5)
    assert first.value == "a   && b  && c"
    assert (second.name, second.line, second.end_line) == ("CMD", 6, 6)


def test_two_escapes_do_not_continue_a_line() -> None:
    assert [found.value for found in instructions("RUN a \\\\\nRUN b")] == ["a \\\\", "b"]


def test_a_line_continued_at_the_end_of_the_file_ends_there() -> None:
    assert one("RUN a \\").value == "a"


def test_the_escape_directive_changes_the_character() -> None:
    found = one("# escape=`\nRUN a ` \n b\\\n")
    assert (found.line, found.end_line, found.value) == (2, 3, "a  b\\")


@pytest.mark.parametrize("head", ["# a comment\n", "\n", "# other=1\n", "#!shebang\n", "# ARG\n", "ARG A\n"])
def test_a_directive_below_anything_else_is_a_comment(head: str) -> None:
    lines = Lines(head + "# escape=`\n")
    assert lines.directives() == ()
    assert lines.escape == "\\"


def test_directives_are_read_in_any_case_and_spacing() -> None:
    lines = Lines("\ufeff#SYNTAX = docker/dockerfile:1 \r\n  #  Escape=\\\r\n# check=skip=all\r\n")
    found = [(one.name, one.value, one.line) for one in lines.directives()]
    assert found == [("syntax", "docker/dockerfile:1", 1), ("escape", "\\", 2), ("check", "skip=all", 3)]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("# escape=x\n", 1, "invalid escape token x"),
        ("# escape=`\n# escape=`\n", 2, "only one escape parser directive"),
        ("FROM a\nRUN <<EOF\nx\n", 2, "unterminated heredoc"),
        ("RUN <<'a\\'\n", 1, "unterminated heredoc"),
        ('RUN ["cat"] <<EOF\nx\nEOF\n', 1, "A JSON list cannot be followed by a heredoc"),
        ("RUN " + "${a:-" * 30 + "x <<EOF", 1, "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(LearnerFault) as refused:
        instructions(text)
    assert refused.value.line == line
    assert says in said(refused.value)


def test_a_heredoc_is_part_of_its_instruction() -> None:
    run, cmd = instructions("RUN <<EOF\nFROM inside\n\n# kept\nEOF\nCMD x\n")
    assert run.heredocs == ("FROM inside\n\n# kept\n",)
    assert (run.line, run.end_line) == (1, 5)
    assert cmd.line == 6


def test_several_heredocs_follow_each_other() -> None:
    found = one('COPY <<a.txt <<-"b.txt" /x/\n1\na.txt\n\t2\n\tb.txt\n')
    assert found.heredocs == ("1\n", "\t2\n")
    assert found.end_line == 5


def test_an_onbuild_heredoc_belongs_to_its_trigger() -> None:
    found = one("ONBUILD RUN <<EOF\nx\nEOF\n")
    assert found.heredocs == ("x\n",)
    trigger = found.trigger
    assert trigger is not None
    assert (trigger.name, trigger.value) == ("RUN", "<<EOF")
    assert trigger.trigger is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("RUN <<EOF", (("EOF", False),)),
        ("RUN <<-EOF", (("EOF", True),)),
        ("RUN 3<<EOF", (("EOF", False),)),
        ("RUN <<'a b'", (("a b", False),)),
        ("RUN <<\\EOF", (("EOF", False),)),
        ("RUN <<$EOF", (("$EOF", False),)),
        ("RUN a<<EOF", ()),
        ("RUN << EOF", ()),
        ("RUN <<<EOF", ()),
        ("RUN <<", ()),
        ('RUN echo "<<EOF"', ()),
        ("RUN echo it's <<EOF", ()),
        ("RUN ${a!} <<EOF", ()),
    ],
)
def test_heredocs_are_found_where_buildkit_finds_them(text: str, found: tuple[tuple[str, bool], ...]) -> None:
    assert heredocs_of(text, 1) == found


@pytest.mark.parametrize("text", ['RUN ["cat", "<<EOF"]', "CMD <<EOF", "ENV a=<<EOF", "# RUN <<EOF\nRUN x"])
def test_elsewhere_it_is_plain_text(text: str) -> None:
    assert one(text).heredocs == ()


def test_a_json_list_of_strings_is_words() -> None:
    assert json_words('["a b", "c"]') == ("a b", "c")
    assert json_words('["a", 1]') is None
    assert json_words("[" * 60_000) is None
    assert one('COPY ["a b", "/x"]').words == ("a b", "/x")
