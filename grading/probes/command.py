"""What one command does in a container of the image."""

from __future__ import annotations

from dataclasses import dataclass

from grading.probes.probe import Answer, Live, Probe
from grading.probes.start import Start


@dataclass(frozen=True)
class CommandRun(Probe):
    """Run to its end, `seconds` at most, without a network.

    Answers `not_started`, the reason; or `exit_code` (None when it was stopped), `stopped` (None, "seconds" or
    "output"), `took` in seconds, and `stdout`, `stderr` and `output` (both) as plain text.
    """

    start: Start
    stdin: str
    seconds: float

    def ask(self, live: Live) -> Answer:
        from grading.containers import NotStarted, run  # who judges needs no Docker

        spec = self.start.spec(live, stdin=self.stdin.encode())
        try:
            ran = run(live.daemon, live.lab.limits, spec, self.seconds)
        except NotStarted as fault:
            return {"not_started": fault.reason}
        return {
            "exit_code": ran.exit_code,
            "stopped": ran.stopped,
            "took": round(ran.seconds, 3),
            "stdout": ran.stdout,
            "stderr": ran.stderr,
            "output": ran.output,
        }
