from __future__ import annotations

import pytest

from grading.advice.order_copies import rewrite
from grading.advice.source import Source

FILES = ("Dockerfile", "app.py", "requirements.txt", "install.sh", "package.json", "src/requirements.txt")


def rewritten(text: str) -> str | None:
    found = rewrite(Source.read(text, FILES))
    return found.text if found else None


def test_what_the_install_reads_is_copied_first_and_the_rest_after_it() -> None:
    found = rewrite(
        Source.read(
            "FROM a\n# all of it\nCOPY --chown=1:1 . /app\nWORKDIR /app\nRUN pip install \\\n  -r requirements.txt\n"
            "CMD x\n",
            FILES,
        )
    )
    assert found is not None
    assert (found.line, found.params) == (3, {"files": "requirements.txt"})
    assert found.text == (
        "FROM a\n# all of it\nCOPY --chown=1:1 requirements.txt /app/\nWORKDIR /app\nRUN pip install \\\n"
        "  -r requirements.txt\nCOPY --chown=1:1 . /app/\nCMD x\n"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "FROM a\nWORKDIR /app\nCOPY . .\nRUN npm ci\n",
            "FROM a\nWORKDIR /app\nCOPY package.json ./\nRUN npm ci\nCOPY . ./\n",
        ),
        (
            'FROM a\nCOPY ["app.py", "./requirements.txt", "/app/"]\nRUN pip install -r /app/requirements.txt',
            "FROM a\nCOPY requirements.txt /app/\nRUN pip install -r /app/requirements.txt\nCOPY app.py /app/",
        ),
        (
            "FROM a\nCOPY . /x\nRUN sh /x/install.sh /x/requirements.txt\n",
            "FROM a\nCOPY install.sh requirements.txt /x/\nRUN sh /x/install.sh /x/requirements.txt\nCOPY . /x/\n",
        ),
        (
            "FROM a\nCOPY . /x\nRUN echo first\nRUN pip install -r /x/requirements.txt\nRUN echo last\n",
            "FROM a\nCOPY requirements.txt /x/\nRUN echo first\nRUN pip install -r /x/requirements.txt\nCOPY . /x/\n"
            "RUN echo last\n",
        ),
    ],
)
def test_ways_to_write_it(before: str, after: str) -> None:
    assert rewritten(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "FROM a\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\n",
        "FROM a\nCOPY . .\nRUN pip install flask\n",
        "FROM a\nCOPY . .\nRUN python3 app.py\n",
        "FROM a\nCOPY . .\nWORKDIR /app\nRUN pip install -r requirements.txt\n",
        "FROM a AS b\nCOPY . .\nFROM a\nRUN pip install -r requirements.txt\n",
        "FROM a\nCOPY src /app\nRUN pip install -r requirements.txt\n",
        'FROM a\nCOPY ["my app.py", "requirements.txt", "/app/"]\nRUN pip install -r requirements.txt\n',
        "FROM a\nCOPY --from=b . .\nRUN pip install -r requirements.txt\n",
        "FROM a\nRUN pip install -r requirements.txt\n",
    ],
)
def test_what_is_well_ordered_or_cannot_be_told_is_left_alone(text: str) -> None:
    assert rewritten(text) is None
