"""Limits of what the kernel counts for the host's root and all user namespaces below it together.

A daemon's user namespace has no bound of its own for these until one is set; so one submission could take all that
the machine has: the 128 inotify instances of a usual host with a dozen lines of Python.
"""

from __future__ import annotations

import subprocess

from grading.engine import host

# As /proc/sys/user has them. A build makes a handful of namespaces a RUN, up to some hundred at once.
SHARES = {
    "max_inotify_instances": 8,
    "max_inotify_watches": 16_384,
    "max_user_namespaces": 0,  # in one of its own, root would have the capabilities that its container lacks
    **{f"max_{kind}_namespaces": 1000 for kind in ("cgroup", "ipc", "mnt", "net", "pid", "uts")},
}


def limit(pid: int) -> None:
    """Set them for the user namespace of a container's first process, in which nobody can change them.

    Raises OSError when the process has ended, or the kernel refuses.
    """
    # Root of the host has in there CAP_SYS_RESOURCE, which this asks for and the container lacks.
    script = "\n".join(f"echo {most} > /proc/sys/user/{name}" for name, most in SHARES.items())
    done = subprocess.run(
        ["nsenter", f"--target={pid}", "--user", "--mount", "--", "sh", "-ec", script],
        env=host.environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20, check=False,
    )  # fmt: skip
    if done.returncode:
        raise OSError(done.returncode, f"the shares of the kernel: {done.stderr.strip()[-300:]}")
