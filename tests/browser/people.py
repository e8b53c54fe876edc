"""Who looks at the pages of `pages`."""

from __future__ import annotations

STRANGER, GUEST = "", "guest"
STUDENT, WRITER = "student", "writer"  # has grades; is writing
WAITING = "wilhelmina.van.waarden-vermeulen@studenten.universiteit.example"  # has builds that go on
NEWCOMER = "alexandra.villardiere.de.la.tour@etudiants.universite.example"  # in no course yet
GRADER, INSTRUCTOR = "grader", "instructor"
RIVALS = [f"rival-{number}" for number in range(14)]
