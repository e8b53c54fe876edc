"""The learner's own `docker build` once more in the same daemon: with other files, or without the cache."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from grading import build
from grading.dockerfile import parse_dockerfile
from grading.facts import BuildResult

if TYPE_CHECKING:
    from grading.probes import Live


def again(
    live: Live,
    *,
    files: Mapping[str, str] | None = None,
    no_cache: bool = False,
    deadline: float | None = None,
) -> BuildResult:
    """Run the last `docker build` of the submission again, quietly and without its tags.

    `files` are new texts of files of the build's folder, of the Dockerfile too. The cache is used unless `no_cache`,
    whatever the learner's command says. `deadline`, a time of time.monotonic(), is the submission's own unless it is
    earlier. Raises as grading.build.run does; LearnerFault for a Dockerfile that cannot be read.
    """
    valid = live.valid
    request = replace(valid.last_build, tags=(), no_cache=no_cache)
    dockerfiles = dict(valid.dockerfiles)
    if files and request.dockerfile in files:
        dockerfiles[request.dockerfile] = parse_dockerfile(files[request.dockerfile], request.build_args)
    return build.run(
        live.daemon,
        [request],
        {**valid.files, **(files or {})},
        dockerfiles,
        lambda _event: None,
        live.deadline if deadline is None else min(deadline, live.deadline),
        live.lab.limits,
        live.packages,
    )
