"""Packages that an image has, as the databases of their managers in its files say: read, never run.

Understood are dpkg (`/var/lib/dpkg/status`, and `status.d` of images without dpkg), apk (`/lib/apk/db/installed`), pip
(`*.dist-info`, `*.egg-info`) and npm (`node_modules/*/package.json`). What is written there may be anything: it is
bounded, and what cannot be read lists nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from grading.tree.layer import LayerFiles, Package

MAX_PACKAGES = 5000  # of one layer
MAX_WORD = 200  # characters of a name or a version
MAX_HEADERS = 16 << 10  # bytes read of a METADATA file
MAX_DATABASE = 8 << 20

_DATABASE = re.compile(
    r"(?P<dpkg>var/lib/dpkg/status|var/lib/dpkg/status\.d/(?!.*\.md5sums$)[^/]+)"
    r"|(?P<apk>(?:lib|usr/lib)/apk/db/installed)"
    r"|(?P<pip>(?:.*/)?[^/]+\.(?:dist-info/METADATA|egg-info/PKG-INFO|egg-info))"
    r"|(?P<npm>(?:.*/)?node_modules/(?:@[^/]+/)?[^/@.][^/]*/package\.json)",
    re.DOTALL,
)
_ENDS = ("status", "installed", "METADATA", "PKG-INFO", ".egg-info", "package.json")


class Installed(NamedTuple):
    """A package of the finished image; `layer` is the index of the one that brought it, `path` its database."""

    manager: str
    name: str
    version: str
    path: str
    layer: int


def bytes_wanted(path: str) -> int:
    """How much of the file at `path` (without a slash before it) is to be read for `listed`; mostly none."""
    if not path.endswith(_ENDS) and "/status.d/" not in path:
        return 0
    match = _DATABASE.fullmatch(path)
    if match is None:
        return 0
    return MAX_HEADERS if match.lastgroup == "pip" else MAX_DATABASE


def listed(path: str, data: bytes) -> list[Package]:
    """The packages that a database says are installed."""
    match = _DATABASE.fullmatch(path)
    if match is None or match.lastgroup is None:
        return []
    manager = match.lastgroup
    text = data.decode("utf-8", "replace").replace("\0", "")
    found = _READERS[manager](text)
    return [
        Package(manager, name[:MAX_WORD], version[:MAX_WORD])
        for (name, version), _ in zip(found, range(MAX_PACKAGES), strict=False)
        if name
    ]


def installed(layers: Sequence[LayerFiles], shown_from: Callable[[str], int | None]) -> tuple[Installed, ...]:
    """What is installed in the end; `shown_from` says from which layer the finished image shows a path."""
    since: dict[str, dict[Package, int]] = {}  # by database: each package, and the layer that brought it
    for index, layer in enumerate(layers):
        for path, packages in layer.packages.items():
            before = since.get(path, {})
            since[path] = {package: before.get(package, index) for package in packages}
    return tuple(
        sorted(
            Installed(*package, f"/{path}", index)
            for path, packages in since.items()
            if (top := shown_from(path)) is not None and path in layers[top].packages
            for package, index in packages.items()
        )
    )


def _dpkg(text: str) -> Iterator[tuple[str, str]]:
    """Paragraphs of fields; those of `status.d` say nothing of a status and are installed."""
    for paragraph in text.split("\n\n"):
        fields = _fields(paragraph.splitlines(), ("Package", "Version", "Status"))
        if fields.get("Status", "install ok installed").endswith(" installed"):
            yield fields.get("Package", ""), fields.get("Version", "")


def _apk(text: str) -> Iterator[tuple[str, str]]:
    for paragraph in text.split("\n\n"):
        fields = _fields(paragraph.splitlines(), ("P", "V"))
        yield fields.get("P", ""), fields.get("V", "")


def _pip(text: str) -> Iterator[tuple[str, str]]:
    fields = _fields(text.partition("\n\n")[0].splitlines(), ("Name", "Version"))
    yield fields.get("Name", ""), fields.get("Version", "")


def _npm(text: str) -> Iterator[tuple[str, str]]:
    try:
        about = json.loads(text)
    except (ValueError, RecursionError):
        return
    if isinstance(about, dict):
        name, version = about.get("name"), about.get("version")
        if isinstance(name, str):
            yield name, version if isinstance(version, str) else ""


_READERS: dict[str, Callable[[str], Iterator[tuple[str, str]]]] = {
    "dpkg": _dpkg,
    "apk": _apk,
    "pip": _pip,
    "npm": _npm,
}


def _fields(lines: list[str], wanted: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for line in lines:
        key, colon, value = line.partition(":")
        if colon and key in wanted:
            found[key] = value.strip()
    return found
