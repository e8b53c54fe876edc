"""One request of the `http` check: what authors may write, and what the answer must say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from grading.checks.kind import require_table
from grading.checks.texts import end_of, judge_texts, validate_texts
from grading.messages import Message
from grading.outcome import Parameters
from grading.probes.service import ANSWER_SECONDS, Asked
from labs.checkkinds import CheckError

KEYS = ("path", "method", "headers", "body", "status", "says", "contains", "matching", "has")
MAX_BODY = 64 << 10

_PATH = re.compile(r"/[!-~]{0,2000}")
_METHOD = re.compile(r"[A-Z]{1,20}")
_LINE = re.compile(r"[^\r\n]*")
_HEADER = re.compile(r"[A-Za-z0-9-]{1,100}")


def validate_request(wanted: Any, where: str) -> None:
    """Raise CheckError unless it is a right request; `where` is said in it."""
    require_table(wanted, where, KEYS)
    if not _text(wanted.get("path"), _PATH):
        raise CheckError(f"{where}.path", gettext("expected a path such as /, without blanks"))
    if not _text(wanted.get("method", "GET"), _METHOD):
        raise CheckError(f"{where}.method", gettext("expected a method such as GET"))
    if not _headers(wanted.get("headers", {}), truth=False):
        raise CheckError(f"{where}.headers", gettext("expected a table of texts"))
    if not _headers(wanted.get("has", {}), truth=True):
        raise CheckError(f"{where}.has", gettext("expected a table of texts or true"))
    body = wanted.get("body", "")
    if not isinstance(body, str) or len(body.encode()) > MAX_BODY:
        raise CheckError(f"{where}.body", gettext("expected a text of 64 KiB at most"))
    status = wanted.get("status", 200)
    if not isinstance(status, int) or not 200 <= status <= 599:  # neither true nor false is
        raise CheckError(f"{where}.status", gettext("expected a status from 200 to 599"))
    validate_texts(wanted, "says", f"{where}.")


def request(wanted: Parameters) -> Asked:
    """What is sent."""
    headers = dict(wanted.get("headers", {}))
    return Asked(wanted.get("method", "GET"), wanted["path"], headers, wanted.get("body", ""))


def judge_reply(wanted: Parameters, reply: Mapping[str, Any] | None) -> Iterator[Message | None]:
    """For each thing asked for what is wrong with it, or None. There is no reply to what was never sent."""
    of = f"{wanted.get('method', 'GET')} {wanted['path'][:80]}"
    if reply is None or "none" in reply:
        unanswered = _unanswered(of, reply)
        yield unanswered  # the status
        yield from (unanswered for _part in judge_texts(wanted, "says", "", of))
        yield from (unanswered for _name in wanted.get("has", ()))
        return
    status = wanted.get("status", 200)
    says = {"of": of, "wanted": status, "code": reply["status"], "found": end_of(reply["body"])}
    text = _(
        "%(of)s is answered with status %(code)s; asked for: %(wanted)s. The answer ends with: %(found)s"
    )
    yield None if reply["status"] == status else Message(text, says)
    yield from judge_texts(wanted, "says", reply["body"], of)
    for name, value in wanted.get("has", {}).items():
        yield _header(name, value, reply["headers"].get(name.lower()), of)


def _header(name: str, wanted: str | bool, found: str | None, of: str) -> Message | None:
    says = {"of": of, "name": name, "wanted": wanted, "found": (found or "")[:200]}
    if found is None:
        return Message(_("The answer to %(of)s has no header %(name)s."), says)
    if wanted is True or str(wanted).lower() in found.lower():
        return None
    return Message(_("In the answer to %(of)s %(name)s is %(found)s; asked for: %(wanted)s."), says)


def _unanswered(of: str, reply: Mapping[str, Any] | None) -> Message:
    if reply is None:
        return Message(_("%(of)s was not sent, as the request before it was not answered."), {"of": of})
    return Message(_NO_REPLY[reply["none"]], {"of": of, "seconds": int(ANSWER_SECONDS)})


_NO_REPLY = {
    "time": _("%(of)s was not answered within %(seconds)s s."),
    "size": _("The answer to %(of)s is larger than 1 MiB, or does not end."),
    "closed": _("The server closed the connection before %(of)s was answered."),
    "form": _("What comes back for %(of)s is no answer that HTTP knows."),
}


def _text(value: object, form: re.Pattern[str]) -> bool:
    return isinstance(value, str) and form.fullmatch(value) is not None


def _headers(value: object, truth: bool) -> bool:
    return isinstance(value, Mapping) and all(
        _text(name, _HEADER) and (_text(text, _LINE) or (truth and text is True))
        for name, text in value.items()
    )
