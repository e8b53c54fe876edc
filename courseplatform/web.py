"""The web server: `python -m courseplatform.web --host 127.0.0.1 --port 8000 --processes 2`.

Uvicorn's processes would share one socket, and whichever is awake takes all the connections that are there: one core
then works while the others look on. Here each process listens on a socket of its own, and the kernel shares
connections out between them.
"""

from __future__ import annotations

import socket
from argparse import ArgumentParser

from uvicorn import Config
from uvicorn.supervisors import Multiprocess


class OwnSocket(socket.socket):
    """Becomes, in every process that it is sent to, another socket on the same port."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(socket.AF_INET6 if ":" in host else socket.AF_INET)
        self.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self.bind((host, port))

    def __reduce__(self) -> tuple[type[OwnSocket], tuple[str, int]]:
        return type(self), self.getsockname()[:2]


def main() -> None:
    parser = ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    config = Config(
        "courseplatform.asgi:application",
        workers=asked.processes,
        lifespan="off",
        proxy_headers=False,  # whom an address is believed from is decided in the settings
        timeout_graceful_shutdown=2,
        access_log=False,
        log_level="warning",
    )
    Multiprocess(config, sockets=[OwnSocket(asked.host, asked.port)]).run()


if __name__ == "__main__":
    main()
