"""What happens to a submission, live: a Redis stream per submission, from the worker to the browser.

The stream is a convenience: it expires, and it may be lost. The row has everything that counts.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
import uuid
from collections.abc import AsyncIterator
from typing import Any

import redis
import redis.asyncio
from asgiref.sync import sync_to_async
from django.conf import settings
from redis.exceptions import RedisError

from grading import queue
from grading.models import State, Submission
from grading.notes import note
from grading.workbench.estimate import seconds_to_wait

logger = logging.getLogger(__name__)

MAX_EVENTS = 5000
ENDED_SECONDS = 60  # how long a stream is kept once its submission has ended, for who is still reading it
BLOCK_SECONDS = 2

Event = dict[str, Any]


def stream_key(public_id: uuid.UUID) -> str:
    return f"{settings.QUEUE_PREFIX}events:{public_id}"


class Publisher:
    """Publishes one submission's events; a Redis that is away costs the live view and nothing else."""

    def __init__(self, public_id: uuid.UUID) -> None:
        self.key = stream_key(public_id)
        self.redis = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=1)
        self.broken = False

    def start(self) -> None:
        """Forget what an earlier try of the same submission said."""
        self._try(lambda: self.redis.delete(self.key))

    def __call__(self, event: Event) -> None:
        def add() -> None:
            pipe = self.redis.pipeline(transaction=False)
            pipe.xadd(
                self.key, {"data": json.dumps(event, ensure_ascii=False)}, maxlen=MAX_EVENTS, approximate=True
            )
            pipe.expire(self.key, settings.LIVE_LOG_SECONDS)
            pipe.execute()

        self._try(add)

    def close(self) -> None:
        """The submission has ended, or begins anew. Kept for an hour, streams of a megabyte would fill Redis."""
        self._try(lambda: self.redis.expire(self.key, ENDED_SECONDS))
        self.redis.close()

    def _try(self, call: Any) -> None:
        if self.broken:
            return
        try:
            call()
        except RedisError as error:
            self.broken = True  # once is enough: do not let each line of a log wait for a time-out
            logger.warning("The live log is off for this submission: %s", error)


async def follow(submission: Submission, after: str) -> AsyncIterator[tuple[str, Event]]:
    """Events of a submission from the id `after` on ("0" for all), until the final one, as (id, event).

    Events that come from the row and not from the stream (the place in the queue, the end when Redis is away) have
    an empty id, so that a browser that reconnects resumes in the stream where it was. Those of the stream say how many
    seconds `ago` they were published: what still runs has run longer for a browser that comes later.
    """
    connection = redis.asyncio.Redis.from_url(settings.REDIS_URL, socket_timeout=BLOCK_SECONDS + 5)
    try:
        while True:
            state = await sync_to_async(current_state)(submission)
            ended = submission.is_final  # asked before reading: what was published before the end comes first
            yield "", state
            if submission.is_built_again and submission.state == State.QUEUED:
                await asyncio.sleep(BLOCK_SECONDS)  # what the stream still has is of the former build
                continue
            redis_is_up = True
            try:
                async for event_id, event in _read(connection, submission, after, wait=not ended):
                    after = event_id
                    yield event_id, event
            except RedisError:
                redis_is_up = False
            if ended:
                yield "", {"type": "done", "state": submission.state}
                return
            if not redis_is_up:
                await asyncio.sleep(BLOCK_SECONDS)
    finally:
        with contextlib.suppress(RedisError):
            await connection.aclose()


async def _read(
    connection: redis.asyncio.Redis, submission: Submission, after: str, wait: bool
) -> AsyncIterator[tuple[str, Event]]:
    answer: Any = await connection.xread(
        {stream_key(submission.public_id): after}, count=500, block=BLOCK_SECONDS * 1000 if wait else None
    )
    for _stream, entries in answer:
        for event_id, fields in entries:
            published = int(event_id.split(b"-")[0]) / 1000
            ago = round(max(0.0, time.time() - published), 1)
            yield event_id.decode(), json.loads(fields[b"data"]) | {"ago": ago}


def current_state(submission: Submission) -> Event:
    """`state_event`, asked anew."""
    submission.refresh_from_db(fields=["state", "stage", "tries", "not_before"])
    return state_event(submission)


def state_event(submission: Submission) -> Event:
    """Where the submission is, as the browser is told."""
    queued = submission.state == State.QUEUED
    before = queue.position(submission) if queued else 0
    return {
        "type": "state",
        "state": submission.state,
        "stage": submission.stage,
        "position": before + 1 if queued else 0,  # 1 is the next to start
        "wait_seconds": seconds_to_wait(before) if queued else None,
        "note": note(submission),
    }
