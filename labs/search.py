"""Search over the modules and briefs of one's courses, by the full-text index of the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from labs.access import own_courses
from labs.models import Course
from labs.passages import Passage
from labs.words import WORD, fold_word, wanted

MOST_RESULTS = 30
BEFORE, AFTER = 60, 200  # characters of a snippet before the first word that was found, and from it on

# One's present course comes first, then those in the language of the page (`_rank`); a heading counts more than the
# text below it.
SQLITE = """
SELECT passage.id FROM labs_passage_search JOIN labs_passage passage ON passage.id = labs_passage_search.rowid
JOIN labs_module module ON module.id = passage.module_id
WHERE labs_passage_search MATCH %s AND module.course_id IN ({courses})
ORDER BY CASE module.course_id {ranks} END, bm25(labs_passage_search, 6.0, 1.0), passage.id LIMIT {limit}
"""
POSTGRESQL = """
SELECT passage.id FROM labs_passage passage JOIN labs_module module ON module.id = passage.module_id,
to_tsquery('simple', %s) query
WHERE to_tsvector('simple', passage.folded_heading || ' ' || passage.folded_text) @@ query
AND module.course_id IN ({courses})
ORDER BY CASE module.course_id {ranks} END, ts_rank(setweight(to_tsvector('simple', passage.folded_heading), 'A')
|| setweight(to_tsvector('simple', passage.folded_text), 'C'), query) DESC, passage.id LIMIT {limit}
"""


@dataclass(frozen=True, slots=True)
class Result:
    """`snippet` is HTML: text with `<mark>` around the words that were found."""

    passage: Passage
    url: str
    snippet: SafeString


def search(user: User | AnonymousUser, query: str, course: str = "") -> list[Result]:
    """The best passages that have all words of `query`, in the courses that `user` takes part in, first in `course`
    (a slug).
    """
    words = wanted(query)
    ranks = {one.pk: _rank(one, course) for one in own_courses(user)} if words else {}
    if not ranks:
        return []
    keys = _keys(words, ranks)
    rows = Passage.objects.select_related("module__course", "lab").in_bulk(keys)
    return [Result(rows[key], _url(rows[key]), snippet(rows[key].text, words)) for key in keys]


def _rank(course: Course, present: str) -> int:
    if course.slug == present:
        return 0
    return 1 if course.language == get_language() else 2


def _keys(words: Sequence[str], ranks: Mapping[int, int]) -> list[int]:
    """`words` are letters and digits only, so they can be no operators of either language."""
    if connection.vendor == "postgresql":
        statement, query = POSTGRESQL, " & ".join(f"{word}:*" for word in words)
    else:
        statement, query = SQLITE, " ".join(f'"{word}"*' for word in words)
    marks = ", ".join(["%s"] * len(ranks))
    cases = " ".join(["WHEN %s THEN %s"] * len(ranks))
    statement = statement.format(courses=marks, ranks=cases, limit=MOST_RESULTS)
    with connection.cursor() as cursor:
        cursor.execute(statement, [query, *ranks, *(part for case in ranks.items() for part in case)])
        return [key for (key,) in cursor.fetchall()]


def _url(passage: Passage) -> str:
    if passage.lab is not None:
        return passage.lab.get_absolute_url()
    anchor = f"#{passage.anchor}" if passage.anchor else ""
    return f"{passage.module.get_absolute_url()}{anchor}"


def snippet(text: str, words: Sequence[str]) -> SafeString:
    """The text around the first word that begins as one of `words`; its beginning when only the heading has them."""
    hits = [hit for hit in WORD.finditer(text) if fold_word(hit[0]).startswith(tuple(words))]
    first = hits[0].start() if hits else 0
    start = text.rfind(" ", 0, first - BEFORE) + 1 if first > BEFORE else 0
    end = text.find(" ", first + AFTER)
    end = len(text) if end < 0 else end
    pieces, position = ["… " if start else ""], start
    for hit in hits:
        if hit.end() <= end:
            pieces += [escape(text[position : hit.start()]), f"<mark>{escape(hit[0])}</mark>"]
            position = hit.end()
    return SafeString("".join([*pieces, escape(text[position:end]), " …" if end < len(text) else ""]))
