"""A container's control group on the host, version 1 or 2: what it used of its limits; giving it others."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from labs.spec import Limits

ROOT = Path("/sys/fs/cgroup")
CPU_PERIOD = 100_000  # microseconds
SHARES, WEIGHT = 1024, 100  # of the CPU, what every group begins with: version 1, version 2
BACKGROUND = 0.1
SOCKETS = 64 << 20  # bytes that wait in the sockets of a daemon and its builds


@dataclass(frozen=True, slots=True)
class Counts:
    """Peak memory in bytes, how many processes were killed for want of it, how many forks were refused."""

    memory_peak: int = 0
    oom_kills: int = 0
    pids_max_hits: int = 0


@dataclass(frozen=True)
class Cgroup:
    """The control group a process was in when its container began, as folders (one and the same in v2)."""

    memory: Path
    pids: Path
    cpu: Path

    def yield_cpu(self) -> None:
        """Leave the CPU to others: a tenth of a group's usual share where they want it too, until `limit`."""
        self._share(BACKGROUND)

    def bound_sockets(self) -> None:
        """To be called before there are any. Version 1 counts what waits in them beside the memory, if at all.

        The engine's API has a limit for it, which runc does not set.
        """
        if (self.memory / "memory.kmem.tcp.limit_in_bytes").exists():
            _write(self.memory / "memory.kmem.tcp.limit_in_bytes", SOCKETS)

    def _share(self, part: float) -> None:
        if (self.cpu / "cpu.weight").exists():
            _write(self.cpu / "cpu.weight", int(part * WEIGHT))
        else:
            _write(self.cpu / "cpu.shares", int(part * SHARES))

    def limit(self, limits: Limits) -> None:
        """Set memory (with swap), processes and CPU time; raises OSError when the group is gone."""
        self._share(1.0)
        if (self.memory / "memory.max").exists():
            _write(self.memory / "memory.max", limits.memory)  # no swap of its own, since it was started
            _write(self.cpu / "cpu.max", f"{int(limits.cpus * CPU_PERIOD)} {CPU_PERIOD}")
        else:
            self._limit_memory_v1(limits.memory)
            _write(self.cpu / "cpu.cfs_quota_us", int(limits.cpus * CPU_PERIOD))
        _write(self.pids / "pids.max", limits.pids)

    def _limit_memory_v1(self, memory: int) -> None:
        # Memory alone may never be more than memory and swap together: the order depends on the former limit.
        names = ["memory.limit_in_bytes", "memory.memsw.limit_in_bytes"]
        if memory > _number(self.memory / names[0]):
            names.reverse()
        for name in names:
            if (self.memory / name).exists():
                _write(self.memory / name, memory)

    def now(self) -> tuple[int, int]:
        """Bytes of memory and number of processes at this moment."""
        memory = _number(self.memory / "memory.current") or _number(self.memory / "memory.usage_in_bytes")
        return memory, _number(self.pids / "pids.current")

    def sockets(self) -> int:
        """Bytes that wait in sockets, where they are counted apart: the kernel lets each have some beyond any limit."""
        return _number(self.memory / "memory.kmem.tcp.usage_in_bytes")

    def counts(self) -> Counts:
        """Zeros where the group is gone or the kernel does not count."""
        peak = _number(self.memory / "memory.peak") or _number(self.memory / "memory.max_usage_in_bytes")
        return Counts(
            memory_peak=peak,
            oom_kills=_field(self.memory / "memory.events", "oom_kill")
            or _field(self.memory / "memory.oom_control", "oom_kill"),
            pids_max_hits=_field(self.pids / "pids.events", "max"),
        )


def of(pid: int) -> Cgroup:
    """That of a running process; raises OSError when it has ended."""
    return folders(Path(f"/proc/{pid}/cgroup").read_text())


def folders(text: str) -> Cgroup:
    """The control group that the lines of a `/proc/<pid>/cgroup` name."""
    paths = _paths(text)

    def folder(controller: str) -> Path:
        if controller in paths:
            return ROOT / controller / paths[controller].lstrip("/")
        return ROOT / paths.get("", "/").lstrip("/")

    return Cgroup(memory=folder("memory"), pids=folder("pids"), cpu=folder("cpu"))


def _paths(text: str) -> dict[str, str]:
    """As {controller: path}; the controller of the unified hierarchy is ""."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        _, controllers, path = line.split(":", 2)
        for controller in controllers.split(","):
            found[controller] = path
    return found


def _write(path: Path, value: int | str) -> None:
    path.write_text(str(value))


def _number(path: Path) -> int:
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return 0


def _field(path: Path, name: str) -> int:
    try:
        fields = dict(line.split(" ", 1) for line in path.read_text().splitlines())
        return int(fields.get(name, 0))
    except (OSError, ValueError):
        return 0
