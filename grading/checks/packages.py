"""The check of what package managers installed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from grading.checks.credit import equal_parts
from grading.checks.kind import NO_IMAGE, Kind, require_integer, require_truth
from grading.messages import Message
from grading.outcome import Evidence, Finding, Parameters, Work
from grading.probes import Probe
from grading.probes.recommended import Recommended
from grading.tree import Installed
from labs.checkkinds import CheckError
from labs.instead import instead
from labs.spec import LabSpec

MANAGERS = ("dpkg", "apk", "pip", "npm")
SHOWN = 5


class Packages(Kind):
    """Packages are installed in the finished image, or are not.

    What counts are the databases of dpkg, apk, pip and npm. Each thing asked for earns an equal part of the points.

    - `required`: names of packages that must be there.
    - `forbidden`: names that must not; those of the base image do not count.
    - `most`: how many packages may be added to those of the base image.
    - `recommended`: `false` asks that nothing was installed only because something else recommends it, as `apt-get
      install` does without `--no-install-recommends`.
    - `manager`: `"dpkg"`, `"apk"`, `"pip"` or `"npm"`, to look only at its packages.

    ```toml
    [[checks]]
    kind = "packages"
    points = 20
    required = ["curl"]
    forbidden = ["gcc", "make"]
    recommended = false
    ```
    """

    keys = ("required", "forbidden", "most", "recommended", "manager")
    asks = "files' contents"

    def validate(self, parameters: Parameters, lab: LabSpec | None) -> None:
        for key in ("required", "forbidden"):
            names = parameters.get(key, ["x"])
            if (
                not isinstance(names, list | tuple)
                or not names
                or not all(isinstance(one, str) for one in names)
            ):
                raise CheckError(key, instead(gettext("expected a list of names"), names))
        if "most" in parameters:
            require_integer(parameters, "most")
        if "recommended" in parameters and require_truth(parameters, "recommended"):
            raise CheckError("recommended", gettext("expected false, or nothing"))
        if parameters.get("manager", "dpkg") not in MANAGERS:
            raise CheckError(
                "manager",
                instead(
                    gettext("expected one of %(known)s") % {"known": ", ".join(MANAGERS)},
                    parameters["manager"],
                ),
            )
        if not parameters.keys() - {"manager"}:
            raise CheckError(
                "required", gettext("expected at least one of required, forbidden, most, recommended")
            )

    def probes(self, parameters: Parameters) -> tuple[Probe, ...]:
        return (Recommended(),) if "recommended" in parameters else ()

    def judge(self, parameters: Parameters, work: Work) -> Finding:
        if work.image is None:
            return NO_IMAGE
        manager = parameters.get("manager")
        packages = [one for one in work.tree.packages if manager in (None, one.manager)]
        asked = list(_asked(parameters, packages, work))
        return equal_parts(asked, Finding(1.0, Message(_("The packages are as asked for."))))


def _asked(parameters: Parameters, packages: Sequence[Installed], work: Work) -> Iterator[Finding | None]:
    """For each thing asked for what is wrong with it, or None."""
    assert work.image is not None
    base = {layer.index for layer in work.image.layers if layer.base}
    own = [one for one in packages if one.layer not in base]
    there = {one.name for one in packages}
    for name in parameters.get("required", ()):
        missing = Message(_("The package %(name)s is not installed."), {"name": name})
        yield None if name in there else Finding(0.0, missing)
    for name in parameters.get("forbidden", ()):
        found = next((one for one in own if one.name == name), None)
        yield None if found is None else _unwanted(found, work)
    if "most" in parameters:
        says = {"count": len(own), "most": parameters["most"]}
        text = _("%(count)s packages were added to the base image's; at most %(most)s were asked for.")
        yield (
            None
            if len(own) <= parameters["most"]
            else Finding(0.0, Message(text, says), _added_by(own, work))
        )
    if "recommended" in parameters:
        names = [str(name) for name in work.answer(Recommended())["names"]]
        shown = ", ".join(names[:SHOWN]) + (" …" if len(names) > SHOWN else "")
        says = {"count": len(names), "names": shown}
        text = _(
            "%(count)s packages came only because others recommend them: %(names)s. "
            "apt-get install --no-install-recommends leaves them out."
        )
        extra = [one for one in own if one.name in names]
        yield None if not names else Finding(0.0, Message(text, says), _added_by(extra, work))


def _unwanted(found: Installed, work: Work) -> Finding:
    says = {"name": found.name, "version": found.version}
    return Finding(
        0.0, Message(_("The package %(name)s (%(version)s) is in the image."), says), _added_by([found], work)
    )


def _added_by(packages: Sequence[Installed], work: Work) -> Evidence:
    """The layer that brought the most of them."""
    assert work.image is not None
    if not packages:
        return Evidence()
    layers = [one.layer for one in packages]
    layer = work.image.layers[max(layers, key=layers.count)]
    return Evidence(line=layer.line, layer=layer.index)
