from __future__ import annotations

import pytest

from tests.grading.validation.test_validation import problem, valid

BUSYBOX = "FROM busybox\n"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (f"RUN echo {'é' * 2100}\n", 2, "Line 2 of Dockerfile has 4.21 kB: a line may have 4.1 kB."),
        ("FROM busybox\n" * 50, 51, "Dockerfile has 51 stages: at most 50 are allowed."),
        ("ENV A=1\n" * 101, 102, "has 101 variables set by ENV: at most 100"),
        (f"RUN x\nENV {' '.join(f'A{n}=1' for n in range(101))}\n", 3, "has 101 variables"),
        ("ENV A 1\n" * 60 + "ONBUILD ENV B=1 C=2\n" * 21, 82, "has 102 variables"),
        ("RUN --mount=type=cache,target=/a --mount=type=tmpfs,target=/b x\n" * 26, 27, "has 52 mounts"),
        ("COPY <<A <<B /\nA\nB\n" * 26, 77, "has 52 heredocs"),
        ("EXPOSE 80\nEXPOSE 1000-2000/udp\n", 3, "EXPOSE names 1002 ports: at most 1000 are allowed."),
        ("ARG R=1-65535\nEXPOSE $R/tcp\n", 3, "EXPOSE names 65535 ports"),
        ("EXPOSE 127.0.0.1:1-65535:1-65535\n", 2, "EXPOSE names 65535 ports"),
    ],
)
def test_what_costs_the_daemon_seconds_has_a_cap(text: str, line: int, says: str) -> None:
    path, at, message = problem(BUSYBOX + text)
    assert (path, at) == ("Dockerfile", line)
    assert says in message


@pytest.mark.parametrize(
    "text",
    [
        "ENV A=1 B=2\n" * 50,
        "EXPOSE 80 443/tcp 8000-8100\n",
        "RUN --mount=type=cache,target=/a x\n" * 50,
        "RUN echo \\\n" + " x \\\n" * 3000 + " y\n",
        "COPY <<A /\nx\nA\n" * 50,
    ],
)
def test_what_is_below_the_caps_is_let_pass(text: str) -> None:
    assert valid(BUSYBOX + text)
