from __future__ import annotations

import pytest

from grading.build.step_lines import is_from, line_of
from grading.dockerfile import parse_dockerfile


@pytest.mark.parametrize(
    ("name", "dockerfile", "line"),
    [
        ("[2/3] RUN b", "FROM a:1\n\nRUN b\nRUN b\n", 3),
        ("[3/3] RUN b", "FROM a:1\n\nRUN b\nRUN b\n", 4),
        ("[ 2/10] RUN b", "FROM a:1\nRUN b\n" + "RUN c\n" * 8, 2),
        ("[1/1] COPY a /", "FROM scratch\nCOPY a /\n", 2),
        ("[stage-1 1/2] RUN b", "FROM a:1 AS one\nFROM one\nRUN b\nRUN b\n", 3),
        ("[linux/amd64 one 2/2] RUN b", "FROM a:1 AS one\nRUN b\nFROM a:1\n", 2),
        ("[stage-1 2/2] RUN b", "FROM a:1 AS stage-1\nCOPY a b\nFROM a:1\nRUN b\n", 4),
        ("[3/3] RUN own", "FROM onbuild:1\nRUN own\n", 2),
        ("[2/3] COPY trigger", "FROM onbuild:1\nRUN own\n", None),
        ("exporting to image", "FROM a:1\nRUN b\n", None),
        ("[two 9/9] RUN b", "FROM a:1 AS one\nRUN b\nFROM one\n", None),
    ],
)
def test_a_step_is_traced_to_its_line(name: str, dockerfile: str, line: int | None) -> None:
    assert line_of(name, parse_dockerfile(dockerfile)) == line


def test_a_from_is_told_from_what_follows_it() -> None:
    assert is_from("[one 1/2] FROM docker.io/library/debian:12-slim")
    assert not is_from("[one 2/2] RUN echo FROM")
    assert not is_from("exporting to image")
