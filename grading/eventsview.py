"""The event stream of one submission."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from grading import events
from grading.models import BULKY, Submission
from labs.guests import welcomes_guests

MAX_STREAMS = 10  # of one person at once, in one process: each asks the database and Redis all the time
_streams: Counter[int] = Counter()  # by the person's key


@welcomes_guests
async def events_view(request: HttpRequest, public_id: uuid.UUID) -> StreamingHttpResponse | HttpResponse:
    """Server-sent events of one submission; resumes after `Last-Event-ID`."""
    user = await request.auser()
    submission = await Submission.objects.defer(*BULKY).filter(public_id=public_id).afirst()
    if not isinstance(user, User) or submission is None:
        return HttpResponse(status=404)
    if not await sync_to_async(user.has_perm)("grading.view_submission", submission):
        return HttpResponse(status=404)
    if _streams[user.pk] >= MAX_STREAMS:
        return HttpResponse(status=429)  # then the page asks for the state instead
    after = request.headers.get("Last-Event-ID", "0")
    response = StreamingHttpResponse(
        _stream(user.pk, submission, after if _is_stream_id(after) else "0"), content_type="text/event-stream"
    )
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


def _is_stream_id(text: str) -> bool:
    return len(text) < 50 and text.replace("-", "", 1).isascii() and text.replace("-", "", 1).isdigit()


async def _stream(person: int, submission: Submission, after: str) -> AsyncIterator[str]:
    _streams[person] += 1
    try:
        if _streams[person] > MAX_STREAMS:  # they came all at once
            return
        async for event_id, event in events.follow(submission, after):
            head = f"id: {event_id}\n" if event_id else ""
            yield f"{head}data: {json.dumps(event)}\n\n"
    finally:
        _streams[person] -= 1
