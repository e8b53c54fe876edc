"""The check of the stages that the image is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from grading.checks.credit import equal_parts
from grading.checks.kind import NO_IMAGE, Kind, require_integer, require_truth
from grading.dockerfile import Stage
from grading.messages import Message
from grading.outcome import Evidence, Finding, Parameters, Work
from grading.tree import FOLDER, readable
from grading.validation import lineage
from labs.checkkinds import CheckError
from labs.instead import instead
from labs.spec import LabSpec


class Stages(Kind):
    """The image is made in stages, and what only the others need is not in it.

    - `least`, `most`: how many stages the image is made of. Those count that it is built on or that files are taken
      from; one that nothing is taken from is not built.
    - `names`: a list of names that such stages must have, as in `FROM … AS build`.
    - `copies`: `true` to ask that the last stage takes files of another one, with `COPY --from`.
    - `without_programs`: a list of programs, such as `"gcc"`, that no `bin` or `sbin` folder of the image may have.
    - `without_packages`: a list of packages, such as `"build-essential"`, that must not be installed in the image,
      whichever of dpkg, apk, pip and npm knows of them.

    What the base image brings counts as well: choose one without. Each thing asked for earns an equal part of the
    points.

    ```toml
    [[checks]]
    kind = "stages"
    points = 20
    least = 2
    copies = true
    without_programs = ["gcc", "make"]
    without_packages = ["build-essential"]
    ```
    """

    keys = ("least", "most", "names", "copies", "without_programs", "without_packages")

    def validate(self, parameters: Parameters, lab: LabSpec | None) -> None:
        if not parameters:
            raise CheckError(
                "least", gettext("expected at least one of %(keys)s") % {"keys": ", ".join(self.keys)}
            )
        for key in ("least", "most"):
            if key in parameters and not require_integer(parameters, key):
                raise CheckError(key, gettext("expected a number from 1"))
        if parameters.get("most", 1000) < parameters.get("least", 1):
            raise CheckError("most", gettext("expected at least as many as least"))
        if "copies" in parameters and not require_truth(parameters, "copies"):
            raise CheckError("copies", gettext("expected true"))
        for key in ("names", "without_programs", "without_packages"):
            names = parameters.get(key, ["x"])
            if not isinstance(names, list | tuple) or not names:
                raise CheckError(key, instead(gettext("expected a list of names"), names))
            for name in names:
                if not isinstance(name, str) or not name.strip():
                    raise CheckError(key, instead(gettext("expected names"), name))

    def judge(self, parameters: Parameters, work: Work) -> Finding:
        stage = work.dockerfile.stage(work.target)
        if work.image is None or stage is None:
            return NO_IMAGE
        asked = [*_structure(parameters, stage, work), *_content(parameters, work)]
        return equal_parts(asked, Finding(1.0, Message(_("The stages are as asked for."))))


def _structure(parameters: Parameters, last: Stage, work: Work) -> Iterator[Finding | None]:
    """For each thing asked of the stages, why it is not so."""
    used = lineage.stages_of(work.dockerfile, last)
    says = {"count": len(used), "least": parameters.get("least"), "most": parameters.get("most")}
    here = Evidence(line=last.line)
    if "least" in parameters:
        text = _("Stages that the image is made of: %(count)s; at least %(least)s were asked for.")
        yield None if len(used) >= parameters["least"] else Finding(0, Message(text, says), here)
    if "most" in parameters:
        text = _("Stages that the image is made of: %(count)s; at most %(most)s were asked for.")
        yield None if len(used) <= parameters["most"] else Finding(0, Message(text, says), here)
    for name in parameters.get("names", ()):
        has = any(stage.name == name.lower() for stage in used)
        text = _("No stage that the image is made of is called %(name)s: FROM … AS %(name)s names it.")
        yield None if has else Finding(0, Message(text, {"name": name}), here)
    if "copies" in parameters:
        text = _("The last stage takes no files of another one: COPY --from does.")
        yield None if lineage.taken_from(work.dockerfile, last) else Finding(0, Message(text), here)


def _content(parameters: Parameters, work: Work) -> Iterator[Finding | None]:
    """For each program and package that must not be there, where it is."""
    for name in parameters.get("without_programs", ()):
        yield _program(name, work)
    for name in parameters.get("without_packages", ()):
        found = next((one for one in work.tree.packages if one.name == name), None)
        text = _("The package %(name)s is installed in the image: leave it in a stage before the last.")
        evidence = _where(found.layer, found.path, work) if found else Evidence()
        yield Finding(0, Message(text, {"name": name}), evidence) if found else None


def _program(name: str, work: Work) -> Finding | None:
    places = re.compile(rf"/(?:.*/)?s?bin/{re.escape(name)}", re.DOTALL)
    found = next(
        (one for one in work.tree.below() if one.kind != FOLDER and places.fullmatch(one.path)), None
    )
    if found is None:
        return None
    text = _("The program %(name)s is in the image: leave it in a stage before the last.")
    return Finding(0, Message(text, {"name": name}), _where(found.layer, found.path, work))


def _where(layer: int, path: str, work: Work) -> Evidence:
    assert work.image is not None  # the path is of it
    return Evidence(work.image.layers[layer].line, layer, readable(path))
