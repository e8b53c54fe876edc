"""Root file systems made from Debian's packages: the daemon image and the base of the stand-in images."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path

from grading.engine import host
from grading.faults import PlatformFault

DAEMON_FILES = Path(__file__).parent / "daemon_image"
DAEMON_SUITE = "trixie"
DAEMON_PACKAGES = (
    "dash", "coreutils", "tini", "docker.io", "docker-buildx", "docker-cli", "docker-registry", "socat",
)  # fmt: skip
# Of Debian's packages, what neither the daemon nor its start nor the worker runs.
DAEMON_LEAVES_OUT = (
    "/usr/share/*", "/usr/bin/ctr", "/usr/bin/docker-proxy", "/usr/sbin/docker-proxy", "/usr/bin/containerd-shim",
    "/usr/bin/containerd-shim-runc-v1", "/usr/bin/perl*", "/usr/bin/openssl",
)  # fmt: skip
# What the worker runs on the host to speak with a daemon: where it is in the image, what shows that it works here.
PROGRAMS = {
    "docker-buildx": ("./usr/libexec/docker/cli-plugins/docker-buildx", "version"),
    "docker": ("./usr/bin/docker", "--version"),
}

DEBIAN_SUITE = "bookworm"
# What the slim images of the Docker Hub leave out too.
DEBIAN_LEAVES_OUT = (
    "/usr/share/doc/*", "/usr/share/man/*", "/usr/share/info/*", "/usr/share/groff/*", "/usr/share/lintian/*",
    "/usr/share/linda/*", "/usr/share/locale/*", "/var/cache/man/*",
)  # fmt: skip
DEBIAN_KEEPS = ("/usr/share/doc/*/copyright",)
_MERGED_USR = Path("/usr/share/mmdebstrap/hooks/merged-usr")


def make_daemon(target: Path) -> None:
    """The daemon image's root file system as a tar: dockerd, containerd, runc, clients, a registry, an init,
    a shell.
    """
    _mmdebstrap(
        target, DAEMON_SUITE,
        "--format=tar",
        "--variant=extract",
        f"--include={','.join(DAEMON_PACKAGES)}",
        *(f"--dpkgopt=path-exclude={path}" for path in DAEMON_LEAVES_OUT),
        # Only unpacked, never configured: nothing in it runs a maintainer script's result.
        '--extract-hook=mkdir -p "$1/proc" "$1/sys" "$1/run" "$1/var/lib/docker" "$1/etc/courseplatform"',
        *(f"--extract-hook=copy-in {file} /etc/courseplatform" for file in sorted(DAEMON_FILES.iterdir())),
    )  # fmt: skip


def make_debian(target: Path) -> None:
    """Make a small Debian with apt in the folder `target`, as debian:12-slim is one."""
    _mmdebstrap(
        target, DEBIAN_SUITE,
        "--format=directory",
        "--variant=minbase",
        "--include=usr-is-merged",
        *(f"--dpkgopt=path-exclude={path}" for path in DEBIAN_LEAVES_OUT),
        *(f"--dpkgopt=path-include={path}" for path in DEBIAN_KEEPS),
        # As in the official image, so that a Dockerfile need not empty the cache of packages itself.
        """--customize-hook=echo 'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb || true"; };' """
        """> "$1/etc/apt/apt.conf.d/docker-clean" """,
        # No package starts its service while an image is built.
        """--customize-hook=printf '#!/bin/sh\\nexit 101\\n' > "$1/usr/sbin/policy-rc.d" """,
        '--customize-hook=chmod +x "$1/usr/sbin/policy-rc.d"',
        '--customize-hook=rm -f "$1/etc/resolv.conf" "$1/etc/hostname" "$1"/var/log/*.log'
        ' "$1"/var/cache/debconf/*-old',
    )  # fmt: skip


def extract_programs(archive: Path, folder: Path) -> None:
    """Take the clients out of the daemon image for the worker; refuse one that this host cannot run."""
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as tar:
        for name, (path, trial) in PROGRAMS.items():
            partial = folder / f"{name}.partial"
            source = tar.extractfile(path)
            if source is None:
                raise PlatformFault("The daemon image has no %(path)s: its package changed.", path=path)
            with source, partial.open("wb") as output:
                shutil.copyfileobj(source, output)
            partial.chmod(0o755)
            host.run(partial, trial)
            partial.replace(folder / name)


def _mmdebstrap(target: Path, suite: str, *options: str) -> None:
    host.require("mmdebstrap")
    host.run(
        "mmdebstrap", "--mode=root", f"--hook-dir={_MERGED_USR}", *options,
        suite, target, *host.debian_sources(suite),
        seconds=900,
    )  # fmt: skip
