from __future__ import annotations

import pytest

from grading.advice.ignore_files import IGNORE, rewrite
from grading.advice.source import Source

FILES = ("Dockerfile", "app.py", ".git/config", "sub/__pycache__/a.pyc", "tests/a.py", "error.log")


def test_what_is_there_and_not_needed_is_added() -> None:
    found = rewrite(Source.read("FROM a\n\nCOPY . /app\n", FILES, "# mine\n.git\n"))
    assert found is not None
    assert (found.path, found.line) == (IGNORE, 3)
    assert found.text == "# mine\n.git\n**/__pycache__\n**/*.log\ntests\n"
    assert found.params == {"patterns": "**/__pycache__, **/*.log, tests"}


@pytest.mark.parametrize(
    ("text", "files", "ignore"),
    [
        ("FROM a\nCOPY . /app\n", FILES, None),
        ("FROM a\nCOPY app.py /app\n", FILES, ""),
        ("FROM a\nCOPY --from=b . /app\n", FILES, ""),
        ("FROM a\nCOPY . /app\n", ("app.py", "mytests/a.py", "tests.py"), ""),
        ("FROM a\nCOPY . /app\n", ("tests/a.py",), "tests"),
    ],
)
def test_nothing_is_added_where_it_would_not_help(
    text: str, files: tuple[str, ...], ignore: str | None
) -> None:
    assert rewrite(Source.read(text, files, ignore)) is None
