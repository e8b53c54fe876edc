"""One run of the buildx program: its events while it runs, how it ended."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from grading import engine
from grading.build import program
from grading.build.rawjson import Event, Failure, Reader, failure
from grading.daemon.isolation import Daemon
from grading.faults import PlatformFault

MAX_ANSWER = 1 << 20

_IMAGE_ID = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Ended:
    """`failure` is None when the build worked."""

    code: int
    failure: Failure | None


def build(
    arguments: Sequence[str],
    daemon: Daemon,
    home: Path,
    take: Callable[[Event], None],
    tick: Callable[[], None],
    deadline: float,
) -> Ended:
    """Run `buildx build` against the daemon, as `program` runs it; `take` gets the events as they come."""
    reader = Reader()

    def hear(data: bytes) -> None:
        for event in reader.feed(data):
            take(event)

    arguments = ["build", "--progress=rawjson", *arguments]
    code = program.run(engine.buildx(), arguments, daemon, home, hear, tick, deadline)
    for event in reader.close():
        take(event)
    return Ended(code, failure(bytes(reader.tail)) if code else None)


def image_id(answer: Path) -> str:
    """The id of the image that was built, from buildx's metadata file. Raises PlatformFault when it says
    none.
    """
    try:
        with answer.open("rb") as file:
            found = json.loads(file.read(MAX_ANSWER)).get("containerimage.digest", "")
    except (OSError, ValueError, AttributeError, RecursionError):
        found = ""
    if not isinstance(found, str) or not _IMAGE_ID.fullmatch(found):
        raise PlatformFault("The build ended well, but the daemon did not name an image.")
    return found
