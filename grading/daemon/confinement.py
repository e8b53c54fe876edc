"""What the container of a daemon may do and use, as the engine's API has it. Never privileged."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from grading.daemon.cgroup import CPU_PERIOD
from labs.spec import Limits

# What containers get from Docker, which BuildKit passes on to a RUN, and two more to make containers and
# their loopback. SYS_PTRACE is for `docker exec`, hence a HEALTHCHECK, in a container of another user: its namespaces
# are files below its /proc. All of them inside a user namespace only.
CAPABILITIES = (
    "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "SETPCAP", "NET_BIND_SERVICE",
    "NET_RAW", "SYS_CHROOT", "MKNOD", "AUDIT_WRITE", "SETFCAP", "SYS_ADMIN", "NET_ADMIN", "SYS_PTRACE",
)  # fmt: skip


def host_config(sockets: Path, door: Path, data_root: Path, limits: Limits) -> dict[str, Any]:
    """The HostConfig of a daemon that puts its socket into `sockets`; that and `data_root` are the remapped root's.

    `door` is for a socket of ours, the way to packages, if the lab has them.
    """
    # As the API has it: docker-py's arguments lack the masked paths.
    return {
        **_resources(limits),
        "Binds": [f"{data_root}:/var/lib/docker", f"{sockets}:/run/daemon", f"{door}:/run/egress:ro"],
        "CapDrop": ["ALL"],
        "CapAdd": list(CAPABILITIES),
        "CgroupnsMode": "private",
        "IpcMode": "private",
        "NetworkMode": "none",
        "LogConfig": {"Type": "local", "Config": {"max-size": "1m", "max-file": "1", "compress": "false"}},
        # A container in it can only mount a /proc of its own when this one has nothing mounted over it.
        "MaskedPaths": [],
        "ReadonlyPaths": [],
        "ReadonlyRootfs": True,
        "SecurityOpt": [f"seccomp={_seccomp()}", "apparmor=unconfined"],
        "Tmpfs": {"/run": "rw,nosuid,nodev,size=64m,mode=755", "/tmp": "rw,nosuid,nodev,size=64m"},  # noqa: S108
        "OomScoreAdj": 500,
        "Ulimits": [{"Name": "core", "Soft": 0, "Hard": 0}],
    }


def _resources(limits: Limits) -> dict[str, Any]:
    """Limits as the engine's API has them. Memory includes swap."""
    return {
        "Memory": limits.memory,
        "MemorySwap": limits.memory,
        "PidsLimit": limits.pids,
        "CpuPeriod": CPU_PERIOD,
        "CpuQuota": int(limits.cpus * CPU_PERIOD),
    }


@lru_cache(maxsize=1)
def _seccomp() -> str:
    return json.dumps(json.loads((Path(__file__).parent / "seccomp.json").read_text()))
