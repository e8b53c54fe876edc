"""The package proxy's process: a squid of the platform's own, started by whoever needs it, as the engine is.

It has its own configuration, cache, log and pid file, listens on the loopback only, takes only connections that say
whose they are (the PROXY protocol), and has no rights but those of its user.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from django.conf import settings

from grading import engine
from grading.egress import allowed, configuration
from grading.egress.configuration import Place
from grading.engine import host, mounts, process
from grading.faults import PlatformFault
from labs.limits import parse_size

USER = "proxy"
START_SECONDS = 20.0
STOP_SECONDS = 10.0
PORT_SECONDS = 1.0
MAX_LOG = 16 << 20  # bytes; then it is rotated
CACHE_SHARE = 0.2  # of the disk's free space at most


def address() -> tuple[str, int]:
    """Where the proxy listens: that of `EGRESS_PROXY`, or ours. Raises PlatformFault when neither is there."""
    if settings.EGRESS_PROXY:
        name, _, port = settings.EGRESS_PROXY.rpartition(":")
        if not name or not port.isdigit():
            raise PlatformFault("EGRESS_PROXY is %(value)s: expected host:port.", value=settings.EGRESS_PROXY)
        return name, int(port)
    try:
        return "127.0.0.1", int(_port_file().read_text())
    except (OSError, ValueError):
        raise PlatformFault("The package proxy was never started: run manage.py egress start.") from None


def is_up() -> bool:
    """Whether something accepts connections there, and, where it is ours, is our squid."""
    if not settings.EGRESS_PROXY and _pid() is None:
        return False
    with contextlib.suppress(OSError, PlatformFault), socket.create_connection(address(), timeout=2):
        return True
    return False


def was_started() -> bool:
    """Whether it should be up: it was started here, and not stopped since."""
    return not settings.EGRESS_PROXY and _pid_file().exists()


def ensure_running() -> None:
    """Start the proxy unless it is up, and tell it of an allow list that changed. Raises PlatformFault.

    Two processes that call this at once start it once.
    """
    if settings.EGRESS_PROXY:
        if not is_up():
            raise PlatformFault("No package proxy answers at %(address)s.", address=settings.EGRESS_PROXY)
        return
    if is_up() and _config_file().read_text() == _wanted(address()[1]):
        return
    host.require("squid", "setpriv")
    with engine.lock("egress"):
        if is_up():
            _reconfigure()
        else:
            _start()


def stop() -> None:
    """Stop the proxy that was started here; does nothing when it is not up.

    Whoever needs it meanwhile starts it once it has stopped: what they mount would be unmounted here.
    """
    with engine.lock("egress"):
        _stop()


def _stop() -> None:
    deadline = time.monotonic() + STOP_SECONDS
    pid = _pid()
    if pid is not None:
        with contextlib.suppress(OSError):
            _end(process.Process(pid), pid, deadline)
    if _folder().is_dir():
        _pid_file().unlink(missing_ok=True)
    while True:
        try:
            mounts.unmount(_folder())
            return
        except PlatformFault:  # a process of its own is still on its way out
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def look_after() -> None:
    """Called by the timer: start it again when it died, and rotate its log when that is long."""
    if not was_started():
        return
    ensure_running()
    pid = _pid()
    if pid is not None and log_file().exists() and log_file().stat().st_size > MAX_LOG:
        os.kill(pid, signal.SIGUSR1)


def log_file() -> Path:
    return _folder() / "log" / "access.log"


def configured(place: Place) -> str:
    """squid.conf for a squid at that place, with the allow list as it is now."""
    environment = {name.lower(): value for name, value in host.environment().items()}
    upstream = environment.get("https_proxy") or environment.get("http_proxy", "")
    return configuration.text(place, allowed.sources(), upstream, environment.get("no_proxy", ""))


def cache_bytes() -> int:
    """How much the cache may hold, as the setting says."""
    try:
        return parse_size(settings.PACKAGE_CACHE)
    except ValueError as error:
        raise PlatformFault("PACKAGE_CACHE: %(reason)s.", reason=str(error)) from None


def _wanted(port: int) -> str:
    folder = _folder()
    return configured(
        Place(
            listen=f"127.0.0.1:{port}",
            relays="127.0.0.1/32",
            cache=str(folder / "cache"),
            access_log=str(log_file()),
            cache_log=str(folder / "log" / "cache.log"),
            pid=str(_pid_file()),
            cache_bytes=_room(),
            user=USER,
        )
    )


def _room() -> int:
    """As the setting says, within what the disk had free when the cache was made."""
    noted = _state() / "room"
    if not noted.exists():
        _state().mkdir(mode=0o711, parents=True, exist_ok=True)
        noted.write_text(str(int(shutil.disk_usage(_state()).free * CACHE_SHARE)))
    return min(cache_bytes(), int(noted.read_text()))


def _start() -> None:
    # Below /run, because the proxy's user may not pass through the folders above the state.
    mounts.bind(_state(), _folder())
    process.forget_if_dead(_pid_file(), b"squid")
    owner = _owner()
    for name in ("cache", "log", "pid"):
        folder = _folder() / name
        folder.mkdir(mode=0o750, exist_ok=True)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    port = _free_port()
    _write_config(_wanted(port))
    if not (_folder() / "cache" / "00").is_dir():
        host.run(*_powerless(), "squid", "-N", "-z", "-f", _config_file())
    _port_file().write_text(str(port))
    output = _state() / "squid.log"
    with output.open("wb") as words:
        started = subprocess.Popen(
            [*_powerless(), "squid", "-N", "-f", str(_config_file())],
            env=host.environment(), cwd="/",
            stdin=subprocess.DEVNULL, stdout=words, stderr=words, start_new_session=True,
        )  # fmt: skip
    deadline = time.monotonic() + START_SECONDS
    while not is_up():
        if started.poll() is not None or time.monotonic() > deadline:
            started.kill()
            said = output.read_text(errors="replace").strip().splitlines() or ["it said nothing"]
            raise PlatformFault("The package proxy did not start: %(reason)s (more in %(log)s)",
                                reason=said[-1], log=str(_state() / "log" / "cache.log"))  # fmt: skip
        time.sleep(0.01)


def _write_config(text: str) -> None:
    """For root and the proxy: it may hold the password of the proxy that the host must go through."""
    _config_file().touch(mode=0o640)
    os.chown(_config_file(), 0, _owner().pw_gid)
    _config_file().write_text(text)


def _end(running: process.Process, pid: int, deadline: float) -> None:
    os.kill(pid, signal.SIGTERM)
    while not running.ended:
        if time.monotonic() > deadline:
            running.kill()
        time.sleep(0.02)
    running.close()


def _powerless() -> list[str]:
    """Starts what follows as the proxy's user, for good: squid by itself would keep the way back to root."""
    return [
        "setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups",
        "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs",
    ]  # fmt: skip


def _owner() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(USER)
    except KeyError:
        raise PlatformFault(
            "The package proxy needs the user %(user)s, which Debian has.", user=USER
        ) from None


def _reconfigure() -> None:
    wanted = _wanted(address()[1])
    pid = _pid()
    if pid is None or _config_file().read_text() == wanted:
        return
    _write_config(wanted)
    os.kill(pid, signal.SIGHUP)
    time.sleep(1.0)  # it closes its socket and opens it again
    deadline = time.monotonic() + START_SECONDS
    while not is_up():
        if time.monotonic() > deadline:
            raise PlatformFault("The package proxy did not come back with its new allow list.")
        time.sleep(0.05)


def _pid() -> int | None:
    """squid's pid, when it is really this installation's that has it."""
    words = process.command_line(_pid_file())
    return int(_pid_file().read_text()) if str(_config_file()).encode() in words else None


def _free_port() -> int:
    """The former port if nobody has taken it, so that those who know it find the proxy again.

    It is waited for a moment: a process that was killed lets go of its socket a little after it is gone by name.
    """
    deadline = time.monotonic() + PORT_SECONDS
    while (former := _former_port()) and time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            return host.free_port(former)
        time.sleep(0.02)
    return host.free_port()


def _former_port() -> int:
    try:
        return int(_port_file().read_text())
    except (OSError, ValueError):
        return 0


def _state() -> Path:
    return engine.state_dir() / "egress"


def _folder() -> Path:
    return engine.run_dir() / "egress"


def _config_file() -> Path:
    return _folder() / "squid.conf"


def _port_file() -> Path:
    return engine.run_dir() / "egress.port"


def _pid_file() -> Path:
    return _folder() / "pid" / "squid.pid"
