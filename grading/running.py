"""A claimed submission while its worker judges it: the heartbeat, the live events, and the end."""

from __future__ import annotations

import logging
import threading
import time
from contextlib import ExitStack
from dataclasses import asdict
from types import TracebackType
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from grading import alerts, notices, outcomes, queue, rebuild
from grading.commands import COMMANDS_FILE
from grading.events import Publisher
from grading.faults import EngineDown, Fault
from grading.models import ImageTree, State, Submission
from grading.verdict import Verdict

logger = logging.getLogger(__name__)


LOOK_SECONDS = 1.0  # between looks at whether the claim still holds


class Running:
    """Keeps the claim alive in a thread; on any failure that is not the learner's the submission is given back.

    Once the claim is lost, as when the learner cancels, what lives for the submission is ended.
    """

    def __init__(self, submission: Submission) -> None:
        self.submission = submission
        self.publisher = Publisher(submission.public_id)
        self._life = ExitStack()
        self._lost = False
        self._over = threading.Event()
        self._heart = threading.Thread(target=self._beat, daemon=True, name="heartbeat")

    def __enter__(self) -> Running:
        self.publisher.start()
        self._heart.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self._rest()
        if self._lost and isinstance(error, Exception):
            logger.info("Submission %s is no longer ours: %s", self.submission.public_id, error)
        elif error is not None:
            logger.error("Submission %s failed on our side", self.submission.public_id, exc_info=error)
            again = queue.give_back(
                self.submission,
                error.message if isinstance(error, Fault) else queue.OURS,
                use_up_a_try=not isinstance(error, EngineDown),
            )
            if not again:
                self.publisher({"type": "done", "state": State.FAILED})
        self.publisher.close()
        return isinstance(error, Exception)

    def ends(self, life: ExitStack) -> None:
        """Name what is to end when the claim is lost."""
        self._life = life

    def publish(self, event: dict[str, Any]) -> None:
        """Live to the browser; the stage also to the row, for a page loaded in the middle."""
        if event["type"] == "state":
            queue.held(self.submission).update(stage=event["stage"])
        self.publisher(event)

    def finish(self, verdict: Verdict) -> bool:
        """Store the verdict in one transaction, if the claim still holds: otherwise somebody else has it now.

        Returns whether it was stored.
        """
        self._rest()  # after a verdict nobody holds the claim: that is no reason to end what advice is tried in
        submission = self.submission
        assert submission.started_at is not None
        verdict.timings["queue"] = (submission.started_at - rebuild.waits_since(submission)).total_seconds()
        with transaction.atomic():
            if not queue.renew(submission):
                logger.warning("Submission %s was taken back: this verdict is dropped", submission.public_id)
                return False
            if rebuild.keeps_former_grade(submission, verdict.status):
                rebuild.keep_former_grade(queue.held(submission), submission, verdict.error)
            else:
                _store(submission, verdict)
            alerts.note(submission, verdict)
        self.publisher({"type": "done", "state": verdict.status})
        return True

    def _rest(self) -> None:
        self._over.set()
        self._heart.join()

    def _beat(self) -> None:
        try:
            renewed = time.monotonic()
            while not self._over.wait(min(LOOK_SECONDS, settings.HEARTBEAT_SECONDS)):
                try:
                    if time.monotonic() - renewed < settings.HEARTBEAT_SECONDS:
                        held = queue.held(self.submission).exists()
                    else:
                        held, renewed = queue.renew(self.submission), time.monotonic()
                except DatabaseError as error:
                    logger.warning("A heartbeat failed: %s", error)
                    continue
                if not held:  # again at each look: a daemon may be just about to start
                    self._lost = True
                    self._life.close()
        finally:
            connection.close()


def _store(submission: Submission, verdict: Verdict) -> None:
    again = rebuild.pending(submission)
    dropped = outcomes.write(submission, verdict.outcomes)
    ImageTree.keep(submission, verdict.image.tree if verdict.image else None)
    final = outcomes.final_score(submission) if verdict.status != State.FAILED else None
    queue.held(submission).update(**_columns(verdict), final_score=final)
    if again is not None:
        rebuild.end(again, dropped=dropped)
        if again.score is not None and (again.final_score, again.max_score) != (final, verdict.max_score):
            notices.note(submission, again.author_id, regraded=True)


def _columns(verdict: Verdict) -> dict[str, Any]:
    build = verdict.build
    scored = verdict.status != State.FAILED
    return {
        "state": verdict.status,
        "stage": "",
        "claim": None,
        "fault": verdict.fault or "",
        "error": verdict.error and verdict.error.as_json(),
        # The row's line is one of the Dockerfile: the editor marks it.
        "error_line": None if verdict.error_path == COMMANDS_FILE else verdict.error_line,
        "counted": scored,
        "finished_at": timezone.now(),
        "log": build.log if build else "",
        "steps": [asdict(step) for step in (build.steps if build else ())],
        "build": build.stored() if build else None,
        "image": verdict.image.as_json() if verdict.image else None,
        "image_size": verdict.image.size if verdict.image else None,
        "answers": dict(verdict.answers),
        "advice": None if verdict.advisable else [],
        "advice_tried": 0,
        "timings": verdict.timings,
        "score": verdict.score if scored else None,
        "max_score": verdict.max_score,
    }
