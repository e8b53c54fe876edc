"""Drafts on the server: what is written on one device goes on in another, and none overwrites another unseen."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from grading.models import Draft
from grading.validation.sent_files import MAX_ALL
from labs.models import Lab
from labs.spec import LabSpec

MAX_COMMANDS = 16 * 1024  # characters


@dataclass(frozen=True)
class Text:
    """What stands in the editor; `attempt` is the number of the submission that has just this text, if any."""

    files: Mapping[str, str]
    commands: str
    attempt: int | None = None

    def is_of(self, draft: Draft) -> bool:
        return draft.files == self.files and draft.commands == self.commands


class Unfit(ValueError):
    """No text that can be kept: too long, of other files than the lab's, or with a character that is no text."""


class Conflict(Exception):
    """Another window or device saved `draft` meanwhile."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(str(draft))
        self.draft = draft


def find(lab: Lab, learner: User) -> Draft | None:
    return Draft.objects.filter(lab=lab, learner=learner).first()


def save(lab: Lab, learner: User, text: Text, seen: int) -> Draft:
    """Save a text whose writer saw the revision `seen` last (0: none). Raises Conflict, Unfit.

    The same text saved twice, as after an answer that was lost, is no conflict.
    """
    text = _with_plain_line_ends(text)
    _refuse_unfit(lab, text)
    values = {
        "files": dict(text.files),
        "commands": text.commands,
        "attempt": text.attempt,
        "saved_at": timezone.now(),
    }
    mine = Draft.objects.filter(lab=lab, learner=learner)
    if mine.filter(revision=seen).update(revision=seen + 1, **values):
        return mine.get()
    there = mine.first()
    if there is None:
        try:
            with transaction.atomic():
                return Draft.objects.create(lab=lab, learner=learner, revision=seen + 1, **values)
        except IntegrityError:  # another window was quicker
            there = mine.get()
    if text.is_of(there):
        return there
    raise Conflict(there)


def move(former: User, account: User) -> None:
    """Give `account` the drafts of `former`, who was a guest. Where both have one of a lab, the newer is what is open
    from now on, and the older is kept under “Go back to…”.
    """
    for draft in Draft.objects.filter(learner=former):
        try:
            with transaction.atomic():
                Draft.objects.filter(pk=draft.pk).update(learner=account)
        except IntegrityError:  # the account has one
            _join(Draft.objects.select_for_update().get(lab=draft.lab_id, learner=account), draft)


def _join(mine: Draft, theirs: Draft) -> None:
    """Under a revision that no window has seen of either, so that each meets the joint draft as another's."""
    older, newer = sorted((mine, theirs), key=lambda one: one.saved_at)
    aside = [*older.aside, *newer.aside]
    if older.files != newer.files or older.commands != newer.commands:
        aside.append(older.content)
    theirs.delete()
    Draft.objects.filter(pk=mine.pk).update(
        revision=max(mine.revision, theirs.revision) + 1,
        files=newer.files,
        commands=newer.commands,
        attempt=newer.attempt,
        saved_at=newer.saved_at,
        aside=aside,
    )


def _with_plain_line_ends(text: Text) -> Text:
    """As editors have them: a form sends \\r\\n, and what differs only in that would pass for another text."""
    files = {name: one.replace("\r\n", "\n") for name, one in text.files.items()}
    return replace(text, files=files, commands=text.commands.replace("\r\n", "\n"))


def _refuse_unfit(lab: Lab, text: Text) -> None:
    if not set(text.files) <= set(lab.editable):
        raise Unfit("files that the lab does not let edit")
    if sum(len(one.encode()) for one in text.files.values()) > MAX_ALL or len(text.commands) > MAX_COMMANDS:
        raise Unfit("too long")
    if any("\0" in one for one in (*text.files.values(), text.commands)):
        raise Unfit("a NUL character")


def fingerprint(lab: LabSpec) -> str:
    """Another one when what a learner works against is changed: brief, files, base images, commands, checks."""
    said = (lab.title, lab.brief, lab.editable, lab.base_images, lab.network, lab.commands, lab.checks)
    return hashlib.sha256(repr((said, sorted(lab.starter.items()))).encode()).hexdigest()[:16]
