"""What was found out about one submission's build, as frozen plain data: nothing here needs Docker."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from grading.messages import Message
from grading.tree import Tree

VERSION = 3  # of the stored form of ImageFacts
MAX_WASTED_FILES = 100

_ADDED = re.compile(r"^RUN (?:\|\d+ .*?)?/bin/sh -c ", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the build as BuildKit names it; `line` is where its instruction starts in the Dockerfile.

    `started` are seconds since the first step of its docker command began.
    """

    id: int
    name: str
    line: int | None = None
    status: str = "running"  # running, done, cached, error
    seconds: float = 0.0
    started: float | None = None


@dataclass(frozen=True)
class BuildResult:
    """The run of all docker commands of a submission.

    `error_line` is one of the Dockerfile, `failed_command` the line of the docker command that failed, from 1.
    `log` is what is kept of the output (head and tail, control codes stripped). `image_id` is the image the last
    successful `docker build` made, `tags` every tag in the daemon that is not a base image's, with its image id.
    """

    ok: bool
    seconds: float
    error: Message | None = None
    error_line: int | None = None
    steps: tuple[Step, ...] = ()
    log: str = ""
    image_id: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    failed_command: int | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> BuildResult:
        """What `dataclasses.asdict` made plain."""
        error = Message.from_json(data["error"]) if data["error"] else None
        steps = tuple(Step(**step) for step in data["steps"])
        return cls(**{**data, "error": error, "steps": steps})

    def stored(self) -> dict[str, Any]:
        """As a submission keeps it beside its steps and its log, plain."""
        return {name: value for name, value in asdict(self).items() if name not in ("steps", "log")}

    @property
    def cached_steps(self) -> int:
        return sum(step.status == "cached" for step in self.steps)


@dataclass(frozen=True, slots=True)
class FolderSize:
    """A folder and the bytes of all that lies below it."""

    path: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: `size` is the sum of its tar's file sizes in bytes (as dive counts), `files` how many it holds.

    `line` is the Dockerfile's, `stage` the index (from 0) of the build stage that it is in. Of a `COPY --from` of a
    stage, `from_stage` is that one, and `from_line` the line in it that made what is copied, where that can be told.
    `hidden` are the bytes of it that the finished image does not show. `added`, `changed` and `removed` count files
    (what is no folder) as grading.tree.Changes says. `folders` are the deepest that hold most of its bytes, a few.
    """

    index: int
    diff_id: str
    size: int
    files: int
    created_by: str
    line: int | None
    base: bool
    hidden: int = 0
    stage: int | None = None
    from_stage: int | None = None
    from_line: int | None = None
    added: int = 0
    changed: int = 0
    removed: int = 0
    folders: tuple[FolderSize, ...] = ()

    @property
    def instruction(self) -> str:
        """`created_by` as a Dockerfile writes it: without the shell, build arguments and remark that BuildKit adds."""
        return _ADDED.sub("RUN ", self.created_by).removesuffix(" # buildkit")

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Layer:
        return cls(**{**data, "folders": tuple(FolderSize(**one) for one in data.get("folders", ()))})


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One step of the image's history; `layer` is the index of the layer that it made, None for none. See Layer."""

    created_by: str = ""
    layer: int | None = None
    line: int | None = None
    stage: int | None = None
    from_stage: int | None = None
    from_line: int | None = None


@dataclass(frozen=True, slots=True)
class WastedFile:
    """A path that was written `count` times (a removal is one of them), with `bytes` in all."""

    path: str
    count: int
    bytes: int


@dataclass(frozen=True)
class ImageFacts:
    """Everything read from a built image. Sizes in bytes; `efficiency` and `wasted_bytes` as dive defines them.

    `tree` are its files, which are stored apart: None when they are not at hand. `config` is as Docker writes it.
    """

    id: str
    tags: tuple[str, ...]
    layers: tuple[Layer, ...]
    config: Mapping[str, Any]
    platform: str
    base_image: str | None
    efficiency: float
    wasted_bytes: int
    base_wasted_bytes: int = 0  # what the base image alone wastes: not the learner's doing
    base_hidden_bytes: int = 0  # what the base image alone hides
    wasted_files: tuple[WastedFile, ...] = ()  # the most bytes first; at most MAX_WASTED_FILES
    history: tuple[HistoryEntry, ...] = ()  # from the lowest; none when it does not fit the layers
    tree: Tree | None = field(default=None, compare=False, repr=False)

    @property
    def hidden_bytes(self) -> int:
        """What the layers carry and the finished image does not show."""
        return sum(layer.hidden for layer in self.layers)

    @property
    def own_hidden_bytes(self) -> int:
        """Hidden by the learner's doing, also what is hidden of the base image."""
        return self.hidden_bytes - self.base_hidden_bytes

    @property
    def size(self) -> int:
        return sum(layer.size for layer in self.layers)

    @property
    def base_size(self) -> int:
        return sum(layer.size for layer in self.layers if layer.base)

    @property
    def own_size(self) -> int:
        return self.size - self.base_size

    @property
    def own_layers(self) -> tuple[Layer, ...]:
        return tuple(layer for layer in self.layers if not layer.base)

    def as_json(self) -> dict[str, Any]:
        """Without its tree."""
        plain = asdict(replace(self, tree=None))
        del plain["tree"]
        return {"version": VERSION, **plain, "size": self.size, "base_size": self.base_size}

    @classmethod
    def from_json(cls, data: Mapping[str, Any], tree: Tree | None = None) -> ImageFacts:
        """What `as_json` made, in this version or an earlier one."""
        return cls(
            id=data["id"],
            tags=tuple(data["tags"]),
            layers=tuple(Layer.from_json(layer) for layer in data["layers"]),
            config=data["config"],
            platform=data["platform"],
            base_image=data["base_image"],
            efficiency=data["efficiency"],
            wasted_bytes=data["wasted_bytes"],
            base_wasted_bytes=data["base_wasted_bytes"],
            base_hidden_bytes=data.get("base_hidden_bytes", 0),
            wasted_files=tuple(WastedFile(**file) for file in data.get("wasted_files", ())),
            history=tuple(HistoryEntry(**entry) for entry in data.get("history", ())),
            tree=tree,
        )
