"""In which order a reader is shown the courses: a course is in one language, its reader may use another."""

from __future__ import annotations

from collections.abc import Iterable

from labs.access import known_role
from labs.models import Course


def for_reader(courses: Iterable[Course], language: str) -> list[Course]:
    """Those that were joined; then those in `language`; then by title.

    `courses` know the reader's role, as those of `visible_courses` do.
    """
    return sorted(
        courses,
        key=lambda one: (
            known_role(one) is None,
            one.language != language,
            one.title,
            one.language,
        ),
    )
