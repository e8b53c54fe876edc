"""What a server in a container of the image answers, and how it comes and goes."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from grading.probes.probe import Answer, Live, Probe
from grading.probes.start import Start

if TYPE_CHECKING:
    from grading.containers import Container

ANSWER_SECONDS = 5.0  # for each request
HEALTH_INTERVAL = 0.25  # seconds; what the image says is meant for days
SIGNAL = re.compile(r"SIG[A-Z0-9+-]{2,12}|[0-9]{1,2}")


@dataclass(frozen=True)
class Asked:
    """One HTTP request."""

    method: str = "GET"
    path: str = "/"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""


@dataclass(frozen=True)
class Service(Probe):
    """Started with the daemon's loopback as its network. Each part has its seconds: `opens` from the start to the open
    port; `healthy` from there to the first good run of the HEALTHCHECK, and `stops` from the stop signal to the end, or
    None where that is not asked.

    Answers `not_started`, the reason; or `output`, whether it was `flooded`, and `opened`: true, or false with
    `only_here` (it listens on 127.0.0.1 alone) and `exit_code` (None while it ran). If it opened also `replies`, each
    with `status`, `headers` and `body`, or with `none`: "time", "size", "closed" or "form"; `health` with `status` and
    `output`; `stop` with `signal`, `took` (None when it was killed) and `exit_code`.
    """

    start: Start
    port: int
    opens: float
    requests: tuple[Asked, ...] = ()
    healthy: float | None = None
    stops: float | None = None

    def ask(self, live: Live) -> Answer:
        from grading.containers import NotStarted, started  # who judges needs no Docker

        interval = None if self.healthy is None else HEALTH_INTERVAL
        spec = self.start.spec(live, network="host", health_interval=interval)
        try:
            with started(live.daemon, live.lab.limits, spec) as container:
                found = self._ask(live, container)
            return {**found, "flooded": container.output.flooded, "output": container.output.text()}
        except NotStarted as fault:
            return {"not_started": fault.reason}

    def _ask(self, live: Live, container: Container) -> dict[str, Any]:
        from grading.containers import service
        from grading.containers.http import Reply, Request

        opened = service.open_port(live.daemon, container, self.port, self.opens)
        if opened.connection is None:
            return {
                "opened": False,
                "only_here": opened.only_here,
                "exit_code": container.exit_code(),
            }
        since = time.monotonic()
        requests = [Request(**asdict(asked)) for asked in self.requests]
        replies = service.ask(live.daemon, opened.connection, self.port, requests, ANSWER_SECONDS)
        found: dict[str, Any] = {
            "opened": True,
            "replies": [asdict(one) if isinstance(one, Reply) else {"none": one} for one in replies],
        }
        if self.healthy is not None:
            left = max(0.0, self.healthy - (time.monotonic() - since))
            status, printed = service.turns_healthy(container, left)
            found["health"] = {"status": status, "output": printed}
        if self.stops is not None:
            signal = _stop_signal(live)
            took = service.stops(container, signal, self.stops)
            code = container.exit_code()
            found["stop"] = {
                "signal": signal,
                "took": None if took is None else round(took, 3),
                "exit_code": code,
            }
        return found


def _stop_signal(live: Live) -> str:
    """What `docker stop` sends."""
    said = live.image.config.get("StopSignal") if live.image is not None else None
    return said if isinstance(said, str) and SIGNAL.fullmatch(said) else "SIGTERM"
