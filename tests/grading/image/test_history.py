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


COPIES = """\
FROM golang AS build
WORKDIR /src
COPY . .
RUN go build -o /out/app ./cmd
RUN go vet

FROM scratch AS one
COPY hello /hello

FROM debian:12-slim
COPY --from=build /out/app /usr/bin/
COPY --from=1 /hello /
COPY --from=build --chown=1:1 /src/static/ /static
COPY --from=nginx:latest /etc/nginx /etc/nginx
RUN --mount=from=build true
"""


def test_what_is_copied_from_a_stage_is_told_with_its_own_line() -> None:
    """The line that names what is copied, or the only one that makes files; none when it could be any of several."""
    texts = ["base", *["COPY x y # buildkit"] * 4, "RUN /bin/sh -c true # buildkit"]
    found = origins(config(*((text, False) for text in texts)), 6, 1, parse_dockerfile(COPIES))
    assert [(one.line, one.stage, one.from_stage, one.from_line) for one in found] == [
        (None, None, None, None),
        (11, 2, 0, 4),
        (12, 2, 1, 8),
        (13, 2, 0, None),
        (14, 2, None, None),
        (15, 2, None, None),
    ]
    assert [one.created_by.partition(" x")[0] for one in found[1:4]] == [
        "COPY --from=build", "COPY --from=1", "COPY --from=build",
    ]  # fmt: skip


def test_a_layer_of_a_stage_below_is_that_stages() -> None:
    about = config(
        ("base", False), ("WORKDIR /app", False), ("COPY . . # buildkit", False), ("ENV A=1 B=2", True)
    )
    assert [(one.line, one.stage) for one in origins(about, 3, 1, parse_dockerfile(MANY))] == [
        (None, None),
        (5, 1),
        (6, 1),
    ]


def test_history_also_tells_of_what_makes_no_layer() -> None:
    about = config(("base", False), ("ENV SECRET=1", True), ("RUN /bin/sh -c b", False))
    dockerfile = parse_dockerfile("FROM debian:12-slim\nENV SECRET=1\nRUN b\n")
    assert [(one.created_by, one.layer, one.line) for one in history.told(about, 2, 1, dockerfile)] == [
        ("base", 0, None),
        ("ENV SECRET=1", None, 2),
        ("RUN /bin/sh -c b", 1, 3),
    ]


def test_an_endless_history_is_cut() -> None:
    about = config(*(("x" * 10_000, False) for _ in range(1000)))
    told = history.told(about, 1000, 1, parse_dockerfile("FROM a\n"))
    assert sum(len(one.created_by) for one in told) < history.MAX_TOLD + history.MAX_CREATED_BY
    assert [one.layer for one in told] == list(range(1000))
