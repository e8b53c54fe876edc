"""The files of a submission's image as they were stored, opened; the last few stay open in each process.

To open 50,000 files takes a fifth of a second, and who looks at one folder looks at the next.
"""

from __future__ import annotations

import gc
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import RLock
from weakref import WeakValueDictionary

from django.core.signals import request_finished
from django.dispatch import receiver

from grading.explorer import scopes
from grading.explorer.listing import Listing
from grading.explorer.replay import Replay, replay
from grading.facts import ImageFacts
from grading.models import ImageTree, Submission
from grading.tree import LayerFiles, stored

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
        return self._listing("base", lambda: scopes.difference(self.replay.final, self.replay.base))

    def beside(self, other: Opened, key: tuple[int, str]) -> Listing:
        """`key` tells which image `other` is."""
        now, before = self.replay.final, other.replay.final
        return self._listing(key, lambda: scopes.difference(now, before))

    def _listing(self, key: object, make: Callable[[], Listing]) -> Listing:
        with _lock:
            if key not in self.listings:
                _collect_later()
                self.listings[key] = make()
            return self.listings[key]

    @property
    def paths(self) -> int:
        """A measure of the memory that it takes."""
        return self.replay.paths + sum(one.total.files for one in self.listings.values())


_lock = RLock()  # one is opened at a time, so that many requests at once take the memory of one
_open: OrderedDict[tuple[int, str], Opened] = OrderedDict()  # by submission and image, the last used last
_layers: WeakValueDictionary[bytes, LayerFiles] = (
    WeakValueDictionary()
)  # of what is open, by their stored form


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
        _collect_later()
        layers = tuple(map(_layer, parts))
        if len(layers) != len(facts.layers):
            raise NotKept
        return Opened(replay(layers, sum(layer.base for layer in facts.layers)))
    except ValueError as error:
        raise NotKept from error


def _layer(packed: bytes) -> LayerFiles:
    """Attempts have most layers in common, and the base image's are everybody's."""
    found = _layers.get(packed)
    if found is None:
        found = _layers[packed] = stored.unpack(packed)
    return found


def _collect_later() -> None:
    """What is made here stays, all hundreds of thousands of it: to look for garbage in it can wait until the answer is
    sent.
    """
    gc.disable()


@receiver(request_finished)
def _collect_again(**_: object) -> None:
    gc.enable()
