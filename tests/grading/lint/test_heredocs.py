"""hadolint reads no heredoc that is followed by something: what we give it instead, it reads, with the same lines."""

from __future__ import annotations

import pytest

from grading.lint import UNREADABLE, lint

AFTER = "RUN cd /after\n"


def codes(text: str) -> dict[str, int]:
    return {one.code: one.line for one in lint(text)}


@pytest.mark.parametrize(
    "heredoc",
    [
        "RUN <<EOF\ntrue\nEOF\n",
        "RUN <<EOF\ntrue\nEOF\n# a comment\n",
        'RUN <<-"EOF"\n\ttrue\n\tEOF\n',
        "RUN <<EOF\n#!/usr/bin/env python3\nif (x): pass\nEOF\n",
        "RUN <<EOF\nSCRIPT\nEOF\n",
        "RUN <<EOF\nEOF\n",
        "RUN --mount=type=cache,target=/x \\\n    <<EOF\ntrue\nEOF\n",
        "RUN cat <<EOF > /x\n[it's\nEOF\n",
        "RUN <<A <<B\ntrue\nA\ntrue\nB\n",
        "COPY <<EOF /x\n[it's\nEOF\n",
        "COPY <<a.txt <<'b.txt' /x/\n1\na.txt\n2\nb.txt\n",
        "ONBUILD RUN <<EOF\ntrue\nEOF\n",
        "ONBUILD COPY <<EOF /x\ntrue\nEOF\n",
    ],
)
def test_what_follows_is_found_on_its_line(heredoc: str) -> None:
    text = f"FROM debian:12\n{heredoc}{AFTER}"
    found = codes(text)
    assert UNREADABLE not in found
    assert found["DL3003"] == text.count("\n")


def test_a_script_is_looked_at_as_a_run() -> None:
    text = "FROM debian:12\n\nRUN <<EOF\napt-get update\napt-get install -y curl\nEOF\nUSER x\n"
    assert codes(text)["DL3015"] == 3


def test_a_file_is_not() -> None:
    assert codes("FROM debian:12\nWORKDIR /x\nCOPY <<EOF x.sh\napt-get install curl\nEOF\nUSER 1\n") == {}
