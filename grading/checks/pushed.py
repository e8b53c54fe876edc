"""The check of what was pushed to the lab's registry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from grading.checks import tag_requirements
from grading.checks.kind import NO_IMAGE, Kind
from grading.checks.tag_requirements import meets, what_is_missing
from grading.messages import Message
from grading.outcome import Finding, Parameters, Work
from grading.probes import Probe
from grading.probes.pushed_tags import PushedTags
from grading.references import Reference, parse_reference
from grading.registry import ADDRESS
from labs.checkkinds import CheckError
from labs.instead import instead
from labs.spec import LabSpec

MOST_SHOWN = 5
_KEYS = ("repository", "pattern", "tag", "message")
_PROBE = PushedTags()


class Pushed(Kind):
    """The image that is graded lies in the lab's registry under the names asked for; each requirement is worth the
    same share of the points. The lab has a `[registry]`.

    - `require`: a list of requirements, each a table with
        - `repository`: the name in the registry, without its address: `"student/app"`;
        - `tag`, `pattern` and `message`: as in [tags](#tags).

    What is pushed and then built anew is another image: only the one that is graded counts, by its digest.

    ```toml
    [[checks]]
    kind = "pushed"
    points = 40
    require = [
        { repository = "student/app", tag = "1.0.0" },
        { repository = "student/app", pattern = "latest", message = "Push student/app:latest, too." },
    ]
    ```
    """

    keys = ("require",)
    asks = "the registry"

    def validate(self, parameters: Parameters, lab: LabSpec | None) -> None:
        tag_requirements.require_list(parameters.get("require"))
        for number, wanted in enumerate(parameters["require"]):
            key = f"require[{number}]"
            tag_requirements.require_texts(key, wanted, _KEYS)
            if "repository" not in wanted:
                raise CheckError(f"{key}.repository", gettext("missing"))
            if wanted["repository"].startswith(f"{ADDRESS}/"):
                raise CheckError(
                    f"{key}.repository",
                    instead(gettext("expected a name without the registry's address"), wanted["repository"]),
                )
            tag_requirements.validate(key, _of_tag(wanted), "repository")
        if lab is not None and lab.registry is None:
            raise CheckError("require", gettext("expected in a lab with a [registry]"))

    def probes(self, parameters: Parameters) -> tuple[Probe, ...]:
        return (_PROBE,)

    def judge(self, parameters: Parameters, work: Work) -> Finding:
        if work.image is None:
            return NO_IMAGE
        found = {_reference(one): one["digest"] for one in work.answer(_PROBE)["tags"]}
        graded = [tag for tag, digest in found.items() if digest == work.image.id]
        require = [_of_tag(wanted) for wanted in parameters["require"]]
        missing = [wanted for wanted in require if not any(meets(tag, wanted) for tag in graded)]
        others = [tag for tag in found if tag not in graded and any(meets(tag, one) for one in missing)]
        return Finding(1 - len(missing) / len(require), _say(len(require), missing, list(found), others))


def _of_tag(wanted: Mapping[str, str]) -> dict[str, str]:
    """The requirement as one of a tag; names stand without the registry's address on both sides."""
    rest = {key: value for key, value in wanted.items() if key != "repository"}
    return {"name": wanted["repository"], **rest}


def _reference(one: Mapping[str, Any]) -> Reference:
    return parse_reference(f"{one['repository']}:{one['tag']}")


def _say(
    count: int, missing: list[dict[str, str]], found: Iterable[Reference], others: Iterable[Reference]
) -> Message:
    if not missing:
        return Message(_("All images asked for are in the registry."))
    params = {"there": count - len(missing), "count": count, "missing": what_is_missing(missing)}
    if not found:
        return Message(
            _(
                "Nothing is in the registry. %(missing)s An image gets a name with the registry's address by "
                "docker tag, and goes there by docker push."
            ),
            params,
        )
    params["found"] = _listed(found)
    if not others:
        return Message(
            _("%(there)s of %(count)s images asked for are in the registry. %(missing)s Found: %(found)s."),
            params,
        )
    return Message(
        _(
            "%(there)s of %(count)s images asked for are in the registry. %(missing)s "
            "Found: %(found)s. Another image than the graded one is %(others)s: tag and push after the last build."
        ),
        {**params, "others": _listed(others)},
    )


def _listed(tags: Iterable[Reference]) -> str:
    names = [tag.familiar for tag in tags]
    return ", ".join(names[:MOST_SHOWN]) + (", …" if len(names) > MOST_SHOWN else "")
