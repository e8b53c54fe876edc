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
    """One attempt. When it must be built again for a grade, or keeps its own, `after` has the points of `before`; `why`
    says why, or which checks give other points.
    """

    learner: str
    number: int
    public_id: UUID
    before: Grade
    after: Grade
    needs_build: bool = False
    kept: bool = False
    why: tuple[str, ...] = ()

    @property
    def percent(self) -> float:
        """How far it moves, in percent of the points that count."""
        return round(self.after.percent - self.before.percent, 2)

    @property
    def has_other_points(self) -> bool:
        return (self.after.points, self.after.most) != (self.before.points, self.before.most)

    @property
    def stays(self) -> bool:
        return not self.needs_build and self.after == self.before


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
        """Those that cannot be judged by the checks as they are now, and keep their grade, and whether they pass."""
        return [one for one in self.moves if one.kept and one.stays]

    def __str__(self) -> str:
        """Such as "12 grades go up, 2 attempts no longer pass, 5 must be built again"; empty when nobody moves."""
        up = sum(one.percent > 0 for one in self.moves)
        down = sum(one.percent < 0 for one in self.moves)
        builds = sum(one.needs_build for one in self.moves)
        same = sum(one.has_other_points and not one.percent for one in self.moves)
        judged = [(one.before.passed, one.after.passed) for one in self.moves if not one.needs_build]
        lost, won = judged.count((True, False)), judged.count((False, True))
        said = [
            (up, ngettext("%(count)d grade goes up", "%(count)d grades go up", up)),
            (down, ngettext("%(count)d grade goes down", "%(count)d grades go down", down)),
            (same, ngettext("%(count)d is out of other points", "%(count)d are out of other points", same)),
            (lost, ngettext("%(count)d attempt no longer passes", "%(count)d attempts no longer pass", lost)),
            (won, ngettext("%(count)d attempt passes now", "%(count)d attempts pass now", won)),
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


def changed_mark(before: int, after: int) -> str:
    return _("To pass: %(before)d %% → %(after)d %%") % {"before": before, "after": after}
