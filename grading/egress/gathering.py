"""Which package sources the base images name: asked of the programs in each image, run in a throw-away daemon."""

from __future__ import annotations

import json
import re
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

from grading.base_images import BaseImage, Say
from grading.build import buildx, powerless
from grading.daemon import Daemon
from grading.egress.allowed import source_of
from grading.faults import PlatformFault

ASK_SECONDS = 60.0
PAGE_SECONDS = 15.0
MAX_PAGE = 32 << 20
MAX_ANSWER = 1 << 20

# apt resolves its own files in all their formats; pip's help says its default, whatever set it; npm answers directly.
_QUESTIONS = """\
FROM {image} AS asked
RUN mkdir /package-sources && cd /package-sources && {{ \\
    apt-get indextargets --no-release-info --format '$(REPO_URI)' > apt; \\
    pip install --help > pip; pip config list > pip-extra; \\
    npm config get registry > npm; \\
    true; }} 2>/dev/null
FROM scratch
COPY --from=asked /package-sources /
"""
_PIP_INDEX = re.compile(r"--index-url\s.*?\(default\s+(https?://[^\s)]+)\)", re.DOTALL)
_ADDRESS = re.compile(r"https?://[^\s'\",\]]+")


def gather(daemon: Daemon, images: Iterable[BaseImage], say: Say) -> tuple[str, ...]:
    """The sources of all images, and those that their indexes send on to. Raises PlatformFault.

    An image without a shell names none. An index that does not answer now is noted by `say`, and sends nowhere.
    """
    found: set[str] = set()
    asked: set[str] = set()
    for image in images:
        if image.id not in asked:
            asked.add(image.id)
            found |= set(_with_their_links(_ask(daemon, image.name), say))
    return tuple(sorted({source.url for source in map(source_of, found) if source is not None}))


def _with_their_links(answers: Mapping[str, str], say: Say) -> Iterator[str]:
    yield from _ADDRESS.findall(answers.get("apt", ""))
    index = _PIP_INDEX.search(answers.get("pip", ""))
    for url in [*([index[1]] if index else []), *_ADDRESS.findall(answers.get("pip-extra", ""))]:
        yield url
        yield from _files_of_index(url, say)
    for url in _ADDRESS.findall(answers.get("npm", "")):
        yield url
        yield from _files_of_registry(url, say)


def _files_of_index(index: str, say: Say) -> list[str]:
    """Where an index of Python packages (PEP 503) has the files: the links of the page of one that each has."""
    page = urljoin(index.rstrip("/") + "/", "pip/")
    reader = _Links()
    reader.feed(_read(page, say).decode(errors="replace"))
    return sorted({found.url for link in reader.links if (found := source_of(urljoin(page, link)))})


def _files_of_registry(registry: str, say: Say) -> list[str]:
    """Where an npm registry has the files: as it says of npm itself."""
    page = _read(urljoin(registry.rstrip("/") + "/", "npm/latest"), say)
    try:
        return [str(json.loads(page or b"{}")["dist"]["tarball"])]
    except (ValueError, KeyError, TypeError):
        return []


def _read(url: str, say: Say) -> bytes:
    request = urllib.request.Request(url, headers={"Accept": "text/html, application/json;q=0.5"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=PAGE_SECONDS) as answer:  # noqa: S310  as an image says
            return bytes(answer.read(MAX_PAGE))
    except (OSError, ValueError, urllib.error.URLError) as error:
        say(f"package sources: {url} does not answer ({error}); where it keeps its files is not known")
        return b""


class _Links(HTMLParser):
    """The targets of a page's links."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.links += [value for name, value in attrs if name == "href" and value]


def _ask(daemon: Daemon, image: str) -> dict[str, str]:
    """What the programs in the image answered, by question."""
    with tempfile.TemporaryDirectory(prefix="sources-") as name:
        folder = Path(name)
        (folder / "context").mkdir()
        (folder / "answers").mkdir()
        (folder / "context" / "Dockerfile").write_text(_QUESTIONS.format(image=image))
        powerless.give(folder, daemon)
        arguments = [
            "--network=none", "--provenance=false", "--sbom=false",
            f"--output=type=local,dest={folder / 'answers'}", str(folder / "context"),
        ]  # fmt: skip
        try:
            ended = buildx.build(
                arguments, daemon, folder, lambda _: None, lambda: None, time.monotonic() + ASK_SECONDS
            )
        except TimeoutError:
            raise PlatformFault(
                "The image %(image)s did not say its package sources in time.", image=image
            ) from None
        if ended.failure is not None:
            return {}
        return {
            file.name: file.read_text(errors="replace")[:MAX_ANSWER]
            for file in (folder / "answers").iterdir()
            if file.is_file() and not file.is_symlink()
        }
