"""Starts a program that speaks with a learner's daemon, without any right of ours.

The daemon may be taken over, and BuildKit's protocol lets a daemon ask its client for things: to fetch a registry's
token from an address that the daemon names, for one. So the client has the daemon's own network, which leads
nowhere, and a user number that owns nothing but its folder; it has no capabilities and cannot gain any.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from grading.daemon.isolation import Daemon

LIMITS = (
    f"--as={8 << 30}",  # Go reserves much more than it uses,
    f"--data={512 << 20}",  # which is what can be written to: it runs beside the daemon's memory limit
    f"--fsize={16 << 20}",
    "--nofile=1024",
    "--core=0",
)
MAX_GIVEN = 4096  # a pipe holds as much, whether it is read or not


def give(folder: Path, daemon: Daemon) -> None:
    """Make the folder and all in it the daemon's client's own."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, daemon.user, daemon.user, follow_symlinks=False)


def start(
    program: Path,
    arguments: Sequence[str],
    daemon: Daemon,
    home: Path,
    *,
    given: bytes = b"",
    everything: bool = False,
) -> subprocess.Popen[bytes]:
    """Run `program` in the folder `home`, in a session of its own.

    What it says is on its standard error; if `everything` is wanted, both streams are one, its standard output. It
    reads what is `given`, at most MAX_GIVEN bytes. Raises OSError when the daemon is gone.
    """
    with contextlib.ExitStack() as stack:
        # By descriptor: the program may lie in a folder that its user may not enter, and a process number may be
        # another's by now.
        found = os.open(program, os.O_RDONLY)
        stack.callback(os.close, found)
        network = daemon.network()
        stack.callback(os.close, network)
        process = subprocess.Popen(
            [
                "prlimit", *LIMITS,
                "nsenter", f"--net=/proc/self/fd/{network}",
                "setpriv", f"--reuid={daemon.user}", f"--regid={daemon.user}", "--clear-groups",
                "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs", "--pdeathsig=KILL",
                f"/proc/self/fd/{found}", *arguments,
            ],
            pass_fds=(found, network),
            env={
                "HOME": str(home),
                "PATH": "/usr/bin:/bin",
                "DOCKER_CONFIG": str(home / "docker"),
                "DOCKER_HOST": f"unix://{daemon.socket}",
            },
            cwd=home,
            stdin=subprocess.PIPE if given else subprocess.DEVNULL,
            stdout=subprocess.PIPE if everything else subprocess.DEVNULL,
            stderr=subprocess.STDOUT if everything else subprocess.PIPE,
            start_new_session=True,
        )  # fmt: skip
    if process.stdin is not None:
        with contextlib.suppress(BrokenPipeError), process.stdin:
            process.stdin.write(given[:MAX_GIVEN])
    return process
