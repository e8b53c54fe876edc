from __future__ import annotations

import pytest

from grading.advice.join_cleanup import rewrite
from grading.advice.source import Source


def test_the_runs_down_to_the_last_that_cleans_up_become_one() -> None:
    found = rewrite(
        Source.read(
            "FROM a\nRUN apt-get update\nRUN apt-get install -y \\\n    # a comment\n    gcc\n"
            "RUN rm -rf /var/lib/apt/lists/*\nRUN make\nCOPY . .\nRUN true\n"
        )
    )
    assert found is not None
    assert (found.line, found.params) == (2, {"lines": "2, 3, 6"})
    assert found.text == (
        "FROM a\nRUN apt-get update && \\\n    apt-get install -y     gcc && \\\n    rm -rf /var/lib/apt/lists/*\n"
        "RUN make\nCOPY . .\nRUN true\n"
    )


def test_what_a_shell_would_remember_stays_with_its_command() -> None:
    found = rewrite(Source.read("FROM a\nRUN cd /src && make\nRUN rm -r /src\n"))
    assert found is not None
    assert found.text == "FROM a\nRUN (cd /src && make) && \\\n    rm -r /src\n"


@pytest.mark.parametrize(
    "text",
    [
        "FROM a\nRUN make && rm -r /src\n",
        "FROM a\nRUN make\nRUN make install\n",
        "FROM a\nRUN make\nENV A=1\nRUN rm -r /src\n",
        'FROM a\nRUN make\nRUN ["rm", "-r", "/src"]\n',
        "FROM a\nRUN --mount=type=cache,target=/x make\nRUN rm -r /src\n",
        "FROM a\nRUN make\nRUN <<EOF\nrm -r /src\nEOF\n",
        "FROM a AS b\nRUN make\nFROM b\nRUN rm -r /src\n",
    ],
)
def test_what_cannot_be_joined_is_left_alone(text: str) -> None:
    assert rewrite(Source.read(text)) is None
