"""The check that no secret is given away with the image."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from grading.checks.kind import NO_IMAGE, Kind, require_truth
from grading.messages import Message
from grading.outcome import Evidence, Finding, Parameters, Work
from grading.probes import Probe
from grading.probes.secrets import Secrets
from labs.checkkinds import CheckError
from labs.instead import instead
from labs.spec import LabSpec

LEAST_LENGTH = 8


class Secret(Kind):
    """No secret is in the image.

    Looked at are the files of every layer, also those that a later layer deletes, environment variables and labels, and
    the history, where build arguments end up.

    - `values`: a table of secrets by name, such as those that the lab's files hold, of at least 8 characters each. They
      are also found in base64.
    - `patterns`: `false` not to look for what has the form of a well-known secret as well: private keys, tokens of
      GitHub, GitLab, npm, PyPI, Slack, keys of AWS and Stripe.

    All points or none. Files are looked at up to 4 MiB each, 256 MiB in all.

    ```toml
    [[checks]]
    kind = "secret"
    points = 30
    values = {API_TOKEN = "tk-7f3a91c2"}
    ```
    """

    keys = ("values", "patterns")
    partial = False
    asks = "files' contents"

    def validate(self, parameters: Parameters, lab: LabSpec | None) -> None:
        values = parameters.get("values", {})
        if not isinstance(values, Mapping):
            raise CheckError("values", instead(gettext("expected a table of secrets by name"), values))
        for name, value in values.items():
            if not isinstance(value, str) or len(value) < LEAST_LENGTH:
                raise CheckError(
                    f"values.{name}",
                    gettext("expected a text of at least %(count)s characters") % {"count": LEAST_LENGTH},
                )
        if "patterns" in parameters and not require_truth(parameters, "patterns") and not values:
            raise CheckError("values", gettext("expected at least one, as patterns are not looked for"))

    def probes(self, parameters: Parameters) -> tuple[Probe, ...]:
        return (_probe(parameters),)

    def judge(self, parameters: Parameters, work: Work) -> Finding:
        if work.image is None:
            return NO_IMAGE
        found = work.answer(_probe(parameters))["found"]
        if not found:
            return Finding(
                1.0, Message(_("No secret was found in the image's layers, configuration and history."))
            )
        # What is still there to see is said before what only a layer holds.
        return max((_say(one, work) for one in found), key=lambda finding: finding.evidence.path is not None)


def _probe(parameters: Parameters) -> Secrets:
    values = parameters.get("values", {})
    return Secrets(tuple(sorted(values.items())), parameters.get("patterns", True))


def _say(found: Mapping[str, Any], work: Work) -> Finding:
    assert work.image is not None
    says = {"name": found["name"], "path": found.get("path", "")}
    if found["where"] == "env":
        return Finding(
            0.0, Message(_("The secret %(name)s is in an environment variable of the image."), says)
        )
    if found["where"] == "label":
        return Finding(0.0, Message(_("The secret %(name)s is in a label of the image."), says))
    if found["where"] == "history":
        text = _(
            "The secret %(name)s is in the image's history: build arguments and commands are kept there."
        )
        return Finding(0.0, Message(text, says), Evidence(line=found.get("line")))
    layer = work.image.layers[found["layer"]]
    place = Evidence(line=layer.line, layer=layer.index, path=found["path"])
    node = work.tree.find(found["path"], follow=False)
    if node is None or node.layer != layer.index:
        text = _(
            "The secret %(name)s is in %(path)s: a later layer removes or replaces it, but this one still carries it."
        )
        return Finding(0.0, Message(text, says), place)
    return Finding(0.0, Message(_("The secret %(name)s is in the image, in %(path)s."), says), place)
