"""What is run: an image, and how it differs from what the image itself says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

NANOSECONDS = 1_000_000_000  # Docker's unit of a health check's times


@dataclass(frozen=True)
class ContainerSpec:
    """As `docker run` has it; None leaves a thing as the image says.

    `image` is an id or a name. `entrypoint` comes in place of the image's ENTRYPOINT and CMD, `command` in place of
    its CMD. `tmpfs` are folders that can be written to where the root is read-only. Of networks there are `none`,
    which has a loopback of its own, and `host`: the daemon's loopback and nothing else. `health_interval` are the
    seconds from one run of the image's HEALTHCHECK to the next; None runs none.
    """

    image: str
    entrypoint: tuple[str, ...] | None = None
    command: tuple[str, ...] | None = None
    user: str | None = None
    workdir: str | None = None
    env: Mapping[str, str] = field(default_factory=dict)
    stdin: bytes = b""
    read_only: bool = False
    tmpfs: tuple[str, ...] = ()
    network: Literal["none", "host"] = "none"
    health_interval: float | None = None

    def as_api(self) -> dict[str, Any]:
        """As the API's `POST /containers/create` has it."""
        interval = self.health_interval
        return {
            "Image": self.image,
            "Entrypoint": _list(self.entrypoint),
            "Cmd": _list(self.command),
            "User": self.user or "",
            "WorkingDir": self.workdir or "",
            "Env": [f"{name}={value}" for name, value in self.env.items()],
            "AttachStdin": bool(self.stdin),
            "OpenStdin": bool(self.stdin),
            "StdinOnce": bool(self.stdin),
            "AttachStdout": True,
            "AttachStderr": True,
            # One that names no test has the image's.
            "Healthcheck": {"Test": ["NONE"]}
            if interval is None
            else {"Interval": int(interval * NANOSECONDS)},
            "HostConfig": {
                "NetworkMode": self.network,
                "ReadonlyRootfs": self.read_only,
                "Tmpfs": dict.fromkeys(self.tmpfs, ""),
                "LogConfig": {"Type": "none"},  # what it prints goes to who is attached, and not to the disk
            },
        }


def _list(words: tuple[str, ...] | None) -> list[str] | None:
    return None if words is None else list(words)
