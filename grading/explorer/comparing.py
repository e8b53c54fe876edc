"""The page on which an image stands beside the one of an earlier attempt, or beside its base image."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import QuerySet
from django.http import Http404, HttpResponse

from grading.explorer import comparison, kept, maps, pages
from grading.explorer.costs import Below
from grading.explorer.listing import Listing
from grading.explorer.look import UNUSED, Look, image_page
from grading.explorer.names import query
from grading.facts import ImageFacts
from grading.models import Submission

OTHERS = 30  # earlier attempts that are offered
BASE = "base"


@image_page("comparison")
def comparison_view(look: Look) -> HttpResponse:
    earlier = _earlier(look.submission)
    chosen = look.asked.get("with") or (str(earlier[0]) if earlier else BASE)
    what, folder = look.asked.get("what", ""), look.folder
    if chosen not in (BASE, *map(str, earlier)) or what not in ("", *comparison.KINDS):
        raise Http404
    listing, before = _beside_base(look) if chosen == BASE else _beside(look, int(chosen))
    below = listing.below(folder)
    if below is None:
        raise Http404
    rows = listing.moved(comparison.KINDS[what]) if what else comparison.differing(listing.rows(folder))
    page = pages.page(rows, look.asked.get("page"))
    whole = max(look.facts.size, before.size, 1)
    other: pages.Asked = {"with": chosen}
    here: pages.Asked = {**other, "what": what, "at": folder}
    context = {
        "with": chosen,
        "base": BASE,
        "earlier": list(map(str, earlier)),
        "figures": comparison.figures(look.facts, before, listing),
        "before": before,
        "before_bar": pages.bar(before.layers, before.size / whole),
        "now_bar": pages.bar(look.facts.layers, look.facts.size / whole),
        "maps": [] if what else _maps(listing, folder, below, other),
        "what": what,
        "kinds": [
            (one, count, query(**other, what=one)) for one, count in comparison.counts(listing).items()
        ],
        "by_folder": query(**other),
        "steps": pages.steps_to(folder, other),
        "same": below.signs.get("", 0),
        "page": page,
        "rows": (pages.listed_anywhere if what else pages.listed)(page.rows, look.facts, other),
        "next": query(**here, page=page.next),
        "previous": query(**here, page=page.previous),
    }
    return look.answer("comparison", "comparison", context)


def _maps(listing: Listing, folder: str, below: Below, asked: pages.Asked) -> list[list[maps.Drawn]]:
    """The folder before and now, each as large as what it holds."""
    larger = max(below.before, below.size, 1)
    return [
        maps.by_sign(listing, folder, asked, lambda row: row.before, below.before / larger),
        maps.by_sign(listing, folder, asked, lambda row: row.size, below.size / larger),
    ]


def _beside_base(look: Look) -> tuple[Listing, ImageFacts]:
    """The difference to the base image, and what that would be as an image."""
    opened = look.opened()
    hidden = opened.replay.base.hidden()
    layers = tuple(
        replace(layer, hidden=size) for layer, size in zip(look.facts.layers, hidden, strict=False)
    )
    return opened.beside_base(), replace(look.facts, layers=layers)


def _beside(look: Look, number: int) -> tuple[Listing, ImageFacts]:
    """The difference to the image of another attempt, and what is known of that."""
    other = _attempts(look.submission).select_related("image_tree").defer(*UNUSED).get(number=number)
    facts = ImageFacts.from_json(other.image or {})
    return look.opened().beside(kept.opened(other, facts), kept.key_of(other, facts)), facts


def _attempts(submission: Submission) -> QuerySet[Submission]:
    """All of the learner's at the lab."""
    return Submission.objects.filter(lab=submission.lab_id, learner=submission.learner_id)


def _earlier(submission: Submission) -> list[int]:
    """The numbers of the learner's earlier attempts at the lab whose files are kept, the last first."""
    found = _attempts(submission).filter(
        number__lt=submission.number, image_tree__isnull=False, image__isnull=False
    )
    return list(found.order_by("-number").values_list("number", flat=True)[:OTHERS])
