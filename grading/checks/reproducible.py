"""The check that two builds give the same files."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from grading.checks.kind import NO_IMAGE, Kind, require_truth
from grading.messages import Message
from grading.outcome import Evidence, Finding, Parameters, Work
from grading.probes.build_twice import BuildTwice
from labs.checkkinds import CheckError
from labs.instead import instead
from labs.spec import LabSpec


class Reproducible(Kind):
    """Built twice without the cache, the image has the same files.

    The submission's last `docker build` is run once more in the same daemon, a second later, within the lab's
    seconds. Compared are kind, mode, owner and content of every file of the layers above the base image.

    - `ignore`: patterns of paths that may differ, such as `"/var/log/*"` or `"*.pyc"` (`*` stands also for `/`); of a
      folder that fits, what is in it as well.
    - `times`: when `true`, a file's time of change must be the same too. Files of the build's folder have the same time
      in both builds; what `RUN` writes has another one unless the command sets it.

    All points or none. A package manager writes logs and caches that hold times: ask for their removal, or ignore them.

    ```toml
    [[checks]]
    kind = "reproducible"
    points = 10
    ignore = ["/var/log/*", "/var/cache/ldconfig/aux-cache"]
    ```
    """

    keys = ("ignore", "times")
    partial = False
    asks = "a rebuild"

    def validate(self, parameters: Parameters, lab: LabSpec | None) -> None:
        ignore = parameters.get("ignore", [])
        if not isinstance(ignore, list) or not all(isinstance(one, str) and one for one in ignore):
            raise CheckError("ignore", instead(gettext("expected a list of patterns of paths"), ignore))
        require_truth(parameters, "times")

    def probes(self, parameters: Parameters) -> tuple[BuildTwice]:
        return (BuildTwice(tuple(parameters.get("ignore", ())), parameters.get("times", False)),)

    def judge(self, parameters: Parameters, work: Work) -> Finding:
        if work.image is None:
            return NO_IMAGE
        answer = work.answer(self.probes(parameters)[0])
        if not answer["ok"]:
            failed = _("The image was built once; the second time, without the cache, the build failed.")
            return Finding(0.0, Message(failed), Evidence(line=answer["line"]))
        if answer["more"]:
            layers = _("Built twice without the cache, the image has not the same number of layers.")
            return Finding(0.0, Message(layers))
        if not answer["count"]:
            return Finding(1.0, Message(_("Built twice without the cache, the image has the same files.")))
        first = answer["found"][0]
        says: dict[str, Any] = {"count": answer["count"], "path": first["path"], "at": first["line"]}
        where = Evidence(first["line"], first["layer"], first["path"])
        if first["line"] is None:
            unplaced = _(
                "Built twice without the cache, files that are not the same: %(count)s; the first is %(path)s."
            )
            return Finding(0.0, Message(unplaced, says), where)
        differ = _(
            "Built twice without the cache, files that are not the same: %(count)s; the first is %(path)s, which line "
            "%(at)s writes. A date, a random number, a log or a cache in it is another one each time."
        )
        return Finding(0.0, Message(differ, says), where)
