"""Builds of a Dockerfile, without a submission."""

from __future__ import annotations

from grading.commands import BuildCommand
from grading.lastbuild import LastBuild


def build_of(dockerfile: str, target: str | None = None, **build_args: str) -> LastBuild:
    return LastBuild(BuildCommand(1, target=target, build_args=build_args), dockerfile)
