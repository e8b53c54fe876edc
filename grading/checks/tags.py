"""The check of the names and versions that the image was given."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from grading.checks.kind import NO_IMAGE, Kind
from grading.faults import LearnerFault
from grading.messages import Message
from grading.outcome import Finding, Parameters, Work
from grading.references import DEFAULT_TAG, Reference, parse_reference
from labs.checkkinds import CheckError
from labs.spec import LabSpec

PATTERNS = ("semver", "latest", "exact", "name")
_KEYS = ("name", "pattern", "tag", "message")

# The expression that semver.org suggests; a tag cannot have the + of build metadata.
_NUMBER = r"(?:0|[1-9][0-9]*)"
_PRERELEASE = rf"(?:{_NUMBER}|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)"
_SEMVER = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-{_PRERELEASE}(?:\.{_PRERELEASE})*)?")


class Tags(Kind):
    """The image carries the tags asked for; each requirement is worth the same share of the points.

    - `require`: a list of requirements, each a table with
        - `pattern`: `"semver"` (MAJOR.MINOR.PATCH as semver.org has it, without a leading v), `"latest"`,
          `"exact"` (the one in `tag`) or `"name"` (any tag of that name);
        - `name`: the image's name, registry included if there is one; without it any name will do
          (`"name"` needs it);
        - `tag`: the tag itself, for `"exact"` only;
        - `message`: said when the requirement is not met.

    Only tags of the image that is graded count. `docker build -t app` gives `app:latest`.

    ```toml
    [[checks]]
    kind = "tags"
    points = 20
    require = [
        { pattern = "semver", name = "app", message = "The image needs a version such as app:1.0.0." },
        { pattern = "latest", name = "app" },
    ]
    ```
    """

    keys = ("require",)

    def validate(self, parameters: Parameters, lab: LabSpec | None) -> None:
        require = parameters.get("require")
        if not isinstance(require, list | tuple) or not require:
            raise CheckError("require", gettext("expected a list of at least one table with a pattern"))
        for number, wanted in enumerate(require):
            _validate(f"require[{number}]", wanted)

    def judge(self, parameters: Parameters, work: Work) -> Finding:
        if work.image is None:
            return NO_IMAGE
        tags = _references(work.image.tags)
        require = parameters["require"]
        missing = [wanted for wanted in require if not any(_meets(tag, wanted) for tag in tags)]
        return Finding(1 - len(missing) / len(require), _say(len(require), missing, tags))


def _validate(key: str, wanted: Any) -> None:
    if not isinstance(wanted, Mapping):
        raise CheckError(key, gettext("expected a table with a pattern, not %(value)r") % {"value": wanted})
    for name in wanted:
        if name not in _KEYS:
            raise CheckError(
                f"{key}.{name}",
                gettext("unknown key, expected one of %(known)s") % {"known": ", ".join(_KEYS)},
            )
        if not isinstance(wanted[name], str) or not wanted[name]:
            raise CheckError(
                f"{key}.{name}", gettext("expected text, not %(value)r") % {"value": wanted[name]}
            )
    pattern = wanted.get("pattern")
    if pattern not in PATTERNS:
        raise CheckError(
            f"{key}.pattern",
            gettext("expected one of %(known)s, not %(value)r")
            % {"known": ", ".join(PATTERNS), "value": pattern},
        )
    if (pattern == "exact") != ("tag" in wanted):
        raise CheckError(f"{key}.tag", gettext('expected with the pattern "exact", and only there'))
    if pattern == "name" and "name" not in wanted:
        raise CheckError(f"{key}.name", gettext('expected with the pattern "name"'))
    try:
        reference = parse_reference(f"{wanted.get('name', 'any')}:{wanted.get('tag', DEFAULT_TAG)}")
    except LearnerFault as fault:
        raise CheckError(
            f"{key}.name", gettext("expected an image's name: %(problem)s") % {"problem": fault}
        ) from fault
    if reference.tag != wanted.get("tag", DEFAULT_TAG):
        raise CheckError(f"{key}.name", gettext("expected an image's name without a tag"))


def _references(tags: tuple[str, ...]) -> list[Reference]:
    """The tags that are references; a name that Docker would not read cannot be asked for either."""
    found = []
    for tag in tags:
        try:
            found.append(parse_reference(tag))
        except LearnerFault:
            continue
    return found


def _named(tag: Reference, wanted: Mapping[str, str]) -> bool:
    return "name" not in wanted or tag.name == parse_reference(wanted["name"]).name


def _meets(tag: Reference, wanted: Mapping[str, str]) -> bool:
    if not _named(tag, wanted):
        return False
    version = tag.tag or DEFAULT_TAG
    match wanted["pattern"]:
        case "semver":
            return _SEMVER.fullmatch(version) is not None
        case "latest":
            return version == DEFAULT_TAG
        case "exact":
            return version == wanted["tag"]
        case _:
            return True


def _say(count: int, missing: list[Mapping[str, str]], tags: list[Reference]) -> Message:
    if not missing:
        return Message(_("All tags asked for are there."))
    params = {
        "there": count - len(missing),
        "count": count,
        "missing": " ".join(wanted.get("message") or f"{_example(wanted)}." for wanted in missing),
    }
    with_v = _with_v(missing, tags)
    if with_v is None:
        return Message(_("%(there)s of %(count)s tags asked for are there. Missing: %(missing)s"), params)
    return Message(
        _(
            "%(there)s of %(count)s tags asked for are there. Missing: %(missing)s "
            "A semantic version has no leading v, as %(with_v)s has."
        ),
        {**params, "with_v": with_v},
    )


def _example(wanted: Mapping[str, str]) -> str:
    version = {"semver": "MAJOR.MINOR.PATCH", "latest": DEFAULT_TAG, "exact": wanted.get("tag", "")}
    return ":".join(filter(None, (wanted.get("name", "…"), version.get(wanted["pattern"], ""))))


def _with_v(missing: list[Mapping[str, str]], tags: list[Reference]) -> str | None:
    """A tag such as app:v1.0.0 where app:1.0.0 is missing."""
    for wanted in missing:
        if wanted["pattern"] not in ("semver", "exact"):
            continue
        for tag in tags:
            bare = Reference(tag.name, (tag.tag or "").removeprefix("v"))
            if bare.tag and bare.tag != tag.tag and _meets(bare, wanted):
                return tag.familiar
    return None
