from __future__ import annotations

from pathlib import Path

import pytest

from grading.daemon import cgroup
from grading.daemon.cgroup import Cgroup, Counts
from labs.spec import Limits

LIMITS = Limits(memory=256 << 20, pids=100, cpus=1.5)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cgroup, "ROOT", tmp_path)
    return tmp_path


def write(folder: Path, **files: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text)


def test_version_2_has_all_in_one_folder(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cgroup.folders("0::/platform/abc\n") == Cgroup(*[root / "platform/abc"] * 3)


def test_version_1_has_a_folder_for_each_controller(root: Path) -> None:
    text = "9:name=systemd:/p/a\n8:pids:/p/a\n5:memory:/p/a\n2:cpu,cpuacct:/p/a\n0::/\n"
    assert cgroup.folders(text) == Cgroup(root / "memory/p/a", root / "pids/p/a", root / "cpu/p/a")


def test_counts_of_version_2(root: Path) -> None:
    write(root, memory__peak="123\n", memory__events="low 0\noom 2\noom_kill 3\n", pids__events="max 4\n")
    assert Cgroup(root, root, root).counts() == Counts(123, 3, 4)


def test_counts_of_version_1(root: Path) -> None:
    write(
        root,
        memory__max_usage_in_bytes="123\n",
        memory__oom_control="under_oom 0\noom_kill 3\n",
        pids__events="max 4\n",
    )
    assert Cgroup(root, root, root).counts() == Counts(123, 3, 4)


def test_a_group_that_is_gone_counts_nothing(root: Path) -> None:
    assert Cgroup(root / "gone", root / "gone", root / "gone").counts() == Counts()


def test_limits_in_version_2(root: Path) -> None:
    write(root, memory__max="max", cpu__max="max 100000", pids__max="max")
    Cgroup(root, root, root).limit(LIMITS)
    assert (root / "memory.max").read_text() == str(256 << 20)
    assert (root / "cpu.max").read_text() == "150000 100000"
    assert (root / "pids.max").read_text() == "100"


def test_limits_in_version_1(root: Path) -> None:
    write(
        root,
        memory__limit_in_bytes="1",
        memory__memsw__limit_in_bytes="1",
        cpu__cfs_quota_us="-1",
        pids__max="max",
    )
    Cgroup(root, root, root).limit(LIMITS)
    assert (root / "memory.limit_in_bytes").read_text() == str(256 << 20)
    assert (root / "memory.memsw.limit_in_bytes").read_text() == str(256 << 20)
    assert (root / "cpu.cfs_quota_us").read_text() == "150000"


def test_what_waits_in_sockets_is_bounded_and_counted_where_it_is_counted_apart(root: Path) -> None:
    group = Cgroup(root, root, root)
    group.bound_sockets()  # version 2 counts it as memory
    assert group.sockets() == 0
    write(root, memory__kmem__tcp__limit_in_bytes="1", memory__kmem__tcp__usage_in_bytes="4096")
    group.bound_sockets()
    assert (root / "memory.kmem.tcp.limit_in_bytes").read_text() == str(cgroup.SOCKETS)
    assert group.sockets() == 4096
