"""Verified advice: a rewrite of the learner's Dockerfile, built after the grade, told only if it really helps.

A rewrite is a pure function, one file each, from a Dockerfile to another that does the same (`source`). `measuring`
builds it in the submission's daemon. What is told is what was measured, not the rewritten file.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext_noop as _

from grading.advice import build_stage, ignore_files, join_cleanup, no_cache_dir, no_recommends, order_copies
from grading.advice.ignore_files import IGNORE
from grading.advice.measuring import Case, Params, faster, smaller, smaller_and_alive, starts_it
from grading.advice.source import Rewritten, Source
from grading.faults import LearnerFault, LimitReached, PlatformFault
from grading.messages import Message
from grading.outcome import Advice, Advised
from grading.probes import Answers, Live
from grading.validation import ValidSubmission
from labs.checkkinds import CheckKind
from labs.spec import CheckSpec, LabSpec

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Trial:
    """`kinds` are the checks whose loss it may mend, `text` says what was measured. It is for labs of which `suits` is
    true.
    """

    kinds: tuple[CheckKind, ...]
    rewrite: Callable[[Source], Rewritten | None]
    measure: Callable[[Case, Rewritten], Params | None]
    text: str
    suits: Callable[[LabSpec], bool] = lambda _lab: True


_TRIALS = (
    _Trial(
        (CheckKind.CACHE,),
        order_copies.rewrite,
        faster,
        _(
            "Copy %(files)s before the rest, and the rest after the install (line %(at)s): "
            "the rebuild after a change takes %(after)s s instead of %(before)s s."
        ),
    ),
    _Trial(
        (CheckKind.IMAGE_SIZE, CheckKind.EFFICIENCY, CheckKind.HIDDEN_BYTES),
        join_cleanup.rewrite,
        smaller,
        _(
            "Make one RUN of those on lines %(lines)s, so that what is removed gets into no layer: your layers take "
            "%(after_bytes)s instead of %(before_bytes)s."
        ),
    ),
    _Trial(
        (CheckKind.IMAGE_SIZE,),
        no_recommends.rewrite,
        smaller,
        _(
            "Add %(option)s on line %(at)s: your layers take %(after_bytes)s instead of %(before_bytes)s."
        ),
    ),
    _Trial(
        (CheckKind.IMAGE_SIZE,),
        no_cache_dir.rewrite,
        smaller,
        _(
            "Add %(option)s on line %(at)s: your layers take %(after_bytes)s instead of %(before_bytes)s."
        ),
    ),
    _Trial(
        (CheckKind.IMAGE_SIZE,),
        ignore_files.rewrite,
        smaller,
        _(
            "Leave out by .dockerignore what line %(at)s copies and no program needs (%(patterns)s): your layers take "
            "%(after_bytes)s instead of %(before_bytes)s."
        ),
    ),
    _Trial(
        (CheckKind.IMAGE_SIZE, CheckKind.EFFICIENCY, CheckKind.HIDDEN_BYTES, CheckKind.STAGES),
        build_stage.rewrite,
        smaller_and_alive,
        _(
            "Do the work of lines %(lines)s in a stage of its own, and take only %(folder)s into the last one "
            "(COPY --from): your layers take %(after_bytes)s instead of %(before_bytes)s."
        ),
        suits=starts_it,
    ),
)  # fmt: skip

KINDS = frozenset(kind for trial in _TRIALS for kind in trial.kinds)


def candidates(
    lab: LabSpec, valid: ValidSubmission, lost: Sequence[int]
) -> Iterator[tuple[_Trial, CheckSpec, Rewritten]]:
    """What could be tried for the checks at the positions `lost`; needs no daemon."""
    ignore = valid.files.get(IGNORE, "") if IGNORE in lab.editable else None
    text = valid.files[valid.last_build.dockerfile]
    source = Source(text, valid.dockerfile, valid.files.keys(), ignore)
    for trial in _TRIALS:
        check = next((lab.checks[index] for index in lost if lab.checks[index].kind in trial.kinds), None)
        if check is None or not trial.suits(lab):
            continue
        rewritten = trial.rewrite(source)
        if rewritten is not None:
            yield trial, check, rewritten


def advise(live: Live, answers: Answers, lost: Sequence[int], seconds: float) -> Advised:
    """Try what may help the lab's checks at the positions `lost`, at low priority and for so many seconds.

    Raises OSError when the daemon is gone already.
    """
    deadline = time.monotonic() + seconds
    live.daemon.yield_cpu()
    live.daemon.kill_at(deadline)
    tried = list(_tried(replace(live, deadline=deadline), answers, lost))
    return Advised([one for one in tried if one is not None], len(tried))


def _tried(live: Live, answers: Answers, lost: Sequence[int]) -> Iterator[Advice | None]:
    """What each trial brought, None for one that brought nothing; those that came to no end are not among them."""
    for trial, check, rewritten in candidates(live.lab, live.valid, lost):
        if time.monotonic() + live.build.seconds > live.deadline:
            return
        try:
            found = trial.measure(Case(live, answers, check), rewritten)
        except (LimitReached, PlatformFault) as fault:  # it is so for the other trials too
            logger.info("no more advice: %s", fault)
            return
        except LearnerFault as fault:
            logger.info("a rewrite cannot be built: %s", fault)
            found = None
        if found is None:
            yield None
        else:
            says = {"at": rewritten.line, **rewritten.params, **found}
            told = Advice(Message(trial.text, says), rewritten.line)
            if live.lab.show_rewrites:
                path = rewritten.path or live.valid.last_build.dockerfile
                told = replace(told, path=path, text=rewritten.text)
            yield told
