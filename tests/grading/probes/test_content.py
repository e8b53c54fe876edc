"""Probes that look into an image's files, beside a real daemon."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from grading import pipeline
from grading.job import Job
from labs.spec import CheckSpec, LabSpec, Limits
from tests.grading.said import said

pytestmark = pytest.mark.engine

DOCKERFILE = """\
FROM debian:12-slim
ARG BUILD_TOKEN
ENV SERVICE_TOKEN=tk-env00001
RUN useradd --uid 4242 app && mkdir /app && echo 'port = 8000' > /app/conf && chown app:app /app/conf
RUN echo tk-file0001 > /app/.env
RUN rm /app/.env
RUN printf '\\nPackage: extra\\nStatus: install ok installed\\nVersion: 1\\n' >> /var/lib/dpkg/status && \\
    mkdir -p /var/lib/apt && printf 'Package: extra\\nAuto-Installed: 1\\n' > /var/lib/apt/extended_states
RUN test -n "$BUILD_TOKEN"
"""
COMMANDS = "docker build --build-arg BUILD_TOKEN=tk-args0001 -t app ."


def secret(value: str) -> CheckSpec:
    return CheckSpec("secret", 10.0, {"values": {"TOKEN": value}, "patterns": False})


CHECKS = (
    CheckSpec("file", 10.0, {"path": "/app/conf", "owner": "app:app", "matching": "^port = [0-9]+$"}),
    secret("tk-env00001"),
    secret("tk-file0001"),
    secret("tk-args0001"),
    secret("tk-none0001"),
    CheckSpec("packages", 10.0, {"recommended": False}),
)


def test_files_secrets_and_packages_are_found_where_they_are(life: ExitStack) -> None:
    lab = LabSpec(
        slug="small", title="", summary="", brief="", editable=("Dockerfile",), base_images=("debian:12-slim",),
        network="none", commands=COMMANDS, limits=Limits(), checks=CHECKS, starter={}, solution={},
        solution_commands="",
    )  # fmt: skip
    verdict = pipeline.judge(Job(lab, {"Dockerfile": DOCKERFILE}, COMMANDS, "test", life))
    found = [(one.points, said(one.message), one.evidence.line) for one in verdict.outcomes]
    assert found == [
        (10.0, "In the image, as was asked for: /app/conf.", 4),
        (0.0, "The secret TOKEN is in an environment variable of the image.", None),
        (
            0.0,
            "The secret TOKEN is in /app/.env: a later layer removes or replaces it, but this one still carries it.",
            5,
        ),
        (
            0.0,
            "The secret TOKEN is in the image's history: build arguments and commands are kept there.",
            4,
        ),
        (10.0, "No secret was found in the image's layers, configuration and history.", None),
        (
            0.0,
            "1 packages came only because others recommend them: extra. "
            "apt-get install --no-install-recommends leaves them out.",
            7,
        ),
    ]
    assert "tk-file0001" not in str(verdict.answers.values())
