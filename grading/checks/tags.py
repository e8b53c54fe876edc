"""The check of the names and versions that the image was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_noop as _

from grading.checks import tag_requirements
from grading.checks.kind import NO_IMAGE, Kind
from grading.checks.tag_requirements import meets, what_is_missing, with_v, without_version
from grading.faults import LearnerFault
from grading.messages import Message
from grading.outcome import Finding, Parameters, Work
from grading.references import DEFAULT_TAG, Reference, parse_reference
from labs.spec import LabSpec


class Tags(Kind):
    """The image carries the tags asked for; each requirement is worth the same share of the points.

    - `require`: a list of requirements, each a table with
        - `name`: the image's name, registry included if there is one; without it any name will do;
        - `tag`: the tag, if it must be this one;
        - `pattern`: or else `"semver"` (MAJOR.MINOR.PATCH as semver.org has it, without a leading v), `"latest"`,
          `"name"` (any tag of that `name`, also when nothing is said), or `"exact"` (the one in `tag`, which is enough
          alone);
        - `message`: said when the requirement is not met.

    Only tags of the image that is graded count. `docker build -t app` gives `app:latest`.

    ```toml
    [[checks]]
    kind = "tags"
    points = 20
    require = [
        { pattern = "semver", name = "app", message = "The image needs a version such as app:1.0.0." },
        { pattern = "latest", name = "app" },
        { tag = "1.0.0", name = "registry.example.org/team/app" },
    ]
    ```
    """

    keys = ("require",)

    def validate(self, parameters: Parameters, lab: LabSpec | None) -> None:
        tag_requirements.require_list(parameters.get("require"))
        for number, wanted in enumerate(parameters["require"]):
            tag_requirements.validate(f"require[{number}]", wanted)

    def judge(self, parameters: Parameters, work: Work) -> Finding:
        if work.image is None:
            return NO_IMAGE
        tags = _references(work.image.tags)
        require = parameters["require"]
        missing = [wanted for wanted in require if not any(meets(tag, wanted) for tag in tags)]
        return Finding(1 - len(missing) / len(require), _say(require, missing, tags))


def _references(tags: tuple[str, ...]) -> list[Reference]:
    """The tags that are references; a name that Docker would not read cannot be asked for either."""
    found = []
    for tag in tags:
        try:
            found.append(parse_reference(tag))
        except LearnerFault:
            continue
    return found


def _say(
    require: Sequence[Mapping[str, str]], missing: Sequence[Mapping[str, str]], tags: Sequence[Reference]
) -> Message:
    """What is there, and what is missing."""
    if not missing:
        return Message(_("All tags asked for are there."))
    what = _with_v(what_is_missing(missing), with_v(missing, tags))
    named = without_version(require, missing, tags)
    if named:
        found = {"tags": ", ".join(tag.familiar for tag in named), "missing": what}
        if all((tag.tag or DEFAULT_TAG) == DEFAULT_TAG for tag in named):
            return Message(_("The name is right; the version is missing: found %(tags)s. %(missing)s"), found)
        return Message(
            _("The name is right; the version is not as asked for: found %(tags)s. %(missing)s"), found
        )
    met = [tag.familiar for tag in tags if any(meets(tag, wanted) for wanted in require)]
    params = {"there": len(require) - len(missing), "count": len(require), "missing": what}
    if not met:
        return Message(_("%(there)s of %(count)s tags asked for are there. %(missing)s"), params)
    return Message(
        _("%(there)s of %(count)s tags asked for are there: %(tags)s. %(missing)s"),
        {**params, "tags": ", ".join(met)},
    )


def _with_v(what: Message, tag: str | None) -> Message:
    if tag is None:
        return what
    return Message(
        _("%(missing)s A semantic version has no leading v, as %(with_v)s has."),
        {"missing": what, "with_v": tag},
    )
