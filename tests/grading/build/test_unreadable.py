from __future__ import annotations

import pytest

from grading.build.unreadable import in_our_words
from grading.daemon.isolation import Daemon
from tests.grading.build.test_build import run
from tests.grading.said import said

# What BuildKit says of each is in its words, which a newer one may change: so they are asked of it.
LINES = {
    "CPOY a b": "CPOY is no instruction: did you mean COPY?",
    "XYZZY x": "XYZZY is no instruction.",
    "COPY --form=x a b": "there is no option --form here; did you mean --from?",
    "HEALTHCHECK --foo CMD x": "there is no option --foo here.",
    "COPY a": "COPY takes what is copied and where it goes.",
    "VOLUME": "VOLUME stands without anything after it.",
    "WORKDIR": "WORKDIR takes exactly one word.",
    "ENV A": "ENV takes a name and its value, as name=value.",
    "LABEL =x": "LABEL takes a name before the = sign.",
    "ENV A=1 B": "B has no = sign: expected name=value.",
    "EXPOSE http": "http is no port: expected a number from 1 to 65535.",
    "STOPSIGNAL XYZ": "XYZ is no signal: expected one such as SIGTERM.",
    "HEALTHCHECK x": "HEALTHCHECK takes CMD and a command, or NONE, not X.",
    "HEALTHCHECK CMD": "HEALTHCHECK CMD stands without a command.",
    "SHELL sh": 'SHELL takes a JSON list, such as ["/bin/bash", "-c"].',
    "HEALTHCHECK --interval=x CMD a": "x is no duration: expected one such as 30s.",
    "USER nobody-here\nRUN id": "the image has no user nobody-here.",
}
FILES = {
    "COPY a b\nFROM busybox\n": "it stands before the first FROM, where only ARG may stand.",
    "# nothing\n": "the file has no instruction.",
    "FROM busybox AS\n": "FROM takes an image, and perhaps AS and a name for the stage.",
    "FROM busybox AS 1x\n": (
        "1x is no name for a stage: expected one that begins with a letter, without symbols."
    ),
    "FROM ${X}\n": "FROM ${X} names no image: the argument is empty.",
}


@pytest.mark.engine
def test_what_buildkit_cannot_read_is_said_in_our_words(daemon: Daemon) -> None:
    dockerfiles = {f"FROM busybox\n{line}\n": sentence for line, sentence in LINES.items()} | FILES
    told = {dockerfile: run(daemon, dockerfile).error for dockerfile in dockerfiles}
    wrong = {
        dockerfile: said(error) if error else ""
        for dockerfile, error in told.items()
        if error is None or said(error).partition(": ")[2] != dockerfiles[dockerfile]
    }
    assert wrong == {}


def test_what_it_says_that_is_not_known_stays_as_it_is() -> None:
    assert in_our_words('unsupported mount type "x"') == 'unsupported mount type "x"'
