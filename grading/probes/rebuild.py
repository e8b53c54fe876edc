"""Built again after files changed: which steps ran, and how long they took."""

from __future__ import annotations

from dataclasses import dataclass

from grading.build.again import again
from grading.build.step_lines import is_from
from grading.probes.probe import Answer, Live, Probe


@dataclass(frozen=True)
class Rebuild(Probe):
    """`touched` are files that get an empty line at their end, `written` pairs of a file and its new text.

    Answers with `ok`, the failed `line`, `seconds`, and the `steps` but FROM, each with line, status and seconds.
    """

    touched: tuple[str, ...] = ()
    written: tuple[tuple[str, str], ...] = ()

    def ask(self, live: Live) -> Answer:
        files = {name: f"{live.valid.files.get(name, '')}\n" for name in self.touched} | dict(self.written)
        result = again(live, files=files)
        return {
            "ok": result.ok,
            "line": result.error_line,
            "seconds": round(result.seconds, 3),
            "steps": [
                {"line": step.line, "status": step.status, "seconds": step.seconds}
                for step in result.steps
                if step.line is not None and not is_from(step.name)
            ],
        }
