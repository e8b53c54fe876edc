"""One run of the buildx program: what it is given, its events while it runs, how it ended."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from grading import engine
from grading.build import program
from grading.build.rawjson import Event, Failure, Reader, failure
from grading.commands import BuildCommand
from grading.daemon.isolation import Daemon
from grading.egress import PROXY_VARIABLES
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


def arguments_for(request: BuildCommand, context: Path, answer: Path, packages: bool) -> list[str]:
    """What `docker build` was given, in buildx's words; `packages` when there is a way out to package sources."""
    arguments = ["--provenance=false", "--sbom=false", f"--metadata-file={answer}"]
    if packages:
        # The host is the daemon, which has a loopback only. The names of these arguments are known to BuildKit, which
        # keeps them out of image, history and cache key.
        arguments += ["--network=host", "--allow=network.host"]
        arguments += [f"--build-arg={name}={value}" for name, value in PROXY_VARIABLES.items()]
    else:
        arguments.append("--network=none")
    arguments += [f"--tag={tag.canonical}" for tag in request.tags]
    arguments += [f"--build-arg={name}={value}" for name, value in request.build_args.items()]
    arguments += [f"--label={name}={value}" for name, value in request.labels.items()]
    if request.target is not None:
        arguments.append(f"--target={request.target}")
    if request.no_cache:
        arguments.append("--no-cache")
    return [*arguments, f"--file={context / request.dockerfile}", str(context)]


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
