"""What checks ask of a tag: a pattern of versions, of any image or of the one named."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from grading.checks.kind import require_table
from grading.faults import LearnerFault
from grading.messages import Message
from grading.references import DEFAULT_TAG, Reference, parse_reference
from labs.checkkinds import CheckError
from labs.instead import instead

PATTERNS = ("semver", "latest", "exact", "name")
KEYS = ("name", "pattern", "tag", "message")

# The expression that semver.org suggests; a tag cannot have the + of build metadata.
_NUMBER = r"(?:0|[1-9][0-9]*)"
_PRERELEASE = rf"(?:{_NUMBER}|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)"
_SEMVER = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-{_PRERELEASE}(?:\.{_PRERELEASE})*)?")


def require_list(require: Any) -> None:
    if not isinstance(require, list | tuple) or not require:
        raise CheckError("require", gettext("expected a list of at least one table"))


def require_texts(key: str, wanted: Any, keys: Collection[str]) -> None:
    """A table with these keys at most, all of them texts; CheckError."""
    require_table(wanted, key, keys)
    for name in wanted:
        if not isinstance(wanted[name], str) or not wanted[name]:
            raise CheckError(f"{key}.{name}", instead(gettext("expected text"), wanted[name]))


def validate(key: str, wanted: Any, name: str = "name") -> None:
    """One requirement, a table with the keys KEYS; CheckError, where `name` is what authors call the name."""
    require_texts(key, wanted, KEYS)
    pattern = _pattern(wanted)
    if pattern not in PATTERNS:
        raise CheckError(
            f"{key}.pattern",
            instead(gettext("expected one of %(known)s") % {"known": ", ".join(PATTERNS)}, pattern),
        )
    if (pattern == "exact") != ("tag" in wanted):
        raise CheckError(f"{key}.tag", gettext('expected with the pattern "exact", and only there'))
    if pattern == "name" and "name" not in wanted:
        raise CheckError(
            f"{key}.{name}", gettext("expected where neither a tag nor another pattern is asked for")
        )
    if _tag_of(f"{wanted.get('name', 'any')}:{DEFAULT_TAG}", f"{key}.{name}") != DEFAULT_TAG:
        raise CheckError(f"{key}.{name}", gettext("expected an image's name without a tag"))
    _tag_of(f"any:{wanted.get('tag', DEFAULT_TAG)}", f"{key}.tag")


def _tag_of(reference: str, key: str) -> str | None:
    try:
        return parse_reference(reference).tag
    except LearnerFault as fault:
        problem = gettext("expected what Docker takes in an image's name: %(problem)s")
        raise CheckError(key, problem % {"problem": fault}) from fault


def _pattern(wanted: Mapping[str, str]) -> str:
    """The one that is written, or else what the other keys say."""
    return wanted.get("pattern", "exact" if "tag" in wanted else "name")


def meets(tag: Reference, wanted: Mapping[str, str]) -> bool:
    if "name" in wanted and tag.name != parse_reference(wanted["name"]).name:
        return False
    version = tag.tag or DEFAULT_TAG
    match _pattern(wanted):
        case "semver":
            return _SEMVER.fullmatch(version) is not None
        case "latest":
            return version == DEFAULT_TAG
        case "exact":
            return version == wanted["tag"]
        case _:
            return True


def without_version(
    require: Sequence[Mapping[str, str]], missing: Sequence[Mapping[str, str]], tags: Iterable[Reference]
) -> list[Reference]:
    """The tags with the one name that is asked for, where none has a version that is."""
    names = {wanted.get("name") for wanted in require}
    versions = [wanted for wanted in require if _pattern(wanted) != "name"]
    if len(names) > 1 or None in names or any(wanted not in missing for wanted in versions):
        return []
    name = parse_reference(str(names.pop())).name
    return [tag for tag in tags if tag.name == name]


def what_is_missing(missing: Iterable[Mapping[str, str]]) -> Message:
    """Names that would meet the requirements that are not met, and the author's own words for those that have some."""
    missing = list(missing)
    names = ", ".join(_example(wanted) for wanted in missing if "message" not in wanted)
    words = " ".join(wanted["message"] for wanted in missing if "message" in wanted)
    says = {"names": names, "words": words}
    if not names:
        return Message("%(words)s", says)
    return Message(_("Missing: %(names)s. %(words)s") if words else _("Missing: %(names)s."), says)


def _example(wanted: Mapping[str, str]) -> str:
    version = {"semver": "MAJOR.MINOR.PATCH", "latest": DEFAULT_TAG, "exact": wanted.get("tag", "")}
    return ":".join(filter(None, (wanted.get("name", "…"), version.get(_pattern(wanted), ""))))


def with_v(missing: Iterable[Mapping[str, str]], tags: Iterable[Reference]) -> str | None:
    """A tag such as app:v1.0.0 where app:1.0.0 is missing."""
    tags = list(tags)
    for wanted in missing:
        if _pattern(wanted) not in ("semver", "exact"):
            continue
        for tag in tags:
            bare = Reference(tag.name, (tag.tag or "").removeprefix("v"))
            if bare.tag and bare.tag != tag.tag and meets(bare, wanted):
                return tag.familiar
    return None
