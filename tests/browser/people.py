"""Who looks at the pages of `pages`."""

from __future__ import annotations

STRANGER, GUEST = "", "guest"
STUDENT, WAITING, WRITER = "student", "waiting", "writer"  # has grades; has builds that go on; is writing
NEWCOMER = "newcomer"  # in no course yet
GRADER, INSTRUCTOR = "grader", "instructor"
RIVALS = [f"rival-{number}" for number in range(14)]
