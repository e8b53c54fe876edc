from __future__ import annotations

import pytest

from grading.advice.build_stage import rewrite
from grading.advice.source import Source


def test_the_work_gets_a_stage_and_the_last_one_takes_the_folder_of_the_program() -> None:
    found = rewrite(
        Source.read(
            "# A comment\nFROM python:3.11-slim\nENV A=1\nWORKDIR /app\nCOPY . .\n"
            "RUN useradd app\nRUN make \\\n    all\nUSER app\nRUN make clean\n# The server\nEXPOSE 80\nCMD run\n"
        )
    )
    assert found is not None
    assert (found.line, found.params) == (7, {"lines": "5-10", "folder": "/app"})
    assert found.text == (
        "# A comment\nFROM python:3.11-slim AS build\nENV A=1\nWORKDIR /app\nCOPY . .\n"
        "RUN useradd app\nRUN make \\\n    all\nUSER app\nRUN make clean\n"
        "\nFROM python:3.11-slim\nENV A=1\nWORKDIR /app\nRUN useradd app\nUSER app\nCOPY --from=build /app /app\n"
        "# The server\nEXPOSE 80\nCMD run\n"
    )


def test_a_stage_that_has_a_name_keeps_it() -> None:
    found = rewrite(Source.read("FROM a as shop\nWORKDIR /app\nRUN make\n"))
    assert found is not None
    assert (
        found.text
        == "FROM a AS shop\nWORKDIR /app\nRUN make\n\nFROM a\nWORKDIR /app\nCOPY --from=shop /app /app\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "FROM a AS b\nWORKDIR /app\nRUN make\nFROM a\nCOPY --from=b /app /app\n",
        "FROM a\nRUN make\n",
        "FROM a\nWORKDIR app\nRUN make\n",
        "FROM a\nWORKDIR /\nRUN make\n",
        "FROM a\nWORKDIR $HOME\nRUN make\n",
        "FROM a\nWORKDIR /app\nCOPY . .\n",
        "FROM a\nWORKDIR /app\nRUN useradd app\n",
        "FROM a\nRUN make\nWORKDIR /app\n",
        "FROM --platform=linux/amd64 a\nWORKDIR /app\nRUN make\n",
        "FROM a\nWORKDIR /app\nONBUILD COPY . .\nRUN make\n",
    ],
)
def test_what_has_stages_already_or_no_folder_of_its_own_is_left_alone(text: str) -> None:
    assert rewrite(Source.read(text)) is None
