"""The grades of a course as a table: a line for each of its learners, a column for each of its labs."""

from __future__ import annotations

import csv
import io

from django.contrib.auth.models import User
from django.utils.formats import get_format, number_format
from django.utils.translation import gettext as _

from grading.models import Submission
from grading.progress import LabProgress, attempts_counted, best_of
from labs.models import Course, Enrolment
from labs.outline import outline

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the beginning of one


def as_csv(course: Course) -> str:
    """A heading and a line for each learner, as spreadsheets of the reader's language read them: `;` between the
    cells where numbers have a decimal comma. Of each lab the best attempt's points, empty without one.
    """
    labs = [lab for module in outline(course) for lab in module.labs]
    enrolled = {"enrolments__course": course, "enrolments__role": Enrolment.Role.LEARNER}
    best = best_of(attempts_counted(Submission.objects.filter(lab__module__course=course)))
    written = io.StringIO()
    table = csv.writer(written, delimiter=";" if get_format("DECIMAL_SEPARATOR") == "," else ",")
    table.writerow([_("Learner"), _("Name"), *(_text(lab.title) for lab in labs), _("Labs passed")])
    for learner in User.objects.filter(**enrolled).order_by("username"):
        grades = [LabProgress(lab, *best.get(learner.pk, {}).get(lab.pk, ())) for lab in labs]
        points = ["" if one.best is None else number_format(one.best) for one in grades]
        names = _text(learner.username), _text(learner.get_full_name())
        table.writerow([*names, *points, sum(one.passed for one in grades)])
    return written.getvalue()


def _text(written: str) -> str:
    """A text that no spreadsheet computes."""
    return f"'{written}" if written.startswith(FORMULA) else written
