"""Image references as Docker reads them: the grammar of github.com/distribution/reference."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from grading.faults import LearnerFault

DEFAULT_DOMAIN = "docker.io"
OFFICIAL = "library/"
DEFAULT_TAG = "latest"
MAX_NAME = 255
MAX_TAG = 128
MAX_TEXT = 1024  # nothing valid is longer: a host, 255 characters of path, 128 of tag and a digest

_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?"
_DOMAIN = rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?"
_COMPONENT = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_PATH = rf"{_COMPONENT}(?:/{_COMPONENT})*"
_TAG = rf"[A-Za-z0-9_][A-Za-z0-9_.-]{{0,{MAX_TAG - 1}}}"
_DIGEST = r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}"
_REFERENCE = re.compile(rf"({_DOMAIN})/({_PATH})(?::({_TAG}))?(?:@({_DIGEST}))?")
_IDENTIFIER = re.compile(r"[a-f0-9]{64}")
_SHA256 = re.compile(r"sha256:[a-f0-9]{64}")


@dataclass(frozen=True, slots=True)
class Reference:
    """`name` is complete (`docker.io/library/python`); `tag` and `digest` are None where not written."""

    name: str
    tag: str | None = None
    digest: str | None = None

    @property
    def familiar_name(self) -> str:
        """The name as people write it: `python`, `outils/app`, `registry.example.org/app`."""
        short = self.name.removeprefix(f"{DEFAULT_DOMAIN}/")
        if short != self.name and short.startswith(OFFICIAL) and short.count("/") == 1:
            return short.removeprefix(OFFICIAL)
        return short

    @property
    def suffix(self) -> str:
        """The tag and the digest as Docker completes them: `:latest` where neither was written."""
        tag = self.tag or (None if self.digest else DEFAULT_TAG)
        return (f":{tag}" if tag else "") + (f"@{self.digest}" if self.digest else "")

    @property
    def familiar(self) -> str:
        """As `docker images` shows it: `python:3.11-slim`, `app:latest`."""
        return self.familiar_name + self.suffix

    @property
    def canonical(self) -> str:
        """Complete, for comparing: `docker.io/library/python:3.11-slim`."""
        return self.name + self.suffix

    def __str__(self) -> str:
        return self.familiar


def parse_reference(text: str) -> Reference:
    """Read `app`, `app:1.0.0`, `host:5000/team/app@sha256:…` and the like; LearnerFault in Docker's words."""
    if not text:
        raise LearnerFault(_("invalid reference format: repository name must have at least one component"))
    if len(text) > MAX_TEXT:
        raise LearnerFault(
            _("invalid reference format: a reference has at most %(most)s characters, this one %(count)s"),
            most=MAX_TEXT,
            count=len(text),
        )
    if _IDENTIFIER.fullmatch(text):
        raise LearnerFault(
            _("invalid repository name (%(name)s), cannot specify 64-byte hexadecimal strings"), name=text
        )
    domain, remainder = _split_domain(text)
    repository = remainder.partition("@")[0].partition(":")[0]
    if repository.lower() != repository:
        raise LearnerFault(
            _("invalid reference format: repository name (%(name)s) must be lowercase"), name=repository
        )
    match = _REFERENCE.fullmatch(f"{domain}/{remainder}")
    if match is None:
        raise _why_not(domain, remainder)
    path, tag, digest = match.group(2, 3, 4)
    if len(path) > MAX_NAME:
        raise LearnerFault(_("repository name must not be more than %(most)s characters"), most=MAX_NAME)
    if digest is not None and not _SHA256.fullmatch(digest):
        raise LearnerFault(
            _("invalid digest format: %(digest)s; expected sha256: and 64 hexadecimal digits"), digest=digest
        )
    return Reference(f"{domain}/{path}", tag, digest)


def _split_domain(text: str) -> tuple[str, str]:
    """The registry's host, and the rest; Docker Hub where the first component is no host."""
    first, slash, rest = text.partition("/")
    if not slash:
        return DEFAULT_DOMAIN, OFFICIAL + text
    if first == "index.docker.io":
        first = DEFAULT_DOMAIN
    is_host = first == "localhost" or "." in first or ":" in first or first.lower() != first
    domain, remainder = (first, rest) if is_host else (DEFAULT_DOMAIN, text)
    if domain == DEFAULT_DOMAIN and "/" not in remainder:
        remainder = OFFICIAL + remainder
    return domain, remainder


def _why_not(domain: str, remainder: str) -> LearnerFault:
    """Docker only says "invalid reference format"; which part is wrong is said behind it."""
    name, at, digest = remainder.partition("@")
    path, colon, tag = name.partition(":")
    if not re.fullmatch(_DOMAIN, domain):
        return LearnerFault(_("invalid reference format: %(host)s is no registry host"), host=domain)
    if not re.fullmatch(_PATH, path):
        return LearnerFault(
            _(
                "invalid reference format: %(name)s is no repository name; "
                "expected lower-case letters and digits, separated by one of . _ - or /"
            ),
            name=path.removeprefix(OFFICIAL) or '""',
        )
    if colon and len(tag) > MAX_TAG:
        return LearnerFault(
            _("invalid tag format: a tag has at most %(most)s characters, this one %(count)s"),
            most=MAX_TAG,
            count=len(tag),
        )
    if colon and not re.fullmatch(_TAG, tag):
        return LearnerFault(
            _(
                "invalid tag format: %(tag)s; expected letters, digits, _ . and -, "
                "the first of them a letter, a digit or _"
            ),
            tag=tag or '""',
        )
    if at:
        return LearnerFault(
            _("invalid digest format: %(digest)s; expected sha256: and 64 hexadecimal digits"),
            digest=digest or '""',
        )
    return LearnerFault(_("invalid reference format"))
