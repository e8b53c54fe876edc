"""The rewrites that add an option."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from grading.advice import no_cache_dir, no_recommends
from grading.advice.source import Rewritten, Source

Rewrite = Callable[[Source], Rewritten | None]


@pytest.mark.parametrize(
    ("rewrite", "before", "after"),
    [
        (
            no_recommends.rewrite,
            "RUN apt-get update && \\\n    apt-get -qq install -y gcc\n",
            "RUN apt-get update && \\\n    apt-get -qq install --no-install-recommends -y gcc\n",
        ),
        (no_recommends.rewrite, "RUN apt install gcc\n", "RUN apt install --no-install-recommends gcc\n"),
        (
            no_cache_dir.rewrite,
            "RUN python3 -m pip install -r a && pip3 install b\n",
            "RUN python3 -m pip install --no-cache-dir -r a && pip3 install --no-cache-dir b\n",
        ),
    ],
)
def test_the_option_is_added(rewrite: Rewrite, before: str, after: str) -> None:
    found = rewrite(Source.read(f"FROM a\n{before}"))
    assert found is not None
    assert found.text == f"FROM a\n{after}"
    assert found.line == 2


@pytest.mark.parametrize(
    ("rewrite", "text"),
    [
        (no_recommends.rewrite, "RUN apt-get install -y --no-install-recommends gcc\n"),
        (no_recommends.rewrite, "RUN apt-get update\nENV A='apt-get install'\n"),
        (no_cache_dir.rewrite, "RUN pip install --no-cache-dir a\n"),
        (no_cache_dir.rewrite, "RUN pip download a\n"),
    ],
)
def test_what_has_it_or_needs_it_not_is_left_alone(rewrite: Rewrite, text: str) -> None:
    assert rewrite(Source.read(f"FROM a\n{text}")) is None
