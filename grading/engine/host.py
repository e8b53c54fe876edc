"""What the machine must have for the engine, and what it tells of itself."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from pathlib import Path

from grading.faults import PlatformFault

# The Debian package of each program that the engine, the pool and the images are made with.
PACKAGES = {
    "dockerd": "docker.io",
    "containerd": "containerd",
    "runc": "runc",
    "mmdebstrap": "mmdebstrap",
    "mkfs.btrfs": "btrfs-progs",
    "btrfs": "btrfs-progs",
    "mount": "mount",
    "umount": "mount",
    "unshare": "util-linux",
    "nsenter": "util-linux",
    "prlimit": "util-linux",
    "setpriv": "util-linux",
    "chroot": "coreutils",
    "useradd": "passwd",
    "squid": "squid",
}
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"  # all that Debian and whoever set this host up trust
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_PROXIES = ("http_proxy", "https_proxy", "no_proxy")


def environment() -> dict[str, str]:
    """The environment of programs started here: none of the worker's own, which holds secrets."""
    names = {*_PROXIES, *(name.upper() for name in _PROXIES)}
    proxies = {name: os.environ[name] for name in sorted(names) if name in os.environ}
    return {"PATH": _PATH, "HOME": "/root", "LC_ALL": "C.UTF-8", **proxies}


def require(*programs: str) -> None:
    """Refuse, in one sentence that says what to install, when not root or when a program is missing."""
    if os.geteuid() != 0:
        raise PlatformFault("The engine needs root: run this as root (for instance with sudo).")
    missing = [program for program in programs if shutil.which(program, path=_PATH) is None]
    if missing:
        raise PlatformFault(
            "The engine needs %(programs)s: as root, apt-get install --no-install-recommends %(packages)s",
            programs=", ".join(missing),
            packages=" ".join(sorted({PACKAGES[program] for program in missing})),
        )


def run(*command: str | Path, seconds: float = 60, given: str = "") -> str:
    """Run a program of the host, `given` to its standard input; return its output.

    Its last words become the fault when it fails.
    """
    try:
        done = subprocess.run(
            [str(word) for word in command],
            env=environment(), input=given, capture_output=True, text=True, errors="replace",
            timeout=seconds, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise PlatformFault("%(program)s took more than %(seconds)s seconds.", program=str(command[0]),
                            seconds=seconds) from error  # fmt: skip
    if done.returncode:
        words = (done.stderr or done.stdout).strip().splitlines()[-4:]
        raise PlatformFault(
            "%(command)s failed: %(reason)s",
            command=" ".join(str(word) for word in command[:3]),
            reason=" / ".join(words) or f"exit code {done.returncode}",
        )
    return done.stdout


def free_port(port: int = 0) -> int:
    """That port of the loopback, or any when it is 0; OSError when somebody has it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
        return int(probe.getsockname()[1])


def extra_certificates() -> list[Path]:
    """Those of the authorities that this host trusts beyond its distribution's own, as Debian keeps them."""
    return sorted(Path("/usr/local/share/ca-certificates").rglob("*.crt"))


def debian_sources(suite: str) -> list[str]:
    """apt source lines for a Debian suite, from where this host itself gets Debian; [] when it does not.

    An empty list leaves the choice to mmdebstrap.
    """
    if shutil.which("apt-get") is None:
        return []
    wanted = "$(REPO_URI)|$(LABEL)|$(COMPONENT)"
    lines = set(run("apt-get", "indextargets", "--format", wanted, "Created-By: Packages").splitlines())
    places = {
        (uri, label) for uri, label, component in (line.split("|") for line in lines) if component == "main"
    }
    main = sorted(uri for uri, label in places if label == "Debian")
    security = sorted(uri for uri, label in places if label == "Debian-Security")
    if not main:
        return []
    sources = [f"deb {main[0]} {suite} main", f"deb {main[0]} {suite}-updates main"]
    return sources + [f"deb {uri} {suite}-security main" for uri in security[:1]]
