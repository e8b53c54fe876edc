from __future__ import annotations

import subprocess
import sys

from django.conf import settings

ASKED = "import signal, threading; from courseplatform.signals import Asked; asked = Asked(); "
# By another thread than the one that waits, which it does not interrupt: as one that comes just before the wait.
WHILE_IT_WAITS = (
    "threading.Timer(0.2, lambda: signal.pthread_kill(threading.get_ident(), signal.{name})).start(); "
)


def answer_of(program: str) -> str:
    command = [sys.executable, "-c", ASKED + program]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True, timeout=30
    ).stdout.strip()


def test_a_signal_that_does_not_interrupt_the_wait_is_heard() -> None:
    for name in ("SIGTERM", "SIGINT"):
        assert answer_of(WHILE_IT_WAITS.format(name=name) + "print(asked.wait(10))") == "True"


def test_a_signal_from_before_the_wait_is_heard_however_many_came() -> None:
    twice = "[signal.raise_signal(signal.SIGTERM) for _ in range(2)]; "
    assert answer_of(twice + "print(asked.wait(), asked.wait(10))") == "True True"


def test_without_a_signal_it_says_so_when_the_time_is_over() -> None:
    assert answer_of("print(asked.wait(0.05))") == "False"
