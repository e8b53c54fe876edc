"""Live events through a real Redis."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
import redis
from asgiref.sync import async_to_sync
from django.utils import timezone
from pytest_django.fixtures import Settings

from grading.events import ENDED_SECONDS, MAX_EVENTS, Publisher, follow, stream_key
from grading.models import State, Submission
from tests.grading.conftest import Submit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def use_redis(settings: Settings, redis_url: str) -> None:
    settings.REDIS_URL = redis_url


def said(submission: Submission, after: str = "0") -> list[tuple[str, dict[str, Any]]]:
    """All that a browser is told, until the end."""

    async def gather(events: AsyncIterator[tuple[str, dict[str, Any]]]) -> list[tuple[str, dict[str, Any]]]:
        return [event async for event in events]

    return async_to_sync(gather)(follow(submission, after))


def log(text: str) -> dict[str, Any]:
    return {"type": "log", "step": 1, "text": text}


@pytest.fixture
def finished(submitted: Submit) -> Submission:
    return submitted(state=State.GRADED)


def test_a_browser_gets_what_was_published_in_order_and_then_the_end(finished: Submission) -> None:
    publish = Publisher(finished.public_id)
    for number in range(3):
        publish(log(str(number)))
    publish.close()
    events = [event for _, event in said(finished)]
    assert [event["text"] for event in events if event["type"] == "log"] == ["0", "1", "2"]
    assert events[-1] == {"type": "done", "state": "graded"}


def test_a_browser_that_reconnects_goes_on_where_it_was(finished: Submission) -> None:
    publish = Publisher(finished.public_id)
    publish(log("first"))
    publish(log("second"))
    publish.close()
    first = next(event_id for event_id, event in said(finished) if event.get("text") == "first")
    again = [event.get("text") for _, event in said(finished, after=first) if event["type"] == "log"]
    assert again == ["second"]


def test_a_browser_that_comes_later_is_told_how_long_ago_things_were(finished: Submission) -> None:
    publish = Publisher(finished.public_id)
    publish(log("first"))
    time.sleep(0.3)
    publish(log("second"))
    publish.close()
    first, second = (event["ago"] for _, event in said(finished) if event["type"] == "log")
    assert first - second >= 0.2
    assert 0 <= second < 5


def test_a_new_try_forgets_what_the_one_before_said(finished: Submission) -> None:
    publish = Publisher(finished.public_id)
    publish(log("of the first try"))
    publish.start()
    publish(log("of the second"))
    publish.close()
    assert [event["text"] for _, event in said(finished) if event["type"] == "log"] == ["of the second"]


def test_the_stream_is_bounded_and_expires(finished: Submission, redis_url: str) -> None:
    publish = Publisher(finished.public_id)
    for number in range(MAX_EVENTS + 1500):
        publish(log(str(number)))
    with redis.Redis.from_url(redis_url) as client:
        key = stream_key(finished.public_id)
        assert client.xlen(key) < MAX_EVENTS + 200
        assert ENDED_SECONDS < client.ttl(key) <= 3600
        publish.close()
        assert 0 < client.ttl(key) <= ENDED_SECONDS


def test_a_queued_submission_says_its_place_until_it_moves(submitted: Submit) -> None:
    submission = submitted()

    async def first() -> dict[str, Any]:
        async for _, event in follow(submission, "0"):
            return event
        raise AssertionError

    assert async_to_sync(first)() == {
        "type": "state",
        "state": "queued",
        "stage": "",
        "position": 1,
        "wait_seconds": None,
        "note": "",
    }


def test_of_one_that_waits_to_be_built_again_nothing_of_the_former_build_is_told(
    submitted: Submit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grading.events.BLOCK_SECONDS", 0.01)
    submission = submitted(state=State.QUEUED, finished_at=timezone.now())
    publish = Publisher(submission.public_id)
    publish({"type": "done", "state": "graded"})
    publish.close()

    async def first(count: int) -> list[str]:
        types: list[str] = []
        async for _, event in follow(submission, "0"):
            types.append(event["type"])
            if len(types) == count:
                return types
        return types

    assert async_to_sync(first)(3) == ["state"] * 3


def test_without_redis_the_row_tells_the_end(finished: Submission, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    publish = Publisher(finished.public_id)
    began = time.monotonic()
    for _ in range(50):
        publish(log("nobody hears"))
    publish.close()
    assert time.monotonic() - began < 2
    assert said(finished)[-1][1] == {"type": "done", "state": "graded"}
