"""What the explorer's pages show, as plain objects for templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grading.explorer.costs import Row
from grading.explorer.lines import CostedLine
from grading.explorer.names import query, visible_name
from grading.facts import ImageFacts, Layer
from labs.templatetags.bars import stacked

ROWS = 100  # on a page
DEEPEST = 12  # steps to the right in a table; what lies deeper stands below each other
HUES = 6

Asked = Mapping[str, str | int | None]  # what an address asks for beside the folder, as {"layer": 2}


@dataclass(frozen=True)
class Origin:
    """Where a path's bytes come from: `hue` is the colour of its layer on every page."""

    layer: Layer

    @property
    def hue(self) -> str:
        return "base" if self.layer.base else f"hue-{self.layer.index % HUES}"


@dataclass(frozen=True)
class Listed:
    """A row of a table of files.

    `url` leads into a folder, of a file that is not listed in its folder to that; `rows_url` to the rows in a folder.
    """

    row: Row
    name: str
    origin: Origin | None
    depth: int = 0
    url: str = ""
    rows_url: str = ""

    @property
    def level(self) -> int:
        """As said to who does not see the steps: the table's own rows are at level 1."""
        return self.depth + 1


@dataclass(frozen=True)
class Part:
    """A layer in a stacked bar: from `start`, `seen` wide and then `hidden`, in thousandths of the bar."""

    origin: Origin
    start: int
    seen: int
    hidden: int

    @property
    def hidden_start(self) -> int:
        return self.start + self.seen


@dataclass(frozen=True)
class Page:
    """Some of many rows."""

    rows: Sequence[Row]
    number: int
    total: int

    @property
    def first(self) -> int:
        return (self.number - 1) * ROWS + 1

    @property
    def last(self) -> int:
        return min(self.number * ROWS, self.total)

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number * ROWS < self.total else None

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def left(self) -> int:
        """How many rows come after it."""
        return self.total - self.last


def page(rows: Sequence[Row], asked: str | None) -> Page:
    """The page of the rows that is asked for; the last for a number beyond it, the first for anything else."""
    last = max(-(-len(rows) // ROWS), 1)
    number = min(max(int(asked), 1), last) if asked and asked.isdecimal() and len(asked) < 9 else 1
    return Page(rows[(number - 1) * ROWS : number * ROWS], number, len(rows))


def origins(facts: ImageFacts) -> list[Origin]:
    return [Origin(layer) for layer in facts.layers]


def listed(
    rows: Sequence[Row], facts: ImageFacts, asked: Asked, depth: int = 0, outermost: str = ""
) -> list[Listed]:
    """The rows of one folder: `depth` is how many steps to the right they stand in the table of `outermost`."""
    found = []
    for row in rows:
        url = rows_url = ""
        if row.is_folder:
            url = query(**asked, at=row.path)
            deeper = min(depth + 1, DEEPEST)
            rows_url = query(**asked, at=row.path, part="rows", depth=deeper, of=outermost)
        found.append(Listed(row, visible_name(row.name), origin_of(row, facts), depth, url, rows_url))
    return found


def listed_anywhere(rows: Sequence[Row], facts: ImageFacts, asked: Asked) -> list[Listed]:
    """Rows that do not lie in one folder, with their whole path."""
    return [
        Listed(
            row,
            visible_name(f"/{row.path}"),
            origin_of(row, facts),
            url=query(**asked, at=row.path if row.is_folder else row.path.rpartition("/")[0]),
        )
        for row in rows
    ]


def origin_of(row: Row, facts: ImageFacts) -> Origin | None:
    """The layer that the row's bytes come from."""
    return Origin(facts.layers[row.layer]) if row.layer is not None else None


def steps_to(folder: str, asked: Asked) -> list[tuple[str, str]]:
    """The folders from the root to this one, each with its name and its address."""
    parts = folder.split("/") if folder else []
    paths = ["/".join(parts[: number + 1]) for number in range(len(parts))]
    inner = [(visible_name(path.rpartition("/")[2]), query(**asked, at=path)) for path in paths]
    return [("/", query(**asked)), *inner]


def bar(layers: Sequence[Layer], share: float = 1.0) -> list[Part]:
    """The layers side by side, together `share` of the bar's length."""
    parts = []
    for part in stacked(layers, "size"):
        start, width = round(part.start * share), round(part.width * share)
        hidden = round(width * part.item.hidden / part.item.size) if part.item.size else 0
        parts.append(Part(Origin(part.item), start, width - hidden, hidden))
    return parts


@dataclass(frozen=True)
class ListedLine:
    """A line of the Dockerfile with the layers that it made."""

    line: CostedLine
    layers: tuple[Origin, ...]

    @property
    def hue(self) -> str:
        return self.layers[0].hue if self.layers else "base"


def listed_line(line: CostedLine) -> ListedLine:
    return ListedLine(line, tuple(map(Origin, line.layers)))
