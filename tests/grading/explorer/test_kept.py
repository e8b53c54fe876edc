from __future__ import annotations

from collections.abc import Iterator

import pytest

from grading.explorer import kept
from grading.facts import ImageFacts
from grading.models import ImageTree, Submission
from tests.grading.conftest import Submit
from tests.grading.explorer.looked import looked_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_open() -> Iterator[None]:
    kept.close_all()
    yield
    kept.close_all()


def opened(submission: Submission) -> kept.Opened:
    return kept.opened(submission, ImageFacts.from_json(submission.image or {}))


def test_what_is_open_is_not_read_again(submitted: Submit) -> None:
    submission = looked_at(submitted)
    first = opened(submission)
    assert opened(submission) is first
    assert first.whole() is first.whole()


def test_only_so_many_paths_stay_open(submitted: Submit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MAX_PATHS", 20)
    one, two, three = (looked_at(submitted) for _ in range(3))
    first = opened(one)
    opened(two)
    assert opened(one) is first
    opened(three)
    ImageTree.objects.all().delete()
    assert opened(one) is first
    with pytest.raises(kept.NotKept):
        opened(Submission.objects.get(pk=two.pk))
