"""What checks want to know of a submission while its daemon lives.

A check that needs more than the image's facts names probes (`Kind.probes`). They are asked beside the daemon, once
each; their answers are plain data, which is all that the check judges. So answers can be stored, and a grade made
again from them without a build.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping

from grading.faults import LimitReached, PlatformFault
from grading.messages import Message
from grading.probes.probe import Answer, Live, Probe

__all__ = ["Answer", "Answers", "Live", "Probe", "ask_all"]

Answers = Mapping[str, Answer]  # by the key of the probe

OURS = "ours"  # an answer with this key alone: a message that says why we could not find out
TRIES = 2
logger = logging.getLogger(__name__)


def ask_all(probes: Iterable[Probe], live: Live) -> dict[str, Answer]:
    """Ask each once, told live. One that fails on our side is asked again, and then answered with why.

    Raises LimitReached when the submission used up what it has, PlatformFault when its daemon is gone.
    """
    answers: dict[str, Answer] = {}
    for probe in probes:
        if probe.key not in answers:
            live.publish({"type": "asking", "probe": type(probe).__name__})
            answers[probe.key] = _ask(probe, live)
    return answers


def ours(answer: Answer) -> Message | None:
    """Why we could not find out, if we could not."""
    return Message.from_json(answer[OURS]) if OURS in answer else None


def _ask(probe: Probe, live: Live) -> Answer:
    for _ in range(TRIES):
        try:
            return probe.ask(live)
        except LimitReached:
            raise
        except PlatformFault as fault:
            if not live.daemon.alive:
                raise
            logger.exception("the probe %s failed", probe.key)
            message = fault.message
        except Exception as error:
            logger.exception("the probe %s crashed", probe.key)
            message = Message("The probe crashed: %(reason)s", {"reason": type(error).__name__})
    return {OURS: message.as_json()}
