from __future__ import annotations

from typing import Any

from grading.dockerfile import parse_dockerfile
from grading.image.history import Origin, origins

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


def config(*history: tuple[str, bool]) -> dict[str, Any]:
    return {"history": [{"created_by": text, "empty_layer": empty} for text, empty in history]}


def lines(found: list[Origin]) -> list[int | None]:
    return [origin.line for origin in found]


def test_layers_are_found_through_stages_built_on_each_other() -> None:
    history = config(
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
    found = origins(history, 7, 1, parse_dockerfile(MANY))
    assert lines(found) == [None, 5, 6, 11, 14, 15, 16]
    assert found[0].created_by == "base"


def test_the_stage_that_was_built_is_recognised() -> None:
    history = config(("base", False), ("RUN /bin/sh -c make tools # buildkit", False))
    assert lines(origins(history, 2, 1, parse_dockerfile(MANY))) == [None, 2]


def test_triggers_of_the_base_image_have_no_line() -> None:
    dockerfile = parse_dockerfile("FROM debian:12-slim\nRUN b\n")
    history = config(("base", False), ("RUN a # from ONBUILD", False), ("RUN /bin/sh -c b", False))
    assert lines(origins(history, 3, 1, dockerfile)) == [None, None, 2]


def test_an_image_from_scratch_has_only_layers_of_its_own() -> None:
    dockerfile = parse_dockerfile("FROM scratch\nCOPY a /\n")
    assert lines(origins(config(("COPY a / # buildkit", False)), 1, 0, dockerfile)) == [2]


def test_a_history_that_does_not_fit_the_layers_says_nothing() -> None:
    dockerfile = parse_dockerfile("FROM debian:12-slim\nRUN b\n")
    for history in ({}, {"history": 3}, {"history": [3]}, config(("RUN b", False))):
        assert origins(history, 2, 1, dockerfile) == [Origin(), Origin()]
