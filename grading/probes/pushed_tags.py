"""What was pushed to the lab's registry."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from grading.probes.probe import Answer, Live, Probe


@dataclass(frozen=True)
class PushedTags(Probe):
    """Answers `{"tags": [{"repository": "student/app", "tag": "1.0.0", "digest": "sha256:…"}, …]}`."""

    def ask(self, live: Live) -> Answer:
        from grading.registry import stored  # who judges the answer reads no files

        return {"tags": [asdict(one) for one in stored.pushed(live.daemon.data_root)]}
