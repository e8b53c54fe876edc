"""Built again without the cache: which files are not the same."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase

from grading import base_images, image
from grading.build.again import again
from grading.faults import PlatformFault
from grading.image import differences
from grading.image.layers import Budget
from grading.probes.probe import Answer, Live, Probe

CLOCK_SECONDS = 1.0  # between the builds, so that a time written into a file is another one


@dataclass(frozen=True)
class BuildTwice(Probe):
    """`ignore` are patterns of paths that do not matter, `times` says whether the files' times do.

    Answers with `ok`, and the failed `line` when the second build made no image. Otherwise with how many layers `more`
    than the first it has, the `count` of paths that differ, and the first of these as `found`: path, layer, line.
    """

    ignore: tuple[str, ...] = ()
    times: bool = False

    def ask(self, live: Live) -> Answer:
        time.sleep(max(0.0, min(CLOCK_SECONDS, live.deadline - time.monotonic())))
        result = again(live, no_cache=True)
        if live.image is None or result.image_id is None:
            return {"ok": False, "line": result.error_line}
        second = image.read(live.daemon, result, live.valid.dockerfile, base_images.available())
        more = len(second.layers) - len(live.image.layers)
        if more:
            return {"ok": True, "more": more, "count": 0, "found": []}
        budget = Budget(lambda: _stop_when_expired(live))
        found = differences.compare(
            live.daemon.data_root, live.image, second, self.is_ignored, self.times, budget
        )
        lines = {layer.index: layer.line for layer in live.image.layers}
        return {
            "ok": True,
            "more": 0,
            "count": found.count,
            "found": [{**asdict(one), "line": lines[one.layer]} for one in found.found],
        }

    def is_ignored(self, path: str) -> bool:
        return any(fnmatchcase(path, pattern) for pattern in self.ignore)


def _stop_when_expired(live: Live) -> None:
    if live.daemon.expired:
        raise PlatformFault("The daemon was stopped while two images were compared.")
