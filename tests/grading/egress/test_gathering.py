from __future__ import annotations

import pytest

from grading import base_images
from grading.egress import gathering

PIP_HELP = """\
  --pre                       Include pre-release versions.
  -i, --index-url <url>       Base URL of the Python Package Index (default
                              https://index.example.org/simple). This should
"""


def test_what_apt_pip_and_npm_answer_and_where_their_indexes_send_on_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pages = {
        "https://index.example.org/simple/pip/": b'<a href="https://files.example.org/a.whl#sha256=1">a</a>'
        b'<a href="../../b.whl">b</a><a href="javascript:x">c</a>',
        "https://more.example.org/simple/pip/": b"",
        "https://npm.example.org/npm/latest": b'{"dist": {"tarball": "https://tarballs.example.org/npm.tgz"}}',
    }
    monkeypatch.setattr(gathering, "_read", lambda url, say: pages[url])
    answers = {
        "apt": "http://deb.example.org/debian/\nfile:/x\n",
        "pip": PIP_HELP,
        "pip-extra": "global.extra-index-url='https://more.example.org/simple'\n",
        "npm": "https://npm.example.org/\n",
    }
    assert set(gathering._with_their_links(answers, lambda _: None)) == {
        "http://deb.example.org/debian/",
        "https://index.example.org/simple",
        "https://files.example.org:443",
        "https://index.example.org:443",
        "https://more.example.org/simple",
        "https://npm.example.org/",
        "https://tarballs.example.org/npm.tgz",
    }


def test_an_index_that_does_not_answer_sends_nowhere_and_is_said() -> None:
    said: list[str] = []
    assert list(gathering._with_their_links({"npm": "http://127.0.0.1:1/"}, said.append)) == [
        "http://127.0.0.1:1/"
    ]
    assert "http://127.0.0.1:1/npm/latest does not answer" in said[0]


@pytest.mark.engine
def test_the_base_images_here_name_sources_for_apt_pip_and_npm() -> None:
    images = base_images.current()
    assert images is not None
    assert images.package_sources is not None
    assert any(source.startswith("http://") for source in images.package_sources)
    assert sum(source.startswith("https://") for source in images.package_sources) >= 3
