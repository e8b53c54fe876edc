"""What there is on the host and in the engine: after an attack it must be what it was before."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grading import base_images, engine
from grading.base_images import golden
from grading.daemon import cgroup, container


@dataclass(frozen=True)
class Bait:
    """A secret in files of the host, in this process's environment and memory: no attack may read or change it."""

    text: str
    files: tuple[Path, ...]

    def changed(self) -> list[str]:
        return [f"the host's file {path} was changed" for path in self.files if self._differs(path)]

    def _differs(self, path: Path) -> bool:
        try:
            return path.read_text() != self.text
        except OSError:
            return True


@contextlib.contextmanager
def bait() -> Iterator[Bait]:
    """One file beside the sockets of the daemons, and one that all may write, where temporary files are."""
    text = f"canary-{secrets.token_hex(16)}"
    before = tempfile.gettempdir()
    with tempfile.TemporaryDirectory(prefix="attacks-") as folder:
        files = (engine.run_dir() / "canary", Path(folder) / "canary")
        for path in files:
            path.write_text(text)
        os.chmod(folder, 0o777)  # noqa: S103  # only their being out of reach protects these two
        os.chmod(files[1], 0o666)  # noqa: S103
        os.environ["ATTACK_CANARY"] = text
        tempfile.tempdir = folder  # so that what builds leave is seen, and not what others on the machine do
        try:
            yield Bait(text, files)
        finally:
            tempfile.tempdir = before
            del os.environ["ATTACK_CANARY"]
            files[0].unlink(missing_ok=True)


def left_of(daemon: str) -> list[str]:
    """What is left of the daemon of this name, which was destroyed."""
    left = [str(path) for path in (golden.data_root(daemon), container.folder(daemon)) if path.exists()]
    if engine.client().api.containers(all=True, filters={"name": daemon}):
        left.append(f"container {daemon}")
    return left


def present() -> frozenset[str]:
    """Everything that a submission makes and that must go with it."""
    run = engine.run_dir()
    found = [f"container {one['Id'][:12]}" for one in engine.client().api.containers(all=True)]
    found += [f"data root {name}" for name in golden.data_roots()]
    found += [f"sockets {path.name}" for path in _entries(run / "daemons")]
    mounts = (line.split(" ")[4] for line in Path("/proc/self/mountinfo").read_text().splitlines())
    found += [f"mount {path}" for path in mounts if path.startswith(f"{run}/")]
    found += [f"temporary {path}" for path in _entries(Path(tempfile.gettempdir()))]
    found += [f"control group {path}" for path in _control_groups(run.name)]
    return frozenset(found)


def golden_fingerprint() -> str:
    """Of every entry below the golden data root: name, kind, owner, size, inode and the times that nobody can set."""
    listed = base_images.current()
    assert listed is not None
    digest = hashlib.sha256()
    for folder, names, files in os.walk(golden.pool() / listed.golden):
        names.sort()
        for name in sorted([*names, *files]):
            path = os.path.join(folder, name)
            status = os.lstat(path)
            facts = (status.st_mode, status.st_uid, status.st_size, status.st_ino, status.st_ctime_ns)
            digest.update(f"{path}\0{facts}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _control_groups(parent: str) -> Iterator[Path]:
    """Those of the engine's containers, under each hierarchy there is."""
    for root in (cgroup.ROOT, *_entries(cgroup.ROOT)):
        yield from (path for path in _entries(root / parent) if path.is_dir())
