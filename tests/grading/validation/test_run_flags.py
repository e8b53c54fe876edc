from __future__ import annotations

import pytest

from tests.grading.validation.test_validation import problem, valid


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("RUN --mount=type=secret,id=x cat /run/secrets/x", "--mount type=secret is not allowed"),
        ("RUN --mount=type=ssh true", "--mount type=ssh is not allowed"),
        ('run --mount="type=SSH" true', "--mount type=SSH is not allowed"),
        ("RUN --mount=TYPE=secret,required=false x", "--mount type=secret is not allowed"),
        ('RUN --mount="\\"type=secret\\",id=x" x', "--mount type=secret is not allowed"),
        ("RUN --mount=type=$T x", "--mount type=$T cannot use a variable"),
        ("RUN --mount=type=s${T}h x", "cannot use a variable"),
        ('RUN --mount="type=bind,target=/x\r,from=other" ls', "cannot be read"),
        ("RUN --device=vendor.com/gpu=0 x", "RUN --device=vendor.com/gpu=0 is not allowed"),
        ("RUN --device x", "RUN --device= is not allowed"),
        ("ONBUILD RUN --device=a x", "RUN --device=a is not allowed"),
        ("ONBUILD RUN --mount=type=ssh x", "--mount type=ssh is not allowed"),
        ("RUN \\\n --mount=type=ssh x", "--mount type=ssh is not allowed"),
        ("RUN \\\n# why\n\n\t--security=insecure x", "RUN --security=insecure is not allowed"),
    ],
)
def test_what_would_loosen_the_isolation_is_refused(line: str, says: str) -> None:
    path, at, message = problem(f"FROM busybox\n{line}\n")
    assert (path, at) == ("Dockerfile", 2)
    assert says in message


@pytest.mark.parametrize("kind", ["bind", "cache", "tmpfs", "Cache"])
def test_mounts_within_the_build_are_allowed(kind: str) -> None:
    assert valid(f"FROM busybox\nRUN --mount=type={kind},target=/x true\n")
