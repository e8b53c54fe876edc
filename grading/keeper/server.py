"""The engine's side: builds what a worker asks for, in a daemon that ends when the worker goes away."""

from __future__ import annotations

import contextlib
import logging
import os
import select
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from grading.faults import Fault, PlatformFault
from grading.isolated import build_here
from grading.job import Advise, Job
from grading.keeper import wire
from grading.outcome import Advised
from grading.validation import validate

ASK_SECONDS = 10  # in which a worker says what it wants
SEND_SECONDS = 30  # in which it hears an event
LOOK_SECONDS = 0.2
log = logging.getLogger(__name__)


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """Listens at `path`. Who may enter its folder may ask; in compose that is the worker."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        super().__init__(str(path), _Handler)
        path.chmod(0o666)

    def handle_error(self, request: object, client_address: object) -> None:
        log.exception("a worker's request failed")


class _Handler(socketserver.BaseRequestHandler):
    request: socket.socket

    def handle(self) -> None:
        self.sending = threading.Lock()
        asked = self._hear()
        if not asked:
            return
        with ExitStack() as life:
            advisers: list[Advise] = []
            with _ended_with(self.request, life):
                answer = self._built(asked, life, advisers)
            # Before its daemon is destroyed: nobody need wait for that.
            with contextlib.suppress(OSError):
                self._send(answer)
                if advisers:
                    self._advise(life, advisers[0])
                self.request.shutdown(socket.SHUT_WR)

    def _advise(self, life: ExitStack, advise: Advise) -> None:
        """The worker may ask for advice once it has stored the grade; one that goes away wants none."""
        asked = self._hear()
        if not asked:
            return
        with _ended_with(self.request, life):
            try:
                advised = advise(asked["lost"], asked["seconds"])
            except Exception as error:  # nobody waits for advice
                log.warning("no advice: %s", error)
                advised = Advised()
        self._send({"advice": [one.as_json() for one in advised.found], "tried": advised.tried})

    def _hear(self) -> dict[str, Any]:
        self.request.settimeout(ASK_SECONDS)
        with self.request.makefile("rb") as words:
            asked = wire.heard(words.readline(wire.MAX_LINE))
        self.request.settimeout(SEND_SECONDS)
        return asked

    def _built(self, asked: dict[str, Any], life: ExitStack, advisers: list[Advise]) -> dict[str, Any]:
        timings: dict[str, float] = {}
        try:
            lab = wire.lab_from(asked["lab"])
            files, commands = asked["files"], asked["commands"]
            job = Job(lab, files, commands, asked["owner"], life, self._publish, timings, afterwards=advisers)
            built = build_here(job, validate(lab, files, commands))
            return {**built.as_json(), "timings": timings}
        except Fault as fault:
            return {"fault": wire.from_fault(fault), "timings": timings}
        except Exception as error:  # whatever else it is, it is ours
            log.exception("the keeper failed")
            ours = PlatformFault("The engine's keeper failed: %(reason)s", reason=str(error))
            return {"fault": wire.from_fault(ours), "timings": timings}

    def _publish(self, event: dict[str, Any]) -> None:
        with contextlib.suppress(OSError):  # the worker went away: its build is being ended
            self._send({"event": event})

    def _send(self, said: dict[str, Any]) -> None:
        with self.sending:
            self.request.sendall(wire.line(said))


@contextlib.contextmanager
def _ended_with(connection: socket.socket, life: ExitStack) -> Iterator[None]:
    """Meanwhile, end what lives for a worker once that is gone."""
    over = threading.Event()
    watch = threading.Thread(target=_end_with, args=(connection, life, over), daemon=True)
    watch.start()
    try:
        yield
    finally:
        over.set()
        watch.join()


def _end_with(connection: socket.socket, life: ExitStack, over: threading.Event) -> None:
    """End what lives for a worker once it is gone: a build may say nothing for minutes."""
    while not over.wait(LOOK_SECONDS):
        if _is_gone(connection):
            life.close()


def _is_gone(connection: socket.socket) -> bool:
    """A worker says nothing after it asked, until it closes its end."""
    if not select.select([connection], [], [], 0)[0]:
        return False
    try:
        return not os.read(connection.fileno(), 1)
    except BlockingIOError:
        return False
    except OSError:
        return True
