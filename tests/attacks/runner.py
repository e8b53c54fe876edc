"""Runs attacks as submissions are run, a few at a time, and says of each what is not as expected."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from typing import TypeVar

from django.utils.translation import override

from grading import pipeline
from grading.daemon import Daemon, isolation
from grading.egress import squid
from grading.faults import Fault
from grading.job import Job
from grading.registry import starting
from grading.verdict import Verdict
from tests.attacks import aftermath, cases, taken_over
from tests.attacks.aftermath import Bait
from tests.attacks.cases import Case

AT_ONCE = max(2, (os.cpu_count() or 1) + 1)  # one of them often sleeps until its limit

Entered = TypeVar("Entered")


@dataclass
class Result:
    """What became of one attack; `wrong` is empty when all is as expected."""

    name: str
    verdict: str = ""
    seconds: float = 0.0
    memory_peak: int = 0
    left_over: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def line(self) -> str:
        """A row of the table."""
        state = "ok" if not self.wrong else "WRONG"
        left = ", ".join(self.left_over) or "nothing"
        memory = f"{self.memory_peak >> 20} MiB" if self.memory_peak else "-"
        row = f"{self.name:<44} {self.verdict:<16} {self.seconds:6.1f} {memory:>9}  {left:<10} {state}"
        return "\n".join([row, *(f"    {wrong}" for wrong in self.wrong)])


class _Life(ExitStack):
    """Knows the daemons that were entered in it."""

    def __init__(self) -> None:
        super().__init__()
        self.daemons: list[Daemon] = []

    def enter_context(self, cm: AbstractContextManager[Entered, bool | None]) -> Entered:
        entered = super().enter_context(cm)
        if isinstance(entered, Daemon):
            self.daemons.append(entered)
        return entered


def run(case: Case, bait: Bait) -> Result:
    """Run one attack to its end."""
    result = Result(case.name)
    began = time.monotonic()
    with override("en"):
        try:
            if case.probe is None:
                _submit(case, bait, result)
            else:
                _probe(case, bait, result)
        except Fault as fault:
            result.verdict = result.verdict or "fault"
            result.wrong.append(f"{type(fault).__name__}: {fault}")
        except Exception as error:
            result.verdict = result.verdict or "crash"
            result.wrong.append(f"{type(error).__name__}: {error}")
    result.seconds = time.monotonic() - began
    if result.seconds > case.expect.seconds:
        result.wrong.append(f"took {result.seconds:.0f} s, at most {case.expect.seconds} were expected")
    result.wrong += [f"left over: {what}" for what in result.left_over]
    return result


def _submit(case: Case, bait: Bait, result: Result) -> None:
    with _Life() as life:
        verdict = pipeline.judge(Job(case.lab, case.files, case.commands, f"attack {case.name}", life))
        result.verdict = f"{verdict.status} {verdict.limit}" if verdict.limit else str(verdict.status)
        result.memory_peak = max((daemon.usage().memory_peak for daemon in life.daemons), default=0)
    result.left_over = [left for daemon in life.daemons for left in aftermath.left_of(daemon.name)]
    result.wrong += [
        *_differences(case, verdict),
        *_betrayed(bait, str(verdict.as_json("attack")), _log(verdict)),
    ]


def _probe(case: Case, bait: Bait, result: Result) -> None:
    daemon = isolation.start(case.lab.limits, f"attack {case.name}")
    try:
        if case.lab.registry is not None:
            starting.start(daemon, case.lab.registry.user, case.lab.registry_password)
        text = taken_over.run(daemon, case, bait)
        result.memory_peak = daemon.usage().memory_peak
    finally:
        daemon.destroy()
    result.verdict = "probed"
    result.left_over = aftermath.left_of(daemon.name)
    result.wrong += [*_text_differences(case, text), *_betrayed(bait, text)]


def _differences(case: Case, verdict: Verdict) -> Iterator[str]:
    expect = case.expect
    said = str(verdict.error or "")
    if verdict.status == "graded" and verdict.score < verdict.max_score:
        said += " | " + " | ".join(str(outcome.message) for outcome in verdict.outcomes)
    pairs = {
        "status": (str(verdict.status), expect.status),
        "limit": (verdict.limit, expect.limit),
        "fault": (verdict.fault, verdict.fault if expect.fault == "any" else expect.fault),
        "score": (verdict.score, verdict.score if expect.score is None else expect.score),
        "line": (verdict.error_line, expect.line or verdict.error_line),
        "tags": (_tags(verdict), _tags(verdict) if expect.tags is None else expect.tags),
    }
    for what, (is_, should) in pairs.items():
        if is_ != should:
            yield f"{what} is {is_}, expected {should}: {said[:300]}"
    for part in expect.says:
        if part not in said:
            yield f"it does not say {part!r}: {said[:400]}"
    yield from _text_differences(case, _log(verdict))


def _text_differences(case: Case, text: str) -> Iterator[str]:
    for part in case.expect.log_has:
        if part not in text:
            yield f"the log lacks {part!r}: …{text[-1500:]}"
    for part in case.expect.log_lacks:
        if part in text:
            at = text.index(part)
            yield f"the log has {part!r}: {text[max(0, at - 100) : at + 200]!r}"


def _betrayed(bait: Bait, *texts: str) -> Iterator[str]:
    if any(bait.text in text for text in texts):
        yield "the host's canary was read"


def _tags(verdict: Verdict) -> tuple[str, ...]:
    return verdict.image.tags if verdict.image else ()


def _log(verdict: Verdict) -> str:
    return verdict.build.log if verdict.build else ""


class Campaign:
    """Several attacks a few at a time; after each group, with nothing else running, the world is looked at."""

    def __init__(self, names: Sequence[str], bait: Bait) -> None:
        self.bait = bait
        self.names = list(names)
        self.groups = list(dict.fromkeys(name.partition("/")[0] for name in names))
        self.results: dict[str, Future[Result]] = {name: Future() for name in names}
        self.after: dict[str, Future[Result]] = {group: Future() for group in self.groups}
        if "egress" in self.groups:
            squid.ensure_running()  # it stays, with its mount, from the first submission that needs it
        self._before = aftermath.present()
        self._golden = aftermath.golden_fingerprint()

    def run(self) -> None:
        """Run all of it; the futures get the results as they come."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for group in self.groups:
                mine = [name for name in self.names if name.startswith(f"{group}/")]
                for _ in pool.map(self._run, mine):
                    pass
                self.after[group].set_result(self._look(group))

    def _run(self, name: str) -> None:
        try:
            result = run(cases.read(name), self.bait)
        except Exception as error:  # what its folder holds cannot be read
            result = Result(name, "unreadable", wrong=[f"{type(error).__name__}: {error}"])
        self.results[name].set_result(result)

    def _look(self, group: str) -> Result:
        """A canary is graded as ever, and nothing is left, changed or gone."""
        result = run(cases.canary(), self.bait)
        result.name = f"{group}: after it"
        result.wrong += self.bait.changed()
        result.left_over += sorted(aftermath.present() - self._before)
        result.wrong += [f"left over: {what}" for what in sorted(aftermath.present() - self._before)]
        if aftermath.golden_fingerprint() != self._golden:
            result.wrong.append("the golden data root was changed")
        return result
