"""The check of which user the image runs as."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from grading.checks.kind import NO_IMAGE, Kind, require_truth
from grading.messages import Message
from grading.outcome import Evidence, Finding, Parameters, Work
from labs.spec import LabSpec


class User(Kind):
    """The image does not run as root.

    It is what the last USER of the image says, also one of the base image. A name counts as its name says.

    - `numeric`: `true` to ask for a number as well, as Kubernetes does to see that it is not root; a name then
      earns half.

    ```toml
    [[checks]]
    kind = "user"
    points = 10
    numeric = true
    ```
    """

    keys = ("numeric",)

    def validate(self, parameters: Parameters, lab: LabSpec | None) -> None:
        require_truth(parameters, "numeric")

    def judge(self, parameters: Parameters, work: Work) -> Finding:
        if work.image is None:
            return NO_IMAGE
        written = work.image.config.get("User")
        user = written if isinstance(written, str) else ""
        name = user.partition(":")[0]
        line = max((one.line for one in work.dockerfile.instructions if one.name == "USER"), default=None)
        evidence = Evidence(line=line)
        if name in ("", "root") or (name.isdecimal() and not int(name)):
            return Finding(0.0, Message(_("The image runs as root: USER says who it runs as.")), evidence)
        if parameters.get("numeric", False) and not name.isdecimal():
            said = Message(_("The image runs as %(user)s: write the user's number."), {"user": user[:100]})
            return Finding(0.5, said, evidence)
        return Finding(1.0, Message(_("The image runs as %(user)s."), {"user": user[:100]}), evidence)
