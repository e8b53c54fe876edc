"""What changed since the attempt before: points by check, the image's figures, and the text of the files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.template.defaultfilters import floatformat
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from grading.facts import ImageFacts
from grading.linediff import Row, TooLong, side_by_side
from grading.messages import human_size, points_of, signed
from grading.models import OutcomeRecord, Submission
from grading.outcomes import matching
from labs.checkkinds import check_title

MAX_ROWS = 600  # of all files together
NOISE_SECONDS, NOISE_PART = 0.5, 0.2  # the same build, built twice, differs as much


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing before and now, as it is read; `by` how far it moved, with its sign, empty when it did not.

    `direction` is "up", "down" or "same"; `good` whether that is what one wants, None where it says nothing.
    """

    name: str
    before: str
    after: str
    by: str = ""
    direction: str = "same"
    good: bool | None = None


@dataclass(frozen=True, slots=True)
class FileChange:
    """`rows` are None when too much differs to be set side by side."""

    path: str
    rows: Sequence[Row] | None
    added: bool = False
    removed: bool = False


@dataclass
class Comparison:
    """Both submissions have their outcomes at hand, with adjustments."""

    before: Submission
    after: Submission

    @cached_property
    def total(self) -> Figure:
        one, other = self.before, self.after
        return _points(
            _("Points"), (one.final_score or 0.0, one.max_score), (other.final_score or 0.0, other.max_score)
        )

    @cached_property
    def checks(self) -> list[Figure]:
        return list(_checks(list(self.before.outcomes.all()), list(self.after.outcomes.all())))

    @cached_property
    def measured(self) -> list[Figure]:
        """Size, own size and layers of one's own where both have an image, and seconds where all commands of both ran:
        what ends early is short, and says nothing of the other one.
        """
        both = (self.before, self.after)
        figures = []
        if all(one.image for one in both):
            old, new = (ImageFacts.from_json(one.image) for one in both if one.image)
            figures = [
                _less(_("Size of the image"), old.size, new.size),
                _less(_("Size above the base"), old.own_size, new.own_size),
                _count(_("Layers above the base"), len(old.own_layers), len(new.own_layers)),
            ]
        seconds = [one.build["seconds"] for one in both if one.build and one.build["ok"]]
        if len(seconds) == len(both):
            figures.append(_seconds(_("Time of the build"), *seconds))
        return figures

    @property
    def unbuilt_before(self) -> bool:
        return bool(self.after.image and not self.before.image)

    @property
    def moved(self) -> list[Figure]:
        """What is said first: the points and, where both have an image, its size, where they moved."""
        first = self.measured[:1] if self.before.image and self.after.image else []
        return [one for one in (self.total, *first) if one.direction != "same"]

    @cached_property
    def files(self) -> list[FileChange]:
        """The files that changed, and the docker commands; bounded."""
        return list(_files(self.before, self.after))


def _checks(former: Sequence[OutcomeRecord], outcomes: Sequence[OutcomeRecord]) -> Iterator[Figure]:
    kept = matching(former, outcomes)
    for record, outcome in zip(kept, outcomes, strict=True):
        if outcome.ours or (record and record.ours):
            continue
        after = (outcome.final_points, outcome.max_points)
        before = (record.final_points, record.max_points) if record else None
        yield _points(capfirst(check_title(outcome)), before, after)
    for record in former:
        if record not in kept:
            yield _points(capfirst(check_title(record)), (record.final_points, record.max_points), None)


Points = tuple[float, float]  # given, possible


def _points(name: str, before: Points | None, after: Points | None) -> Figure:
    old, new = (points_of(*one) if one else "–" for one in (before, after))
    if not before or not after:  # the lab asks for something else now
        return Figure(name, old, new)
    by = round(after[0] - before[0], 2)
    return _figure(name, old, new, by, floatformat(abs(by), -1), more_is_good=True)


def _less(name: str, before: int, after: int) -> Figure:
    by = after - before
    return _figure(name, human_size(before), human_size(after), by, human_size(abs(by)), more_is_good=False)


def _count(name: str, before: int, after: int) -> Figure:
    by = after - before
    return _figure(name, str(before), str(after), by, str(abs(by)), more_is_good=None)


def _seconds(name: str, before: float, after: float) -> Figure:
    by = round(after - before, 1)
    if abs(by) < max(NOISE_SECONDS, NOISE_PART * before):
        by = 0.0
    old, new, difference = (
        _("%(seconds)s s") % {"seconds": floatformat(one, 1)} for one in (before, after, abs(by))
    )
    return _figure(name, old, new, by, difference, more_is_good=None)


def _figure(name: str, before: str, after: str, by: float, size: str, more_is_good: bool | None) -> Figure:
    if not by:
        return Figure(name, before, after)
    good = None if more_is_good is None else (by > 0) == more_is_good
    return Figure(name, before, after, signed(by, size), "up" if by > 0 else "down", good)


def _files(before: Submission, after: Submission) -> Iterator[FileChange]:
    room = MAX_ROWS
    texts = [
        (path, before.files.get(path), after.files.get(path)) for path in {**before.files, **after.files}
    ]
    for path, old, new in [*texts, (_("Docker commands"), before.commands, after.commands)]:
        try:
            rows = side_by_side(old or "", new or "")
        except TooLong:
            rows = None
        if rows is not None and len(rows) > room:
            rows = None
        if rows is None or rows or (old is None) != (new is None):
            room -= len(rows or ())
            yield FileChange(path, rows, added=old is None, removed=new is None)
