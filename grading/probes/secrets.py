"""Secrets in whatever is given away with an image: every own layer's files, the configuration, the history."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from grading.image.content import Contents
from grading.probes.probe import Answer, Live, Probe
from grading.tree import Entry, readable

MAX_FILE = 4 << 20  # bytes read of one file
MAX_LAYERS_BYTES = 256 << 20  # of all files together
MAX_FOUND = 50
# Forms that their makers chose to be found by.
PATTERNS: Mapping[str, re.Pattern[bytes]] = {
    "private key": re.compile(rb"-----BEGIN (?:[A-Z]{2,12} ){0,2}PRIVATE KEY-----"),
    "AWS access key": re.compile(rb"(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Z0-9])"),
    "GitHub token": re.compile(
        rb"(?<![A-Za-z0-9_])(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{82})"
    ),
    "GitLab token": re.compile(rb"(?<![A-Za-z0-9_-])glpat-[A-Za-z0-9_-]{20}"),
    "Slack token": re.compile(rb"(?<![A-Za-z0-9])xox[abprs]-[A-Za-z0-9-]{10,48}"),
    "Stripe key": re.compile(rb"(?<![A-Za-z0-9])[sr]k_live_[A-Za-z0-9]{20,48}"),
    "npm token": re.compile(rb"(?<![A-Za-z0-9_])npm_[A-Za-z0-9]{36}"),
    "PyPI token": re.compile(rb"(?<![A-Za-z0-9])pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50}"),
}


@dataclass(frozen=True)
class Secrets(Probe):
    """Looks for values, by name, and with `patterns` for what has the form of a well-known secret.

    Answers with `found`, a list of tables: `name`, `where` ("file", "env", "label" or "history"), and of a file its
    `path` and `layer`. The secrets themselves are not in the answer.
    """

    values: tuple[tuple[str, str], ...]
    patterns: bool

    def ask(self, live: Live) -> Answer:
        if live.image is None:
            return {"found": []}
        found = [*self._in_config(live.image.config), *self._in_history(live), *self._in_files(live)]
        return {"found": found[:MAX_FOUND]}

    def names_in(self, data: bytes) -> Iterator[str]:
        """The names of the secrets that the bytes hold, also in base64."""
        for name, value in self.values:
            plain = value.encode()
            if plain in data or base64.b64encode(plain).rstrip(b"=") in data:
                yield name
        if self.patterns:
            yield from (name for name, form in PATTERNS.items() if form.search(data))

    def _in_config(self, config: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        labels = config.get("Labels")
        for where, texts in (("env", config.get("Env")), ("label", labels)):
            parts = [f"{key}={value}" for key, value in texts.items()] if isinstance(texts, dict) else texts
            for name in self.names_in("\n".join(map(str, parts or ())).encode("utf-8", "replace")):
                yield {"name": name, "where": where}

    def _in_history(self, live: Live) -> Iterator[dict[str, Any]]:
        assert live.image is not None
        for entry in live.image.history:
            for name in self.names_in(entry.created_by.encode("utf-8", "replace")):
                yield {"name": name, "where": "history", "line": entry.line}

    def _in_files(self, live: Live) -> Iterator[dict[str, Any]]:
        assert live.image is not None
        contents, left = Contents(live.daemon, live.image), MAX_LAYERS_BYTES

        def wanted(_path: str, entry: Entry) -> int:
            return min(entry.size, MAX_FILE)

        for layer in live.image.own_layers:
            for path, data in contents.of_layer(layer.index, wanted):
                left -= len(data)
                if left < 0:
                    return
                for name in self.names_in(data):
                    yield {"name": name, "where": "file", "path": readable(path), "layer": layer.index}
