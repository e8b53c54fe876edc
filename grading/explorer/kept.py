"""The files of a submission's image as they were stored, opened; the last few stay open in each process.

To open 50,000 files takes a quarter of a second, and who looks at one folder looks at the next.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import RLock

from grading.explorer import scopes
from grading.explorer.listing import Listing
from grading.explorer.replay import Replay, replay
from grading.facts import ImageFacts
from grading.models import ImageTree, Submission
from grading.tree import stored

MAX_UNPACKED = 24 << 20  # bytes that the stored form may unpack to: some 300,000 files
MAX_PATHS = 300_000  # that stay open in a process: some 200 MB


class NotKept(LookupError):
    """The files of the image are not stored, or in a form of another time."""


class TooMany(LookupError):
    """The image has more files than can be shown."""


@dataclass
class Opened:
    """An image's files; each listing is made when it is first asked for."""

    replay: Replay
    listings: dict[object, Listing] = field(default_factory=dict)

    def whole(self) -> Listing:
        return self._listing("whole", lambda: scopes.whole(self.replay))

    def of_layer(self, number: int) -> Listing:
        return self._listing(number, lambda: scopes.of_layer(self.replay, number))

    def beside_base(self) -> Listing:
        shown = self.replay.final.shown.values
        return self._listing("base", lambda: scopes.difference(shown, self.replay.base))

    def beside(self, other: Opened, key: tuple[int, str]) -> Listing:
        """`key` tells which image `other` is."""
        now, before = self.replay.final.shown.values, other.replay.final.shown.values
        return self._listing(key, lambda: scopes.difference(now, before))

    def _listing(self, key: object, make: Callable[[], Listing]) -> Listing:
        with _lock:
            if key not in self.listings:
                self.listings[key] = make()
            return self.listings[key]

    @property
    def paths(self) -> int:
        """A measure of the memory that it takes."""
        return self.replay.paths + sum(len(one.files) for one in self.listings.values())


_lock = RLock()  # one is opened at a time, so that many requests at once take the memory of one
_open: OrderedDict[tuple[int, str], Opened] = OrderedDict()  # by submission and image, the last used last


def key_of(submission: Submission, facts: ImageFacts) -> tuple[int, str]:
    return submission.pk, facts.id


def opened(submission: Submission, facts: ImageFacts) -> Opened:
    """The files of the submission's image. Raises NotKept or TooMany."""
    key = key_of(submission, facts)
    with _lock:
        found = _open.pop(key, None) or _read(submission, facts)
        _open[key] = found
        while len(_open) > 1 and sum(one.paths for one in _open.values()) > MAX_PATHS:
            _open.popitem(last=False)
        return found


def close_all() -> None:
    """Forget what is open."""
    with _lock:
        _open.clear()


def _read(submission: Submission, facts: ImageFacts) -> Opened:
    try:
        kept = submission.image_tree
    except ImageTree.DoesNotExist as error:
        raise NotKept from error
    try:
        parts = stored.split(bytes(kept.data))
        if sum(map(stored.unpacked_size, parts)) > MAX_UNPACKED:
            raise TooMany
        layers = kept.tree.layers
    except ValueError as error:
        raise NotKept from error
    return Opened(replay(layers, sum(layer.base for layer in facts.layers)))
