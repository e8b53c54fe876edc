"""The way out of a build whose lab has packages: to package sources only, through a caching proxy.

`allowed` says where to, `gathering` reads that from the base images, `configuration` writes it down for squid, which
`squid` runs; `relay` is one submission's own door to it. No other route leads out of a daemon.
"""

from __future__ import annotations

from grading.egress.relay import PROXY_VARIABLES, Relay, relay_for

__all__ = ["PROXY_VARIABLES", "Relay", "relay_for"]
