from __future__ import annotations

import threading

import pytest
from django.contrib.auth.models import User
from django.db import connection

from grading.models import Draft
from grading.validation import sent_files
from grading.workbench import drafts
from grading.workbench.drafts import Conflict, Text, Unfit
from labs.models import Lab, LabFile

pytestmark = pytest.mark.django_db


def text(words: str) -> Text:
    return Text({"Dockerfile": words}, "docker build .")


def test_each_save_is_another_revision(lab: Lab, learner: User) -> None:
    assert drafts.save(lab, learner, text("one"), 0).revision == 1
    assert drafts.save(lab, learner, text("two"), 1).revision == 2
    draft = drafts.find(lab, learner)
    assert draft is not None
    assert draft.files == {"Dockerfile": "two"}


def test_who_did_not_see_the_last_save_overwrites_nothing(lab: Lab, learner: User) -> None:
    drafts.save(lab, learner, text("first window"), 0)
    with pytest.raises(Conflict) as conflict:
        drafts.save(lab, learner, text("second window"), 0)
    assert conflict.value.draft.files == {"Dockerfile": "first window"}
    assert Draft.objects.get().files == {"Dockerfile": "first window"}


def test_the_same_text_again_is_no_conflict(lab: Lab, learner: User) -> None:
    """The answer to the first was lost with the network."""
    drafts.save(lab, learner, text("one"), 0)
    assert drafts.save(lab, learner, text("one"), 0).revision == 1


def test_line_ends_of_a_form_are_no_other_text(lab: Lab, learner: User) -> None:
    drafts.save(lab, learner, text("one\r\ntwo\r\n"), 0)
    assert drafts.save(lab, learner, text("one\ntwo\n"), 0).files == {"Dockerfile": "one\ntwo\n"}


def test_a_draft_that_is_gone_is_made_again(lab: Lab, learner: User) -> None:
    assert drafts.save(lab, learner, text("one"), 7).revision == 8


def test_learners_and_labs_have_drafts_of_their_own(lab: Lab, learner: User, other_learner: User) -> None:
    drafts.save(lab, learner, text("one"), 0)
    drafts.save(lab, other_learner, text("two"), 0)
    assert drafts.find(lab, other_learner) != drafts.find(lab, learner)


@pytest.mark.parametrize("newer", ["the guest's", "the account's"])
def test_of_a_guest_s_draft_and_the_account_s_the_newer_is_open_and_the_other_kept(
    lab: Lab, learner: User, other_learner: User, newer: str
) -> None:
    seen = 0  # the higher one of both
    for revision in range(3):
        seen = drafts.save(lab, other_learner, text(f"the guest's {revision}"), revision).revision
    drafts.save(lab, learner, text("the account's"), 0)
    if newer == "the guest's":
        seen = drafts.save(lab, other_learner, text("the guest's"), seen).revision
    drafts.move(other_learner, learner)
    draft = Draft.objects.get()
    assert (draft.learner, draft.files) == (learner, {"Dockerfile": newer})
    assert draft.revision > seen  # no window takes it for what it has
    (kept,) = draft.aside
    assert kept["files"] == {
        "Dockerfile": "the account's" if newer == "the guest's" else "the guest's 2",
    }
    drafts.save(lab, learner, text("written on"), draft.revision)
    assert Draft.objects.get().aside == [kept]


def test_the_same_text_of_both_is_one(lab: Lab, learner: User, other_learner: User) -> None:
    for one in (learner, other_learner):
        drafts.save(lab, one, text("one"), 0)
    drafts.move(other_learner, learner)
    assert Draft.objects.get().aside == []


@pytest.mark.parametrize(
    "unfit",
    [
        Text({"app.py": "not editable"}, ""),
        Text({"Dockerfile": "x" * (sent_files.MAX_ALL + 1)}, ""),
        Text({}, "x" * (drafts.MAX_COMMANDS + 1)),
        Text({"Dockerfile": "\0"}, ""),
    ],
)
def test_what_is_no_text_of_the_lab_is_not_kept(lab: Lab, learner: User, unfit: Text) -> None:
    with pytest.raises(Unfit):
        drafts.save(lab, learner, unfit, 0)
    assert not Draft.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_windows_that_save_at_once_one_is_told(lab: Lab, learner: User) -> None:
    drafts.save(lab, learner, text("both saw this"), 0)
    start, ended = threading.Barrier(2), list[str]()

    def write(words: str) -> None:
        start.wait()
        try:
            drafts.save(lab, learner, text(words), 1)
            ended.append("saved")
        except Conflict:
            ended.append("told")
        connection.close()

    windows = [threading.Thread(target=write, args=(words,)) for words in ("one", "two")]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    assert sorted(ended) == ["saved", "told"]


def test_a_lab_that_is_changed_has_another_fingerprint(lab: Lab) -> None:
    before = drafts.fingerprint(Lab.objects.get().spec())
    assert before == drafts.fingerprint(Lab.objects.get().spec())
    LabFile.objects.filter(role=LabFile.Role.STARTER, path="app.py").update(text="print(2)\n")
    assert drafts.fingerprint(Lab.objects.get().spec()) != before
