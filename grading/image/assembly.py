"""Layers, one by one from the lowest -> ImageFacts. Both readers, of folders and of archives, end here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from grading.dockerfile import Dockerfile
from grading.facts import MAX_WASTED_FILES, FolderSize, ImageFacts, Layer, WastedFile
from grading.image import history
from grading.image.efficiency import Tally
from grading.tree import FOLDER, LayerFiles, Tree, folders, readable
from grading.tree.final import Final


class _Sums(NamedTuple):
    """What is said of one layer, worked out once: a base image's are."""

    size: int
    files: int
    added: int
    changed: int
    removed: int
    folders: tuple[FolderSize, ...]


class Assembly:
    """An image as far as its layers were added."""

    def __init__(self) -> None:
        self._tally, self._final = Tally(), Final()
        self._files: list[LayerFiles] = []
        self._sums: list[_Sums] = []
        self._base_layers = self._base_wasted = self._base_hidden = 0

    def copy(self) -> Assembly:
        """One to go on from; this one stays as it is."""
        other = Assembly()
        other._tally, other._final = self._tally.copy(), self._final.copy()
        other._files, other._sums = self._files.copy(), self._sums.copy()
        other._base_layers, other._base_wasted = self._base_layers, self._base_wasted
        other._base_hidden = self._base_hidden
        return other

    @property
    def layers(self) -> int:
        return len(self._files)

    def add(self, layer: LayerFiles, base: bool = False) -> None:
        """Put one more layer on top; those of the base come first."""
        self._tally.add(layer)
        changes = self._final.add(layer)
        bytes_below = folders.sums((path, one.stored) for path, one in layer.entries.items())
        heaviest = tuple(FolderSize(readable(path), size) for path, size in folders.heaviest(bytes_below))
        files = sum(one.kind != FOLDER for one in layer.entries.values())
        added, changed, removed = map(len, changes)
        sums = _Sums(bytes_below.get("", 0), files, added, changed, removed, heaviest)
        self._files.append(layer)
        self._sums.append(sums)
        if base:
            self._base_layers = self.layers
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
        told = history.told(config, self.layers, self._base_layers, dockerfile)
        parts = zip(
            self._sums, self._final.hidden(), diff_ids, history.of_layers(told, self.layers), strict=True
        )
        return ImageFacts(
            id=image_id,
            tags=tuple(sorted(tags)),
            layers=tuple(
                Layer(
                    index=index,
                    diff_id=diff_id,
                    created_by=origin.created_by,
                    line=origin.line,
                    stage=origin.stage,
                    from_stage=origin.from_stage,
                    from_line=origin.from_line,
                    base=index < self._base_layers,
                    hidden=hidden,
                    **sums._asdict(),
                )
                for index, (sums, hidden, diff_id, origin) in enumerate(parts)
            ),
            config=_object(config.get("config")),
            platform=f"{_word(config.get('os'))}/{_word(config.get('architecture'))}",
            base_image=base_image,
            efficiency=self._tally.efficiency,
            wasted_bytes=self._tally.wasted,
            base_wasted_bytes=self._base_wasted,
            base_hidden_bytes=self._base_hidden,
            wasted_files=self._wasted_files(),
            history=told,
            tree=Tree(tuple(self._files)),
        )

    def _wasted_files(self) -> tuple[WastedFile, ...]:
        found = (WastedFile(readable(path), one.times, one.total) for path, one in self._tally.repeated)
        return tuple(islice((file for file in found if file.bytes), MAX_WASTED_FILES))


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _word(value: object) -> str:
    return value[:40] if isinstance(value, str) else ""
