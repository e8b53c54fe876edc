"""How a container of the submission's image is started, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grading.faults import PlatformFault

if TYPE_CHECKING:
    from grading.containers import ContainerSpec
    from grading.probes.probe import Live


@dataclass(frozen=True)
class Start:
    """None leaves a thing as the image says; `grading.containers.ContainerSpec` says what each means."""

    entrypoint: tuple[str, ...] | None = None
    command: tuple[str, ...] | None = None
    user: str | None = None
    workdir: str | None = None
    env: Mapping[str, str] = field(default_factory=dict)
    read_only: bool = False
    tmpfs: tuple[str, ...] = ()

    def spec(self, live: Live, **more: Any) -> ContainerSpec:
        """Of the image that was built. Raises PlatformFault when none was: then nothing is asked."""
        from grading.containers import ContainerSpec  # who judges needs no Docker

        if live.image is None:
            raise PlatformFault("There is no image to start a container of.")
        return ContainerSpec(
            live.image.id,
            self.entrypoint,
            self.command,
            self.user,
            self.workdir,
            self.env,
            read_only=self.read_only,
            tmpfs=self.tmpfs,
            **more,
        )
