from __future__ import annotations

from typing import Any

from grading.dockerfile import Dockerfile, parse_dockerfile
from grading.facts import HistoryEntry
from grading.image import history

MANY = """\
FROM debian:12-slim AS tools
RUN make tools

FROM debian:12-slim AS common
WORKDIR /app
COPY . .

FROM common
ENV A=1 \\
    B=2
RUN <<EOF
one
EOF
COPY --from=tools --chmod=755 /tool /tool
RUN echo hi
RUN echo hi
CMD ["app"]
"""


def config(*entries: tuple[str, bool]) -> dict[str, Any]:
    return {"history": [{"created_by": text, "empty_layer": empty} for text, empty in entries]}


def origins(
    about: dict[str, Any], layers: int, base_layers: int, dockerfile: Dockerfile
) -> list[HistoryEntry]:
    return history.of_layers(history.told(about, layers, base_layers, dockerfile), layers)


def lines(found: list[HistoryEntry]) -> list[int | None]:
    return [origin.line for origin in found]


def test_layers_are_found_through_stages_built_on_each_other() -> None:
    about = config(
        ("base", False),
        ('CMD ["bash"]', True),
        ("WORKDIR /app", False),
        ("COPY . . # buildkit", False),
        ("ENV A=1 B=2", True),
        ("RUN /bin/sh -c <<EOF (one...) # buildkit", False),
        ("COPY --chmod=755 /tool /tool # buildkit", False),
        ("RUN /bin/sh -c echo hi # buildkit", False),
        ("RUN /bin/sh -c echo hi # buildkit", False),
        ('CMD ["app"]', True),
    )
    found = origins(about, 7, 1, parse_dockerfile(MANY))
    assert lines(found) == [None, 5, 6, 11, 14, 15, 16]
    assert found[0].created_by == "base"


def test_the_stage_that_was_built_is_recognised() -> None:
    about = config(("base", False), ("RUN /bin/sh -c make tools # buildkit", False))
    assert lines(origins(about, 2, 1, parse_dockerfile(MANY))) == [None, 2]


def test_triggers_of_the_base_image_have_no_line() -> None:
    dockerfile = parse_dockerfile("FROM debian:12-slim\nRUN b\n")
    about = config(("base", False), ("RUN a # from ONBUILD", False), ("RUN /bin/sh -c b", False))
    assert lines(origins(about, 3, 1, dockerfile)) == [None, None, 2]


def test_an_image_from_scratch_has_only_layers_of_its_own() -> None:
    dockerfile = parse_dockerfile("FROM scratch\nCOPY a /\n")
    assert lines(origins(config(("COPY a / # buildkit", False)), 1, 0, dockerfile)) == [2]


def test_a_history_that_does_not_fit_the_layers_says_nothing() -> None:
    dockerfile = parse_dockerfile("FROM debian:12-slim\nRUN b\n")
    for about in ({}, {"history": 3}, {"history": [3]}, config(("RUN b", False))):
        assert origins(about, 2, 1, dockerfile) == [HistoryEntry(), HistoryEntry()]
