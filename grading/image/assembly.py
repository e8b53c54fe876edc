"""Layers, one by one from the lowest -> ImageFacts. Both readers, of folders and of archives, end here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from grading.dockerfile import Dockerfile
from grading.facts import MAX_WASTED_FILES, ImageFacts, Layer, WastedFile
from grading.image import history
from grading.image.base_files import BaseFiles
from grading.image.layers import LayerFiles


class Assembly:
    """An image as far as its layers were added; it begins with what is known of a base image."""

    def __init__(self, base: BaseFiles) -> None:
        self._tally, self._final = base.tally.copy(), base.final.copy()
        self._layers = list(base.layers)  # size in bytes, number of files
        self._base_layers = len(base.layers)
        self._base_wasted, self._base_hidden = base.tally.wasted, base.hidden

    @property
    def layers(self) -> int:
        return len(self._layers)

    def add(self, layer: LayerFiles, base: bool = False) -> None:
        self._tally.add(layer)
        self._final.add(layer)
        self._layers.append((layer.size, len(layer.files)))
        if base:
            self._base_layers = len(self._layers)
            self._base_wasted, self._base_hidden = self._tally.wasted, sum(self._final.hidden())

    def facts(
        self,
        image_id: str,
        tags: Sequence[str],
        config: Mapping[str, Any],
        diff_ids: Sequence[str],
        dockerfile: Dockerfile,
        base_image: str | None,
    ) -> ImageFacts:
        """`config` is the image's whole config, `dockerfile` what its lines are looked for in."""
        origins = history.origins(config, len(self._layers), self._base_layers, dockerfile)
        parts = zip(self._layers, self._final.hidden(), diff_ids, origins, strict=True)
        return ImageFacts(
            id=image_id,
            tags=tuple(sorted(tags)),
            layers=tuple(
                Layer(
                    index=index,
                    diff_id=diff_id,
                    size=size,
                    files=files,
                    created_by=origin.created_by,
                    line=origin.line,
                    base=index < self._base_layers,
                    hidden=hidden,
                )
                for index, ((size, files), hidden, diff_id, origin) in enumerate(parts)
            ),
            config=_object(config.get("config")),
            platform=f"{_word(config.get('os'))}/{_word(config.get('architecture'))}",
            base_image=base_image,
            efficiency=self._tally.efficiency,
            wasted_bytes=self._tally.wasted,
            base_wasted_bytes=self._base_wasted,
            base_hidden_bytes=self._base_hidden,
            wasted_files=self._wasted_files(),
        )

    def _wasted_files(self) -> tuple[WastedFile, ...]:
        found = (WastedFile(readable(path), one.times, one.total) for path, one in self._tally.repeated)
        return tuple(islice((file for file in found if file.bytes), MAX_WASTED_FILES))


def readable(path: str) -> str:
    """A path from the image's root as text that can be stored and shown: bytes that are not UTF-8 as `\\xff`."""
    text = f"/{path}".encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return text.replace("\0", "\\x00")


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _word(value: object) -> str:
    return value[:40] if isinstance(value, str) else ""
