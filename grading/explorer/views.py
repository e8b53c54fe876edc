"""The pages on which a submission's image is looked at; who sees the submission sees them."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from grading.explorer import lines, lists, maps, pages
from grading.explorer.look import Look, image_page
from grading.explorer.names import query, visible_name
from grading.lastbuild import last_build

MAX_SEARCH = 200  # characters
LARGEST = 25
MAX_LISTED = 300  # packages, and files with somebody else's rights
PARTS = {"rows": "_rows", "map": "_treemap"}  # of the page of files, that a script asks for


@image_page("lines")
def lines_view(look: Look) -> HttpResponse:
    """What each line of the Dockerfile costs. Needs no files, so that it is there at once."""
    build = last_build(look.submission)
    found = lines.costed(build, look.facts)
    context = {
        "bar": pages.bar(look.facts.layers),
        "lines": [pages.listed_line(one) for one in found],
        "hides": any(one.hidden for one in found),
        "largest": max((one.size for one in found if not one.is_base), default=0),
        "dockerfile_name": build.command.dockerfile,
    }
    return look.answer("lines", "lines", context)


@image_page("files")
def files_view(look: Look) -> HttpResponse:
    """The files of the image or of one layer: a folder drawn and listed, or what a search finds."""
    layer, folder, part = look.layer, look.folder, look.asked.get("part", "")
    opened = look.opened()
    listing = opened.whole() if layer is None else opened.of_layer(layer)
    below = listing.below(folder)
    if below is None:
        raise Http404
    sought = look.asked.get("q", "").strip()[:MAX_SEARCH]
    rows = listing.found(sought) if sought else listing.rows(folder)
    page = pages.page(rows, look.asked.get("page"))
    scope: pages.Asked = {"layer": layer}
    outermost = look.asked.get("of", "") if look.depth else folder  # of the table that the rows are put into
    here: pages.Asked = {**scope, "q": sought, "at": folder}
    drawn = part != "rows" and not sought
    context = {
        "layer": None if layer is None else pages.Origin(look.facts.layers[layer]),
        "at": visible_name(folder),
        "sought": visible_name(sought),
        "unsought": query(**scope, at=folder),
        "below": below,
        "steps": pages.steps_to(folder, scope),
        "tiles": maps.by_layer(listing, folder, look.facts, scope) if drawn else [],
        "page": page,
        "rows": pages.listed_anywhere(page.rows, look.facts, scope)
        if sought
        else pages.listed(page.rows, look.facts, scope, look.depth, outermost),
        "all": listing.below(outermost) or below,
        "depth": look.depth,
        "next": query(**here, page=page.next),
        "previous": query(**here, page=page.previous),
        "more_rows": query(**here, page=page.next, part="rows", depth=look.depth, of=outermost),
    }
    return look.answer(PARTS.get(part, "files"), "files", context)


@image_page("largest")
def largest_view(look: Look) -> HttpResponse:
    """The files and folders that cost most, seen or hidden."""
    listing = look.opened().whole()
    tables = {"files": listing.largest_files(LARGEST), "folders": listing.largest_folders(LARGEST)}
    context = {name: pages.listed_anywhere(rows, look.facts, {}) for name, rows in tables.items()}
    return look.answer("largest", "largest", context)


@image_page("lists")
def lists_view(look: Look) -> HttpResponse:
    """Packages, and files that run with somebody else's rights."""
    image = look.opened().replay
    origins = pages.origins(look.facts)
    packages = [
        (one._replace(name=visible_name(one.name), version=visible_name(one.version)), origins[one.layer])
        for one in lists.packages(image)
    ]
    own = [pair for pair in packages if not pair[1].layer.base]
    base = packages[len(own) :]
    privileged = lists.privileged(image)
    context = {
        "own": own[:MAX_LISTED],
        "own_left": len(own[MAX_LISTED:]),
        "base": base[:MAX_LISTED],
        "base_count": len(base),
        "base_left": len(base[MAX_LISTED:]),
        "privileged": [
            (one, visible_name(f"/{one.path}"), origins[one.layer]) for one in privileged[:MAX_LISTED]
        ],
        "privileged_left": len(privileged[MAX_LISTED:]),
    }
    return look.answer("lists", "lists", context)
