"""A Docker as an operator has one, for a test alone: its own data root, socket and pid, and compose version 2."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType

import docker

from grading.engine import host, mounts

START_SECONDS = 30
SUITE = "trixie"  # Debian 12's own compose is version 1


class Docker:
    """Runs while entered. `folder` keeps its images for the next time; `run` holds what ends with it."""

    def __init__(self, folder: Path, run: Path) -> None:
        self.folder, self.run_dir = folder, run
        self.socket = run / "docker.sock"
        self.environment = {
            **os.environ,
            "DOCKER_HOST": f"unix://{self.socket}",
            "DOCKER_CONFIG": str(run / "config"),
            "DOCKER_BUILDKIT": "1",
        }

    def __enter__(self) -> Docker:
        for folder in (self.folder, self.run_dir):
            folder.mkdir(parents=True, exist_ok=True)
        self.compose = _compose(self.folder)
        # It writes its networks into the machine's tables, and does not take them out again.
        self.tables = host.run("iptables-save")
        with (self.folder / "dockerd.log").open("wb") as log:
            self.process = subprocess.Popen(
                [
                    "dockerd",
                    f"--data-root={self.folder / 'docker'}",
                    f"--exec-root={self.run_dir / 'exec'}",
                    f"--pidfile={self.run_dir / 'docker.pid'}",
                    f"--host={self.url}",
                    "--bridge=none",
                    f"--cgroup-parent={self.cgroup}",
                    "--exec-opt=native.cgroupdriver=cgroupfs",
                    "--default-address-pool=base=10.213.0.0/16,size=24",
                    "--log-level=warn",
                ],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        until = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self.process.poll() is None, (self.folder / "dockerd.log").read_text()
            assert time.monotonic() < until
            time.sleep(0.1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        mounts.unmount(self.folder / "docker")
        host.run("iptables-restore", given=self.tables)
        groups = Path("/sys/fs/cgroup")
        for pattern in (f"*{self.cgroup}", self.cgroup.lstrip("/")):  # control groups of version 1, of 2
            for group in groups.glob(pattern):
                for folder in sorted([group, *group.rglob("*/")], reverse=True):
                    folder.rmdir()
        shutil.rmtree(self.run_dir)

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    @property
    def cgroup(self) -> str:
        return f"/{self.run_dir.name}"

    def client(self) -> docker.DockerClient:
        return docker.DockerClient(base_url=self.url, version="1.41", timeout=300)

    def call(self, *command: str | Path, seconds: float = 300, **environment: str) -> str:
        """Run a program against it and return what it printed; its words are the failure's."""
        done = subprocess.run(
            command,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=seconds,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout[-4000:]}\n{done.stderr[-8000:]}"
        return done.stdout

    def _answers(self) -> bool:
        try:
            return self.socket.exists() and bool(self.client().ping())
        except (docker.errors.DockerException, OSError):
            return False


def _compose(folder: Path) -> Path:
    """Compose version 2 as one program, out of Debian's package."""
    program = folder / "compose" / "usr/libexec/docker/cli-plugins/docker-compose"
    if not program.exists():
        apt = folder / "apt"
        (apt / "lists" / "partial").mkdir(parents=True, exist_ok=True)
        (apt / "sources.list").write_text("\n".join(host.debian_sources(SUITE)[:1]) + "\n")
        options = [
            "-o", f"Dir::Etc::SourceList={apt / 'sources.list'}", "-o", "Dir::Etc::SourceParts=/dev/null",
            "-o", f"Dir::State::Lists={apt / 'lists'}", "-o", f"Dir::Cache={apt}", "-o", "APT::Sandbox::User=root",
        ]  # fmt: skip
        host.run("apt-get", *options, "update", seconds=300)
        subprocess.run(
            ["apt-get", *options, "download", "docker-compose"],
            cwd=apt,
            check=True,
            timeout=300,
            capture_output=True,
        )
        (package,) = apt.glob("docker-compose_*.deb")
        host.run("dpkg-deb", "-x", package, folder / "compose")
    return program
