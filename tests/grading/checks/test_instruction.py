from typing import Any

import pytest

from grading.checks.instruction import InstructionCheck
from grading.outcome import Finding
from labs.checkkinds import CheckError
from tests.grading.checks.work import an_image, work
from tests.grading.said import said

DOCKERFILE = """\
FROM python:3.11-slim AS build
RUN pip install wheel
COPY . /src
FROM python:3.11-slim
WORKDIR /app
COPY --from=build /src /app
COPY requirements.txt .
# ADD nothing
RUN pip install \\
    -r requirements.txt
RUN <<EOF
apt-get clean
EOF
"""


def judged(dockerfile: str = DOCKERFILE, target: str | None = None, **parameters: Any) -> Finding:
    InstructionCheck().validate(parameters, None)
    return InstructionCheck().judge(parameters, work(an_image(), dockerfile, target=target))


def test_an_instruction_that_is_there_is_shown() -> None:
    finding = judged(name="WORKDIR")
    assert (finding.fraction, finding.evidence.line) == (1, 5)
    assert said(finding.message) == "In the Dockerfile, as was asked for: WORKDIR."


def test_one_that_is_missing_is_named_and_a_comment_is_none() -> None:
    finding = judged(name="ADD")
    assert finding.fraction == 0
    assert said(finding.message) == "Asked for in the Dockerfile: ADD; found 0 of 1."


@pytest.mark.parametrize(
    ("matching", "line"), [(r"requirements\.txt", 9), ("apt-get clean", 11), (r"install\s+-r", 9)]
)
def test_its_arguments_are_matched_over_lines_and_in_heredocs(matching: str, line: int) -> None:
    assert judged(name="RUN", matching=matching).evidence.line == line


def test_flags_are_a_part_of_the_arguments() -> None:
    assert judged(name="COPY", matching="^--from=build").evidence.line == 6


def test_at_most_so_many() -> None:
    assert judged(name="RUN", most=2).fraction == 1
    finding = judged(name="RUN", most=1)
    assert (finding.fraction, finding.evidence.line) == (0, 11)


def test_none_at_all() -> None:
    finding = judged(name="COPY", most=0)
    assert (finding.fraction, finding.evidence.line) == (0, 6)
    assert said(finding.message) == "Not wanted in the Dockerfile: COPY."
    assert said(judged(name="USER", most=0).message) == "Not in the Dockerfile, as was asked for: USER."


def test_an_author_may_say_what_learners_read_for_an_expression() -> None:
    finding = judged(name="RUN", matching=r"^\s*pip\b", called="RUN pip install", most=0)
    assert said(finding.message) == "Not wanted in the Dockerfile: RUN pip install."


def test_before_another_in_the_same_stage() -> None:
    first = {"name": "COPY", "matching": "requirements"}
    assert judged(**first, before={"name": "RUN", "matching": "pip install"}).fraction == 1
    finding = judged(
        "FROM a\nRUN pip install -r r\nCOPY requirements.txt .\n", **first, before={"name": "RUN"}
    )
    assert (finding.fraction, finding.evidence.line) == (0, 3)
    assert said(finding.message) == "Line 3 comes too late: expected before line 2."


def test_only_stages_of_the_image_count_unless_any_is_asked_for() -> None:
    assert judged(name="RUN", matching="wheel").fraction == 0
    assert judged(name="RUN", matching="wheel", stage="any").fraction == 1
    assert judged(name="RUN", matching="wheel", target="build").fraction == 1


def test_it_is_judged_also_when_the_build_failed() -> None:
    finding = InstructionCheck().judge({"name": "FROM"}, work(None))
    assert finding.fraction == 1


@pytest.mark.parametrize(
    ("parameters", "key"),
    [
        ({}, "name"),
        ({"name": "COPPY"}, "name"),
        ({"name": "RUN", "matching": "("}, "matching"),
        ({"name": "RUN", "matching": 1}, "matching"),
        ({"name": "RUN", "called": " "}, "called"),
        ({"name": "RUN", "least": -1}, "least"),
        ({"name": "RUN", "least": 2, "most": 1}, "most"),
        ({"name": "RUN", "before": "COPY"}, "before"),
        ({"name": "RUN", "before": {"name": "X"}}, "before.name"),
        ({"name": "RUN", "stage": "first"}, "stage"),
    ],
)
def test_wrong_parameters_are_refused_by_key(parameters: dict[str, Any], key: str) -> None:
    with pytest.raises(CheckError) as refused:
        InstructionCheck().validate(parameters, None)
    assert refused.value.key == key
