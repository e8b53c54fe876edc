from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grading import engine
from grading.egress import relay, squid
from tests.grading.egress.origin import Origin

Ask = Callable[..., bytes]


@pytest.fixture(scope="session")
def origin() -> Iterator[Origin]:
    running = Origin()
    yield running
    running.close()


@pytest.fixture(scope="module")
def proxy(origin: Origin, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A proxy of another installation, which lets through to `origin`, and, as it believes, to `localhost`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.STATE_DIR", tmp_path_factory.mktemp("state"))
        patch.setattr("django.conf.settings.PACKAGE_HOSTS", ["localhost", "packages.invalid"])
        patch.setattr("django.conf.settings.PRIVATE_PACKAGE_HOSTS", [f"http://{origin.place}"])
        squid.ensure_running()
        yield squid.log_file()
        squid.stop()
        shutil.rmtree(engine.run_dir(), ignore_errors=True)


@pytest.fixture
def ask(proxy: Path) -> Ask:
    """Sends bytes to the proxy as a submission's connection, and returns all that comes back."""

    def send(request: str, owner: str = "someone") -> bytes:
        with socket.create_connection(squid.address(), timeout=10) as connection:
            head = f"PROXY TCP6 {relay.address_of(owner)} ::1 1 1\r\n"
            connection.sendall((head + request).encode())
            parts = []
            while data := connection.recv(65536):
                parts.append(data)
        return b"".join(parts)

    return send
