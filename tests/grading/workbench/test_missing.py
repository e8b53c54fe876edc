from __future__ import annotations

import pytest

from grading.dockerfile import parse_dockerfile
from grading.workbench.missing import missing

FILES = ("Dockerfile", "phrase.py", "phrases.txt", "data/tides/brest.csv")


def found(*lines: str) -> list[tuple[int, str]]:
    return list(missing(parse_dockerfile("\n".join(["FROM debian:12-slim AS tools", *lines])), FILES))


def test_a_file_that_is_not_there_is_named_with_the_one_that_may_be_meant() -> None:
    assert found("COPY phrases.py nowhere.bin /app/", "ADD ./fraze.txt /app/") == [
        (2, "phrases.py is none of this lab's files: did you mean phrase.py?"),
        (2, "nowhere.bin is none of this lab's files."),
        (3, "./fraze.txt is none of this lab's files: did you mean phrases.txt?"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "COPY . /app",
        "COPY ./phrase.py /phrases.txt /app/",
        "COPY data/ /app/",
        "COPY data/tides /app/",
        'COPY ["phrase.py", "/app/"]',
        "COPY *.sh data/*/x /app/",
        "COPY --from=tools /nowhere /app/",
        "ADD https://example.com/nowhere.tar /app/",
        "ADD git@example.com:some/where.git /app/",
        "COPY $FILE ${FILE} /app/",
        "COPY <<END /app/x\ntext\nEND",
        "RUN cp nowhere /app",
        "COPY phrase.py",
        "COPY",
    ],
)
def test_what_is_there_or_cannot_be_known_is_no_matter(line: str) -> None:
    assert found(line) == []
