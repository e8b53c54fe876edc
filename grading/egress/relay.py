"""One submission's door to the package proxy: a Unix socket in its daemon's container, served by the worker.

The relay says to the proxy whose connection it is, by an address made up for the submission, and counts. What the
proxy refuses is remembered, to be told to the learner.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import ipaddress
import logging
import os
import re
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_noop as _

from grading import engine
from grading.daemon import Daemon
from grading.egress import squid
from grading.faults import LimitReached, PlatformFault

DOOR = "http://127.0.0.1:3128"  # where the daemon's start has a forwarder to the socket
_INSIDE = "localhost,127.0.0.1"
PROXY_VARIABLES = {
    name: value
    for lower, value in (("http_proxy", DOOR), ("https_proxy", DOOR), ("no_proxy", _INSIDE))
    for name in (lower, lower.upper())
}

MAX_AT_ONCE = 32  # connections; more wait
MAX_WAITING = 256
MAX_CONNECTIONS = 3000
MAX_SENT = 32 << 20  # bytes: requests are small
MAX_HEAD = 64 << 10  # bytes of a request's or an answer's head
HEAD_SECONDS = 30.0
MAX_REFUSED = 20  # hosts remembered
START_SECONDS = 10.0
CHUNK = 64 << 10
MAX_BUFFER = 1 << 20  # bytes of a connection in memory, then they go to a file

_REQUEST = re.compile(rb"([A-Z]{1,16}) (\S{1,8000}) HTTP/1\.[01]\r?\n")
_SQUID_ERROR = re.compile(rb"^X-Squid-Error: (ERR_[A-Z_]{1,40})", re.MULTILINE | re.IGNORECASE)
_ANSWER = re.compile(rb"HTTP/1\.[01] (\d{3})")
_AWAY = (502, 503, 504)

log = logging.getLogger(__name__)


@contextmanager
def relay_for(daemon: Daemon, owner: str, most: int) -> Iterator[Relay]:
    """A relay for this daemon while it lives; `most` is how many bytes it lets in. Raises PlatformFault."""
    squid.ensure_running()
    relay = Relay(daemon.door / "proxy.sock", owner, most)
    relay.open()
    try:
        yield relay
    finally:
        relay.close()


def address_of(owner: str) -> str:
    """The address under which a submission stands in the proxy's log."""
    number = int.from_bytes(b"\xfd" + hashlib.sha256(owner.encode()).digest()[:15], "big")
    return str(ipaddress.IPv6Address(number))


class Relay:
    """Serves `path` in a thread of its own. `refused` has the hosts, with port, that the proxy refused."""

    def __init__(self, path: Path, owner: str, most: int) -> None:
        self.path, self.most = path, most
        self.address = address_of(owner)
        self.refused: dict[str, None] = {}
        self.away: str | None = None  # a package source that the proxy did not reach
        self.interrupted = False  # the proxy went away meanwhile
        self.received = self.sent = self.connections = 0
        self._owner = owner
        self._waiting = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._over: asyncio.Event | None = None
        self._ready = threading.Event()
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True, name="relay")

    def open(self) -> None:
        """Return once it listens. Raises PlatformFault."""
        self._thread.start()
        if not self._ready.wait(START_SECONDS) or self._failed is not None:
            raise PlatformFault("The way to the package proxy did not open: %(reason)s",
                                reason=str(self._failed or "it took too long"))  # fmt: skip

    def close(self) -> None:
        """End all connections; nothing listens any more."""
        if self._loop is not None and self._over is not None:
            with contextlib.suppress(RuntimeError):  # it has ended already
                self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(START_SECONDS)
        self.path.unlink(missing_ok=True)

    def check(self) -> None:
        """Raise LimitReached when more was asked for than a submission may."""
        if self.received > self.most:
            raise LimitReached(
                _("The limit of downloads was reached: %(most_bytes)s."),
                limit="download",
                most_bytes=self.most,
            )
        if self.sent > MAX_SENT:
            raise LimitReached(
                _("The build sent more than %(most_bytes)s to package sources."),
                limit="upload",
                most_bytes=MAX_SENT,
            )
        if self.connections > MAX_CONNECTIONS:
            raise LimitReached(
                _("The build opened more than %(most)d connections."),
                limit="connections",
                most=MAX_CONNECTIONS,
            )

    def fault(self) -> PlatformFault | None:
        """Why a build that failed may have failed by us rather than by what was sent."""
        if self.interrupted:
            return PlatformFault(_("The package proxy went away during the build."))
        if self.away is not None:
            return PlatformFault(_("The package source %(host)s did not answer."), host=self.away)
        return None

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:
            self._failed = error
            log.exception("the relay of %s ended", self._owner)
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        self._slots = asyncio.Semaphore(MAX_AT_ONCE)
        tasks: set[asyncio.Task[None]] = set()
        _reader, sentinel = await self._connect()
        watching = asyncio.create_task(self._watch(_reader, sentinel))
        tasks.add(watching)

        async def accepted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            tasks.add(task)
            try:
                await self._one(reader, writer)
                writer.close()
            except BaseException:
                writer.transport.abort()
                raise
            finally:
                tasks.discard(task)

        server = await asyncio.start_unix_server(accepted, self.path, limit=MAX_HEAD, backlog=MAX_WAITING)
        root = engine.remapped_root()
        os.chown(self.path, root, root)
        self.path.chmod(0o600)
        self._ready.set()
        async with server:
            await self._over.wait()
            while tasks:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                tasks.discard(watching)
                await asyncio.sleep(0.01)  # those that were just accepted begin, and end at once

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to the proxy that says whose it is."""
        name, port = squid.address()
        reader, writer = await asyncio.wait_for(
            asyncio.open_connection(name, port, limit=MAX_HEAD), START_SECONDS
        )
        writer.write(f"PROXY TCP6 {self.address} ::1 1 {port}\r\n".encode())
        return reader, writer

    async def _watch(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hold a connection on which nothing is asked: when it ends, the proxy did."""
        try:
            await reader.read(1)
        except OSError:
            pass
        finally:
            writer.transport.abort()
        self.interrupted = True
        log.warning("the package proxy went away during %s", self._owner)

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        over = self._over is None or self._over.is_set()
        if over or self._waiting >= MAX_WAITING or self._is_full():
            return
        self._waiting += 1
        try:
            await self._slots.acquire()
        finally:
            self._waiting -= 1
        try:
            with contextlib.suppress(OSError, EOFError, asyncio.LimitOverrunError, TimeoutError):
                await self._relay(reader, writer)
        finally:
            self._slots.release()

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), HEAD_SECONDS)
        request = _REQUEST.match(head)
        if request is None:
            return
        target = _target(request[1], request[2])
        from_proxy, to_proxy = await self._proxy()
        try:
            self.sent += len(head)
            to_proxy.write(head)
            answer = await from_proxy.readuntil(b"\r\n\r\n")
            self._note(target, answer)
            self.received += len(answer)
            writer.write(answer)
            if request[1] == b"CONNECT":
                await self._tunnel(reader, writer, from_proxy, to_proxy)
            else:  # nothing that follows the request goes on: it could be taken for another one
                await self._receive_at_once(from_proxy, writer)
        finally:
            to_proxy.transport.abort()

    async def _tunnel(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        from_proxy: asyncio.StreamReader,
        to_proxy: asyncio.StreamWriter,
    ) -> None:
        sending = asyncio.create_task(self._send(reader, to_proxy))
        try:
            await self._receive(from_proxy, writer)
        finally:
            sending.cancel()

    async def _proxy(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to the proxy, which is started again when it is not there."""
        try:
            return await self._connect()
        except (OSError, TimeoutError):
            self.interrupted = True
        try:
            await asyncio.to_thread(squid.ensure_running)
        except PlatformFault as fault:
            log.warning("the package proxy is away: %s", fault)
            raise OSError from fault
        return await self._connect()

    async def _send(self, reader: asyncio.StreamReader, to_proxy: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(CHUNK):
                self.sent += len(data)
                if self._is_full():
                    to_proxy.transport.abort()
                    return
                to_proxy.write(data)
                await to_proxy.drain()
            to_proxy.write_eof()

    async def _receive(self, from_proxy: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await from_proxy.read(CHUNK):
            self.received += len(data)
            if self._is_full():
                return
            writer.write(data)
            await writer.drain()
        await _finish(writer)

    async def _receive_at_once(self, from_proxy: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """As fast as the proxy gives it, whatever the build takes: what two submissions fetch at the same time comes
        as slowly as the slower one reads.
        """
        with tempfile.TemporaryFile(dir=engine.state_dir()) as waiting:
            while data := await from_proxy.read(CHUNK):
                self.received += len(data)
                if self._is_full():
                    return
                if waiting.tell() or writer.transport.get_write_buffer_size() > MAX_BUFFER:
                    waiting.write(data)
                else:
                    writer.write(data)
            waiting.seek(0)
            while data := waiting.read(CHUNK):
                writer.write(data)
                await writer.drain()
            await _finish(writer)

    def _is_full(self) -> bool:
        return self.received > self.most or self.sent > MAX_SENT or self.connections > MAX_CONNECTIONS

    def _note(self, target: str, answer: bytes) -> None:
        error, status = _SQUID_ERROR.search(answer), _ANSWER.match(answer)
        if error is None or status is None:
            return
        if error[1].upper() == b"ERR_ACCESS_DENIED":
            if len(self.refused) < MAX_REFUSED:
                self.refused[target] = None
            log.info("submission %s was refused %s", self._owner, target)
        elif int(status[1]) in _AWAY:
            self.away = target


async def _finish(writer: asyncio.StreamWriter) -> None:
    writer.write_eof()
    await writer.drain()
    writer.close()
    await writer.wait_closed()


def _target(method: bytes, wanted: bytes) -> str:
    """`host:port` of a request, fit to be shown; without what stands before an @."""
    text = wanted.decode("ascii", "replace")
    try:
        parts = urlsplit(text if method != b"CONNECT" else f"//{text}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if not host or not host.isprintable() or len(host) > 253:
        return "an address that is none"
    port = port or {"http": 80, "https": 443, "ftp": 21}.get(parts.scheme, 80)
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
