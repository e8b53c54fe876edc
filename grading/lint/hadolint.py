"""Runs the program hadolint on a Dockerfile that may have been written to harm it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from grading.faults import PlatformFault

UNREADABLE = "DL1000"  # hadolint's own code of what it cannot parse

NOBODY = 65534
SECONDS = 40  # of wall time, with a machine that is busy
CPU_SECONDS = 3  # 200 RUNs of five commands take 1.4
LIMITS = (
    f"--as={512 << 20}",
    f"--fsize={4 << 20}",
    "--nofile=64",
    "--core=0",
)
OUT_OF_MEMORY = 251  # the exit code of a program made by Haskell's compiler
# hadolint 2.15 fails at a WORKDIR of one letter, which it looks for the drive of; x/ is the same folder.
_ONE_LETTER = re.compile(r"^([ \t]*WORKDIR[ \t]+)([\"']?)([^\s/\"'])\2(?=\s*$)", re.IGNORECASE | re.MULTILINE)
MAX_TEXT = 300  # characters of a sentence that is kept


def run(dockerfile: str, cpu_seconds: int = CPU_SECONDS) -> list[dict[str, Any]]:
    """What it finds: code, line, level and text of each, of which UNREADABLE is one. Raises PlatformFault."""
    program = Path(sysconfig.get_path("scripts")) / "hadolint"
    try:
        with tempfile.TemporaryFile() as answer, program.open("rb") as opened:
            # By descriptor: its user may not be allowed to enter the folder.
            found = f"/proc/self/fd/{opened.fileno()}"
            ended = subprocess.run(
                [*_powerless(cpu_seconds), found, "--no-fail", "--disable-ignore-pragma", "--format=json", "-"],
                input=_ONE_LETTER.sub(r"\1\3/", dockerfile).encode(errors="replace"),
                stdout=answer, stderr=subprocess.PIPE,
                pass_fds=(opened.fileno(),), env={"HOME": "/nonexistent", "LANG": "C.UTF-8"}, cwd="/",
                timeout=SECONDS, check=False, start_new_session=True,
            )  # fmt: skip
            answer.seek(0)
            said = answer.read()
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PlatformFault("hadolint could not be run: %(reason)s", reason=type(error).__name__) from error
    if ended.returncode < 0 or ended.returncode == OUT_OF_MEMORY:
        return [_violation(UNREADABLE, 1, "error", "hadolint gave up: reading it takes too long")]
    if ended.returncode:
        reason = ended.stderr[-MAX_TEXT:].decode(errors="replace")
        raise PlatformFault("hadolint ended with %(code)s: %(reason)s", code=ended.returncode, reason=reason)
    try:
        return [
            _violation(one["code"], one["line"], one["level"], one["message"]) for one in json.loads(said)
        ]
    except (ValueError, TypeError, KeyError) as error:
        raise PlatformFault("hadolint's answer cannot be read.") from error


def _powerless(cpu_seconds: int = CPU_SECONDS) -> list[str]:
    """The limits; and for a process that has rights to give away, another user's number and a network to nowhere."""
    limited = ["prlimit", f"--cpu={cpu_seconds}", *LIMITS]
    if os.geteuid():
        return [*limited, "setpriv", "--no-new-privs", "--pdeathsig=KILL"]
    return [
        *limited, "unshare", "--net", "--ipc",
        "setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--inh-caps=-all",
        "--bounding-set=-all", "--no-new-privs", "--pdeathsig=KILL",
    ]  # fmt: skip


def _violation(code: str, line: int, level: str, text: str) -> dict[str, Any]:
    return {"code": str(code), "line": int(line), "level": str(level), "text": str(text)[:MAX_TEXT]}
