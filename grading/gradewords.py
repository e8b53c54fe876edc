"""A grade in a sentence or two, for who hears the page: the points, and what they were lost to. How the attempt ended
is heard before it.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext

from grading.models import OutcomeRecord, Submission
from labs.checkkinds import check_title


def in_words(submission: Submission, outcomes: Iterable[OutcomeRecord]) -> str:
    """What stopped the build says enough: what it cost in each check is then left out."""
    said = [_points(submission)]
    if submission.error_message:
        said.append(" ".join(str(submission.error_message).split()))
    else:
        said.append(_lost(outcomes))
    return " ".join(part for part in said if part)


def _points(submission: Submission) -> str:
    if submission.final_score is None:
        return ""
    points = {
        "points": floatformat(submission.final_score, -1),
        "max": floatformat(submission.max_score, -1),
    }
    if submission.passed:
        return gettext("%(points)s of %(max)s points, passed.") % points
    return gettext("%(points)s of %(max)s points.") % points


def _lost(outcomes: Iterable[OutcomeRecord]) -> str:
    lost = [
        f"{check_title(one)} {floatformat(one.max_points - one.final_points, -1)}"
        for one in outcomes
        if not one.passed and not one.ours
    ]
    return gettext("Lost: %(checks)s.") % {"checks": ", ".join(lost)} if lost else ""
