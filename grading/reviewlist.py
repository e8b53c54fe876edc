"""Which submissions a grader's list shows: of a lab, in a state, of a learner, as its address says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from grading.models import Adjustment, Comment, OutcomeRecord, State, Submission
from labs.words import fold

LACKS_CHECK = ("lacks-check", _("a check failed on our side"))  # beside the states in a list
MAX_SEARCH = 200  # characters


@dataclass(frozen=True, slots=True)
class Filters:
    """`learner` is any part of a user name or a full name; what is empty filters nothing. `page` is the list's."""

    lab: str = ""
    state: str = ""
    learner: str = ""
    page: str = ""

    @classmethod
    def asked(cls, query: Mapping[str, str]) -> Filters:
        learner = query.get("learner", "").strip()[:MAX_SEARCH]
        page = query.get("page", "")
        return cls(query.get("lab", ""), query.get("state", ""), learner, page if page.isdecimal() else "")

    @property
    def query(self) -> str:
        """What follows in the addresses of the list's other pages."""
        return _encoded(replace(self, page=""))

    @property
    def back(self) -> str:
        """What follows, with its ?, in the addresses of submissions opened from here, so that they lead back."""
        query = _encoded(self)
        return f"?{query}" if query else ""

    def of(self, submissions: QuerySet[Submission]) -> QuerySet[Submission]:
        failed_checks = OutcomeRecord.objects.filter(submission=OuterRef("pk"), ours=True)
        adjustments = Adjustment.objects.filter(outcome__submission=OuterRef("pk"))
        found = submissions.annotate(
            lacks_check=Exists(failed_checks),
            is_adjusted=Exists(adjustments),
            is_commented=Exists(Comment.objects.filter(submission=OuterRef("pk"))),
        )
        if self.lab:
            found = found.filter(lab__slug=self.lab)
        if self.state in State.values:
            found = found.filter(state=self.state)
        elif self.state == LACKS_CHECK[0]:
            found = found.filter(lacks_check=True)
        if self.learner:
            found = found.filter(learner__in=_named(submissions, self.learner))
        return found

    def beside(
        self, submission: Submission, submissions: QuerySet[Submission]
    ) -> tuple[Submission | None, Submission | None]:
        """The next newer and the next older one of those that the list shows."""
        found, at = self.of(submissions).only("public_id"), submission.created_at
        newer = found.filter(created_at__gt=at).order_by("created_at").first()
        return newer, found.filter(created_at__lt=at).order_by("-created_at").first()


def _encoded(filters: Filters) -> str:
    return urlencode({name: value for name, value in asdict(filters).items() if value})


def _named(submissions: QuerySet[Submission], sought: str) -> list[int]:
    """The learners that are meant, without regard to case and accents: which SQLite cannot compare."""
    words = fold(sought).split()
    people = User.objects.filter(pk__in=submissions.order_by().values("learner"))
    names = people.values_list("pk", "username", "first_name", "last_name")
    return [pk for pk, *name in names if all(word in fold(" ".join(name)) for word in words)]
