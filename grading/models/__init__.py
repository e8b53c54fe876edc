"""What was submitted, how it was judged, and what a grader said of it."""

from __future__ import annotations

from grading.models.alert import Alert
from grading.models.certificate import Certificate
from grading.models.draft import Draft
from grading.models.image_tree import ImageTree
from grading.models.notice import Notice, NoticeChoice
from grading.models.regrade import Regrade
from grading.models.review import Adjustment, Comment, OutcomeRecord
from grading.models.states import FINAL_STATES, Stage, State, Whose
from grading.models.submission import BULKY, Submission

__all__ = [
    "BULKY",
    "FINAL_STATES",
    "Adjustment",
    "Alert",
    "Certificate",
    "Comment",
    "Draft",
    "ImageTree",
    "Notice",
    "NoticeChoice",
    "OutcomeRecord",
    "Regrade",
    "Stage",
    "State",
    "Submission",
    "Whose",
]
