"""What checks ask of a tag: a pattern of versions, of any image or of the one named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext

from grading.faults import LearnerFault
from grading.references import DEFAULT_TAG, Reference, parse_reference
from labs.checkkinds import CheckError

PATTERNS = ("semver", "latest", "exact", "name")
KEYS = ("name", "pattern", "tag", "message")

# The expression that semver.org suggests; a tag cannot have the + of build metadata.
_NUMBER = r"(?:0|[1-9][0-9]*)"
_PRERELEASE = rf"(?:{_NUMBER}|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)"
_SEMVER = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-{_PRERELEASE}(?:\.{_PRERELEASE})*)?")


def require_list(require: Any) -> None:
    if not isinstance(require, list | tuple) or not require:
        raise CheckError("require", gettext("expected a list of at least one table with a pattern"))


def require_texts(key: str, wanted: Any, keys: Iterable[str]) -> None:
    """A table with these keys at most, all of them texts; CheckError."""
    if not isinstance(wanted, Mapping):
        raise CheckError(key, gettext("expected a table with a pattern, not %(value)r") % {"value": wanted})
    for name in wanted:
        if name not in keys:
            raise CheckError(
                f"{key}.{name}",
                gettext("unknown key, expected one of %(known)s") % {"known": ", ".join(keys)},
            )
        if not isinstance(wanted[name], str) or not wanted[name]:
            raise CheckError(
                f"{key}.{name}", gettext("expected text, not %(value)r") % {"value": wanted[name]}
            )


def validate(key: str, wanted: Any) -> None:
    """One requirement, a table with the keys KEYS; CheckError."""
    require_texts(key, wanted, KEYS)
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


def meets(tag: Reference, wanted: Mapping[str, str]) -> bool:
    if "name" in wanted and tag.name != parse_reference(wanted["name"]).name:
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


def missing_texts(missing: Iterable[Mapping[str, str]]) -> str:
    """What the author says of each requirement that is not met, or else an example of what would meet it."""
    return " ".join(wanted.get("message") or f"{_example(wanted)}." for wanted in missing)


def _example(wanted: Mapping[str, str]) -> str:
    version = {"semver": "MAJOR.MINOR.PATCH", "latest": DEFAULT_TAG, "exact": wanted.get("tag", "")}
    return ":".join(filter(None, (wanted.get("name", "…"), version.get(wanted["pattern"], ""))))


def with_v(missing: Iterable[Mapping[str, str]], tags: Iterable[Reference]) -> str | None:
    """A tag such as app:v1.0.0 where app:1.0.0 is missing."""
    tags = list(tags)
    for wanted in missing:
        if wanted["pattern"] not in ("semver", "exact"):
            continue
        for tag in tags:
            bare = Reference(tag.name, (tag.tag or "").removeprefix("v"))
            if bare.tag and bare.tag != tag.tag and meets(bare, wanted):
                return tag.familiar
    return None
