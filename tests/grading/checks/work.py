"""Built submissions for checks to judge, made without Docker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from grading.dockerfile import parse_dockerfile
from grading.facts import BuildResult, ImageFacts, Layer
from grading.messages import Message
from grading.outcome import Work
from labs.spec import LabSpec, Limits, RegistrySpec

MB = 1_000_000
LAB = LabSpec(
    slug="lab",
    title="Lab",
    summary="",
    brief="",
    editable=("Dockerfile",),
    base_images=("python:3.11-slim", "debian:12-slim", "busybox"),
    network="none",
    commands="docker build .",
    limits=Limits(),
    checks=(),
    starter={"app.py": "print(1)\n"},
    solution={},
    solution_commands="",
    registry=RegistrySpec("student", "password.txt"),
)


def an_image(
    own: Sequence[tuple[int, int | None]] = (), base: int = 100 * MB, tags: Sequence[str] = ()
) -> ImageFacts:
    """An image with one base layer of `base` bytes and own layers given as (bytes, Dockerfile line)."""
    sizes: list[tuple[int, int | None]] = [(base, None), *own]
    layers = tuple(
        Layer(index, f"sha256:{index:064x}", size, 1, "", line, base=index == 0)
        for index, (size, line) in enumerate(sizes)
    )
    return ImageFacts("sha256:1", tuple(tags), layers, {}, "linux/amd64", "python:3.11-slim", 1.0, 0)


def with_config(**config: Any) -> ImageFacts:
    """An image with this configuration, as Docker writes its keys."""
    return replace(an_image(), config=config)


def work(
    image: ImageFacts | None = None,
    dockerfile: str = "FROM python:3.11-slim\n",
    reference: ImageFacts | None = None,
    target: str | None = None,
) -> Work:
    """A submission whose build made `image`, or failed on line 7 when there is none."""
    build = BuildResult(True, 1.0)
    if image is None:
        error = Message("Line %(at)s failed with exit code %(code)s.", {"at": 7, "code": 2})
        build = BuildResult(False, 1.0, error=error, error_line=7)
    return Work(LAB, parse_dockerfile(dockerfile), build, image, reference, target)
