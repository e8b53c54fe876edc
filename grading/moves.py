"""Who would move, and by how much, when a lab's grades are made again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grading import outcomes
from grading.messages import points_of
from grading.models import OutcomeRecord
from grading.outcome import Outcome
from labs.checkkinds import check_title


@dataclass(frozen=True, slots=True)
class Grade:
    points: float
    most: float
    passed: bool

    @classmethod
    def of(cls, points: float, most: float, pass_percent: int) -> Grade:
        return cls(points, most, most > 0 and 100 * points >= pass_percent * most)

    @property
    def percent(self) -> float:
        """Of the points that count: what grades out of different points are compared by."""
        return round(100 * self.points / self.most, 2) if self.most else 0.0

    def __str__(self) -> str:
        return points_of(self.points, self.most)


@dataclass(frozen=True, slots=True)
class Move:
    """One attempt. `after` is None when it must be built again for a grade, or keeps its own; `why` says why, or which
    checks give other points.
    """

    learner: str
    number: int
    public_id: UUID
    before: Grade
    after: Grade | None = None
    needs_build: bool = False
    why: tuple[str, ...] = ()

    @property
    def percent(self) -> float:
        """How far it moves, in percent of the points that count."""
        return round(self.after.percent - self.before.percent, 2) if self.after else 0.0

    @property
    def stays(self) -> bool:
        return not self.needs_build and (self.after is None or self.after == self.before)


@dataclass(frozen=True)
class Preview:
    moves: Sequence[Move]

    @property
    def changing(self) -> list[Move]:
        """Who does not stay where they are: those that fall furthest first, those to be built last."""
        return sorted(
            (one for one in self.moves if not one.stays), key=lambda one: (one.needs_build, one.percent)
        )

    @property
    def kept(self) -> list[Move]:
        """Those that cannot be judged by the checks as they are now, and keep their grade."""
        return [one for one in self.moves if one.after is None and not one.needs_build]

    def __str__(self) -> str:
        """Such as "12 grades go up, 3 go down, 5 must be built again"; empty when nobody moves."""
        up = sum(one.percent > 0 for one in self.moves)
        down = sum(one.percent < 0 for one in self.moves)
        builds = sum(one.needs_build for one in self.moves)
        same = len(self.changing) - up - down - builds
        said = [
            (up, ngettext("%(count)d grade goes up", "%(count)d grades go up", up)),
            (down, ngettext("%(count)d grade goes down", "%(count)d grades go down", down)),
            (same, ngettext("%(count)d is out of other points", "%(count)d are out of other points", same)),
            (builds, ngettext("%(count)d must be built again", "%(count)d must be built again", builds)),
        ]
        return ", ".join(sentence % {"count": count} for count, sentence in said if count)


def changes(
    former: Sequence[OutcomeRecord], pairs: Iterable[tuple[OutcomeRecord | None, Outcome]]
) -> Iterator[str]:
    """Which checks give other points than they gave, and what graders said that falls away with a check."""
    kept = []
    for record, outcome in pairs:
        kept.append(record)
        before = points_of(record.final_points, record.max_points) if record else "–"
        after = points_of(outcomes.final_points(record, outcome), outcome.max_points)
        if before != after:
            yield _change(check_title(outcome), before, after)
    for record in former:
        if record not in kept:
            yield _change(check_title(record), points_of(record.final_points, record.max_points), "–")
            if record.adjustment is not None:
                yield _("a grader's adjustment falls away with its check")


def _change(title: str, before: str, after: str) -> str:
    return _("%(check)s: %(before)s → %(after)s") % {"check": title, "before": before, "after": after}
