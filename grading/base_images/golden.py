"""The pool: one btrfs in a sparse file; a daemon's data root is a snapshot of a golden one with the images.

A snapshot takes milliseconds and shares its blocks with the golden one, which it cannot change. A quota group
limits what is written beyond it.

Where the kernel has them (6.7), quotas are btrfs's simple ones: an extent belongs to the subvolume that wrote it, so
that making and deleting a snapshot counts nothing anew.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import shutil
import struct
import uuid
from functools import lru_cache
from pathlib import Path

from grading import engine
from grading.engine import host, mounts
from grading.faults import PlatformFault

log = logging.getLogger(__name__)

POOL_BYTES = 64 << 30  # the sparse file's length at most; it takes only what is written to it
POOL_SHARE = 0.6  # of the free space of its disk
# What is in the pool can be made again, so nothing waits for a disk: without nobarrier a build takes half a
# second more.
# strictatime is the kernel's word for no option at all. runc repeats any other (noatime, relatime) in a remount of
# what it binds, and a daemon is let remount nothing as writable: seccomp.json.
MOUNT_OPTIONS = (
    "loop,strictatime,nobarrier,commit=30"  # also how long a deleted data root may hold its blocks
)
STALE_GROUPS = 200  # so many are let be
_QUOTA_CTL = 0xC0109428  # BTRFS_IOC_QUOTA_CTL
_ENABLE_SIMPLE = 4  # BTRFS_QUOTA_CTL_ENABLE_SIMPLE_QUOTA; Debian 12's btrfs program has no word for it
_INO_LOOKUP = 0xD0009412  # BTRFS_IOC_INO_LOOKUP
_FS_INFO = 0x8400941F  # BTRFS_IOC_FS_INFO
_FIRST_FREE_OBJECTID = 256


def pool() -> Path:
    """Where it is mounted."""
    return engine.run_dir() / "pool"


def pool_file() -> Path:
    return engine.state_dir() / "pool.img"


def mount_pool() -> None:
    """Mount the pool, making it if there is none.

    One that cannot be mounted after a crash is made anew, and so is one whose file was deleted under it, once no
    daemon lives in it.
    """
    if _is_mounted():
        if os.statvfs(pool()).f_flag & (os.ST_NOATIME | os.ST_RELATIME):  # by a former version
            host.run("mount", "-o", "remount,strictatime", pool())
        return
    host.require("mkfs.btrfs", "btrfs", "mount")
    with engine.lock("pool"):
        if _is_mounted():
            return
        try:
            unmount_pool()
        except PlatformFault:
            log.warning("The pool's file %s was deleted, and daemons live in the pool.", pool_file())
            return
        file = pool_file()
        for folder in (file.parent, pool()):
            folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        if not file.exists() or not _mounted(file):
            _make(file)
            host.run("mount", "-t", "btrfs", "-o", MOUNT_OPTIONS, file, pool())
        (pool() / "daemons").mkdir(mode=0o711, exist_ok=True)
        _count_disk_use()


def unmount_pool() -> None:
    mounts.unmount(pool())


def make_golden(name: str) -> Path:
    """An empty data root owned by the remapped root, to be filled by a daemon that runs on it once."""
    path = pool() / name
    host.run("btrfs", "subvolume", "create", path)
    root = engine.remapped_root()
    os.chown(path, root, root)
    path.chmod(0o700)
    return path


def snapshot(golden: str, name: str, disk: int) -> Path:
    """A daemon's data root from a golden one, with room for `disk` bytes of its own.

    Raises PlatformFault when there is less than that free.
    """
    require_room(disk)
    path = data_root(name)
    host.run("btrfs", "subvolume", "snapshot", pool() / golden, path)
    limit(name, disk)
    return path


def free() -> int:
    """Bytes that can still be written: what is free in the pool, or on the disk that its file grows on."""
    return min(shutil.disk_usage(pool()).free, shutil.disk_usage(engine.state_dir()).free)


def require_room(disk: int) -> None:
    """Refuse to begin what may write `disk` bytes when they are not there: it would fail in the middle.

    Limits of daemons that live together may add up to more than there is, for hardly any uses up its own.
    """
    room = free()
    if room < disk:
        log.error("The pool of data roots has %d MB free, a lab's limit is %d MB.", room >> 20, disk >> 20)
        raise PlatformFault(
            "There are %(free_bytes)s free for data roots, and a lab lets a submission use %(limit_bytes)s.",
            free_bytes=room,
            limit_bytes=disk,
        )


def limit(name: str, disk: int) -> None:
    """Let a data root hold `disk` bytes beyond what it shares with the golden one; after that, EDQUOT."""
    host.run("btrfs", "qgroup", "limit", "-e", str(disk), data_root(name))


def used(name: str) -> int:
    """Bytes a data root holds of its own, written or about to be; 0 when it is gone."""
    try:
        group = _quota_groups() / f"0_{_subvolume_id(data_root(name))}"
        return sum(
            int((group / count).read_text()) for count in ("exclusive", "rsv_data", "rsv_meta_pertrans")
        )
    except OSError:
        return 0


def delete(name: str) -> None:
    """Delete a data root; does nothing when there is none."""
    delete_subvolume(data_root(name))


def delete_subvolume(path: Path) -> None:
    if path.is_dir():
        host.run("btrfs", "subvolume", "delete", path)


def forget_deleted() -> None:
    """Now and then drop the quota groups of deleted data roots, which btrfs keeps until told so."""
    if not mounts.is_mounted(pool()) or len(list(_quota_groups().glob("0_*"))) < STALE_GROUPS:
        return
    with contextlib.suppress(PlatformFault):  # those whose blocks are still being freed: the next time
        host.run("btrfs", "qgroup", "clear-stale", pool())


def data_root(name: str) -> Path:
    return pool() / "daemons" / name


def data_roots() -> list[str]:
    """The names of all daemons' data roots there are."""
    folder = pool() / "daemons"
    return sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []


def _is_mounted() -> bool:
    return mounts.is_mounted(pool()) and pool_file().exists()


def _mounted(file: Path) -> bool:
    try:
        host.run("mount", "-t", "btrfs", "-o", MOUNT_OPTIONS, file, pool())
    except PlatformFault:
        return False
    return True


def _make(file: Path) -> None:
    size = min(POOL_BYTES, int(shutil.disk_usage(file.parent).free * POOL_SHARE))
    partial = file.with_suffix(".partial")
    with partial.open("wb") as output:
        output.truncate(size)
    host.run("mkfs.btrfs", "--quiet", "--force", "--metadata", "single", partial)
    partial.replace(file)


def _quota_groups() -> Path:
    return _quota_groups_of(pool(), pool().stat().st_dev)


@lru_cache(maxsize=4)
def _quota_groups_of(mounted: Path, _device: int) -> Path:
    return Path("/sys/fs/btrfs") / _file_system_id(mounted) / "qgroups"


def has_simple_quotas() -> bool:
    """Whether a block is counted for who wrote it, whoever else shares it and whether it still exists."""
    return _mode() == "squota"


def _mode() -> str:
    """How btrfs counts; "" when it does not, and from kernels that know one way only."""
    mode = _quota_groups() / "mode"
    return mode.read_text().strip() if mode.exists() else ""


def _count_disk_use() -> None:
    """Turn on quotas, simple ones if the kernel has them; a pool made with the others is changed over."""
    if has_simple_quotas():
        return
    try:
        if _mode():
            host.run("btrfs", "quota", "disable", pool())
        _ask(pool(), _QUOTA_CTL, struct.pack("=QQ", _ENABLE_SIMPLE, 0))
    except OSError:  # an older kernel
        host.run("btrfs", "quota", "enable", pool())
        _keep_counting()


def _keep_counting() -> None:
    """Recent kernels stop counting, and so limiting, when a deep tree is dropped: ask them not to."""
    switch = _quota_groups() / "drop_subtree_threshold"
    if switch.exists():
        switch.write_text("8")


def _subvolume_id(path: Path) -> int:
    answer = _ask(path, _INO_LOOKUP, struct.pack("=QQ4080x", 0, _FIRST_FREE_OBJECTID))
    return int.from_bytes(answer[:8], "little")


def _file_system_id(path: Path) -> str:
    """Asked of the file system itself: findmnt, asked while other mounts came and went, did not always find it."""
    answer = _ask(path, _FS_INFO, bytes(1024))
    return str(uuid.UUID(bytes=bytes(answer[16:32])))


def _ask(path: Path, request: int, question: bytes) -> bytearray:
    """btrfs's answer about a folder, in the place of the question."""
    answer = bytearray(question)
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.ioctl(descriptor, request, answer)
    finally:
        os.close(descriptor)
    return answer
