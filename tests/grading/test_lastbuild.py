"""Which build is graded, and at which FROM its image begins: as the gutter and the explorer both say it."""

from __future__ import annotations

import pytest

from grading.explorer.lines import costed
from grading.lastbuild import last_build, last_command
from grading.workbench.costs import line_costs
from labs.models import Lab, LabFile
from tests.grading.checks.work import an_image
from tests.grading.conftest import Submit
from tests.grading.lastbuilds import build_of

ALIASES = """\
ARG START=base
FROM x AS base
FROM base AS a
RUN made by a
FROM x AS other
RUN left behind
FROM a AS b
COPY b b
FROM ${START} AS c
RUN made by c
"""


@pytest.mark.parametrize(
    ("target", "arguments", "base_line", "own_line"),
    [
        ("base", {}, 2, None),
        ("A", {}, 2, 4),
        ("other", {}, 5, 6),
        ("b", {}, 2, 8),
        (None, {}, 2, 10),
        ("c", {"START": "other"}, 5, 10),
    ],
)
def test_the_base_belongs_to_the_from_that_the_target_begins_at(
    target: str | None, arguments: dict[str, str], base_line: int, own_line: int | None
) -> None:
    """Also where its stage makes no layer of its own, or another FROM stands between it and the first one."""
    image = an_image([(7, own_line)] if own_line else [], base=100)
    build = build_of(ALIASES, target, **arguments)
    assert [one.line for one in costed(build, image) if one.is_base] == [base_line]
    sized = [(one.line, one.bytes) for one in line_costs([], image, build) if one.bytes]
    assert sized == [(base_line, 100), *([(own_line, 7)] if own_line else [])]


@pytest.mark.parametrize(("text", "target"), [("", None), ("NONSENSE\n", None), (ALIASES, "none-such")])
def test_where_the_stages_cannot_be_told_no_line_has_the_base(text: str, target: str | None) -> None:
    assert line_costs([], an_image([], base=100), build_of(text, target)) == []


def test_the_last_build_is_the_one_that_is_graded() -> None:
    build = last_command(
        "docker build -t a .\ndocker build -f prod.Dockerfile --target run -t b .\ndocker images"
    )
    assert (build.dockerfile, build.target) == ("prod.Dockerfile", "run")
    assert last_command("rm -rf /").dockerfile == "Dockerfile"


@pytest.mark.django_db
def test_the_file_that_was_built_is_read_as_sent_or_as_the_lab_gives_it(submitted: Submit, lab: Lab) -> None:
    LabFile.objects.create(lab=lab, path="given.Dockerfile", text="FROM given\n")
    submission = submitted(files={"Dockerfile": "FROM sent\n"})
    assert last_build(submission).text == "FROM sent\n"
    submission.commands = "docker build -f given.Dockerfile ."
    assert last_build(submission).text == "FROM given\n"
