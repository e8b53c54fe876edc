from __future__ import annotations

import pytest
from django.utils.translation import override

from grading.build.errors import explain
from grading.build.rawjson import Failure
from grading.dockerfile import parse_dockerfile
from grading.faults import LabFault
from tests.grading.said import said

DOCKERFILE = parse_dockerfile(
    "FROM debian:12-slim\nCOPY a /\nRUN make && \\\n    make   install\nRUN %s\n" % ("x" * 200)
)


@pytest.mark.parametrize(
    ("reason", "line", "sentence"),
    [
        (
            'process "/bin/sh -c make && make install" did not complete successfully: exit code: 2',
            3,
            "Line 3: RUN make && make install failed with exit code 2.",
        ),
        (
            'failed to compute cache key: failed to calculate checksum of ref abc::def: "/a": not found',
            2,
            "Line 2: a is not in the build context: no such file, or .dockerignore leaves it out.",
        ),
        (
            'process "/bin/sh -c mkae" did not complete successfully: exit code: 127',
            3,
            "Line 3: RUN make && make install failed with exit code 127: a command was not found in the image.",
        ),
        (
            "dockerfile parse error on line 2: unknown instruction: CPOY (did you mean COPY?)",
            2,
            "Line 2: CPOY is no instruction: did you mean COPY?",
        ),
        ('unsupported mount type "x"', 3, 'Line 3: unsupported mount type "x"'),
        (
            'target stage "x" could not be found',
            None,
            'The build failed: target stage "x" could not be found',
        ),
        (
            "a:1: failed to resolve source metadata for docker.io/library/a:1: no network",
            1,
            "Line 1: the image a:1 is not here, and nothing can be pulled.",
        ),
    ],
)
def test_a_failure_is_one_sentence_with_its_line(reason: str, line: int | None, sentence: str) -> None:
    fault = explain(Failure(reason, line), DOCKERFILE, here={"docker.io/library/a:1"})
    assert (said(fault), fault.line) == (sentence, line)


def test_a_long_instruction_is_shortened() -> None:
    fault = explain(Failure('process "x" did not complete successfully: exit code: 1', 5), DOCKERFILE)
    assert said(fault) == f"Line 5: RUN {'x' * 75}… failed with exit code 1."


def test_a_long_reason_is_shortened() -> None:
    assert len(said(explain(Failure("a" * 5000, 1), DOCKERFILE))) < 450


def test_a_percent_sign_in_a_reason_is_only_a_percent_sign() -> None:
    assert said(explain(Failure("100%(line)s", 1), DOCKERFILE)) == "Line 1: 100%(line)s"


def test_a_line_of_another_file_is_said_and_not_pointed_at() -> None:
    fault = explain(Failure("unsupported", 3), None)
    assert (said(fault), fault.line) == ("Line 3: unsupported", None)


def test_a_file_that_another_stage_lacks_is_named_without_the_daemons_own_folders() -> None:
    reason = (
        "failed to compute cache key: failed to calculate checksum of ref j5gw::ei1p: failed to walk "
        "/var/lib/docker/docker/tmp/buildkit-mount3385342793/app: lstat "
        "/var/lib/docker/docker/tmp/buildkit-mount3385342793/app: no such file or directory"
    )
    with override("en"):
        assert str(explain(Failure(reason, 9), None)) == "Line 9: /app was not found."


def test_a_file_that_a_stage_lacks_is_said_with_the_stage() -> None:
    dockerfile = parse_dockerfile("FROM x AS atelier\nFROM x\nCOPY --from=atelier /app /app\n")
    reason = 'failed to compute cache key: failed to calculate checksum of ref a::b: "/app": not found'
    assert said(explain(Failure(reason, 3), dockerfile)) == "Line 3: /app was not found in atelier."


def test_a_step_that_wanted_the_network_is_told_that_there_is_none() -> None:
    failure = Failure('process "x" did not complete successfully: exit code: 100', 3)
    assert said(explain(failure, DOCKERFILE, wanted_network=True)) == (
        "Line 3: RUN make && make install failed with exit code 100: it wanted the network, "
        "and builds here have none."
    )


def test_an_image_that_the_lab_allows_and_nobody_has_is_the_labs_fault() -> None:
    reason = "a:1: failed to resolve source metadata for docker.io/library/a:1: no network"
    fault = explain(Failure(reason, 1), DOCKERFILE, here={"docker.io/library/a:2"})
    assert isinstance(fault, LabFault)
    assert said(fault) == "The lab allows the base image a:1, which this installation does not have."
