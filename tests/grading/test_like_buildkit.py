"""Where BuildKit's own parser sees the next instruction, ours must see it too."""

from __future__ import annotations

import re

import pytest

from grading.daemon.isolation import Daemon
from grading.dockerfile import parse_dockerfile
from grading.faults import LearnerFault
from grading.validation.frontend import without_directives
from tests.grading.docker_build import build

pytestmark = pytest.mark.engine

# Each is followed by an instruction that nobody knows: BuildKit's error says on which line it found it, if at all.
TEXTS = (
    "RUN <<EOF\nMARKER\nEOF\n",
    "RUN <<EOF cat\nMARKER\nEOF\n",
    "RUN << EOF\nMARKER\nEOF\n",
    "RUN a<<EOF\nMARKER\nEOF\n",
    "RUN 3<<EOF\nMARKER\nEOF\n",
    "RUN <<<EOF\nMARKER\nEOF\n",
    "RUN <<-EOF\n\tMARKER\n\tEOF\n",
    "RUN <<EOF\n\tMARKER\n\tEOF\nEOF\n",
    "RUN <<'EOF'\nMARKER\nEOF\n",
    'RUN <<"EOF"\nMARKER\nEOF\n',
    "RUN <<E'O'F\nMARKER\nEOF\n",
    "RUN <<'A B'\nMARKER\nA B\n",
    "RUN <<A\\ B\nMARKER\nA B\n",
    "RUN <<\\EOF\nMARKER\nEOF\n",
    "RUN <<$EOF\nMARKER\n$EOF\n",
    "RUN <<${EOF}\nMARKER\n${EOF}\n",
    "RUN <<EOF; ls\nMARKER\nEOF;\n",
    "RUN (cat <<EOF)\nMARKER\nEOF)\n",
    "RUN <<A <<B\nA\nMARKER\nB\n",
    "RUN echo '<<EOF'\nMARKER\nEOF\n",
    'RUN echo "<<EOF"\nMARKER\nEOF\n',
    "RUN echo it's <<EOF\nMARKER\nEOF\n",
    "RUN echo \\' <<EOF\nMARKER\nEOF\n",
    "RUN echo ${a:-b c} <<EOF\nMARKER\nEOF\n",
    "RUN echo ${a#b} <<EOF\nMARKER\nEOF\n",
    "RUN echo ${a%%b} <<EOF\nMARKER\nEOF\n",
    "RUN echo ${a/b/c} <<EOF\nMARKER\nEOF\n",
    "RUN echo ${a!b} <<EOF\nMARKER\nEOF\n",
    "RUN echo ${a^^} <<EOF\nMARKER\nEOF\n",
    "RUN echo ${} <<EOF\nMARKER\nEOF\n",
    "RUN echo $( <<EOF\nMARKER\nEOF\n",
    "RUN echo `a` <<EOF\nMARKER\nEOF\n",
    'RUN ["cat", "<<EOF"]\nMARKER\nEOF\n',
    "RUN --mount=type=cache,target=/x <<EOF\nMARKER\nEOF\n",
    "COPY <<EOF /x\nMARKER\nEOF\n",
    "COPY --chmod=755 <<a.txt <<b.txt /x/\nMARKER\na.txt\nMARKER\nb.txt\n",
    "ADD <<EOF /x\nMARKER\nEOF\n",
    "CMD <<EOF\nMARKER\nEOF\n",
    "ENV A=<<EOF\nMARKER\nEOF\n",
    "ONBUILD RUN <<EOF\nMARKER\nEOF\n",
    "onbuild copy <<EOF /x\nMARKER\nEOF\n",
    "RUN a \\\nMARKER\n",
    "RUN a \\\\\nMARKER\n",
    "RUN a \\\\\\\nMARKER\n",
    "RUN a \\ \t\nMARKER\n",
    "RUN a \\\n# MARKER\nb\n",
    "RUN a \\\n\n\nMARKER\n",
    "RUN a \\\n  # x \\\nMARKER\n",
    "RUN a # x \\\nMARKER\n",
    "# x \\\nMARKER\n",
    "RUN a `\nMARKER\n",
    "\\\nMARKER\n",
    "RUN \\\n<<EOF \\\n cat\nMARKER\nEOF\n",
    "RUN a\x0b\\\nMARKER\n",
    "\xa0RUN a\nMARKER\n",
    "RUN a\r\nMARKER\r\n",
    "RUN a \\\r\nMARKER\r\n",
    "RUN <<EOF\r\nMARKER\r\nEOF\r\n",
    "  RUN a\n\tMARKER x\n",
)
HEADS = (
    "",
    "# escape=`\n",
    "# syntax=x\n# escape=`\n",
    "# check=skip=all\n# escape=`\n",
    "# comment\n# escape=`\n",
    "#Escape = ` \n",
    "\ufeff# escape=`\n",
)


def markers_line(daemon: Daemon, text: str) -> int | None:
    said = build(daemon, text).stderr
    found = re.search(r"parse error on line (\d+): unknown instruction: MARKER", said)
    return int(found[1]) if found else None


def our_line(text: str) -> int | None:
    try:
        instructions = parse_dockerfile(text).instructions
    except LearnerFault:
        return None
    return next((one.line for one in instructions if one.name == "MARKER"), None)


def test_the_next_instruction_is_where_buildkit_sees_it(daemon: Daemon) -> None:
    texts = [f"FROM busybox\n{text}MARKER\n" for text in TEXTS]
    assert {text: our_line(text) for text in texts} == {text: markers_line(daemon, text) for text in texts}


def test_the_escape_character_is_the_one_that_buildkit_uses(daemon: Daemon) -> None:
    """Also when it stands below a directive that is taken out before BuildKit sees the file."""
    texts = [f"{head}FROM busybox\nRUN a `\nMARKER\nRUN b \\\nMARKER\nMARKER\n" for head in HEADS]
    sent = {text: without_directives(text, parse_dockerfile(text)) for text in texts}
    assert {text: our_line(text) for text in texts} == {
        text: markers_line(daemon, sent[text]) for text in texts
    }
