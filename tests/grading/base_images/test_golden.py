from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from grading import base_images, engine
from grading.base_images import golden
from grading.daemon.isolation import Daemon
from grading.engine import host
from grading.faults import PlatformFault
from tests.grading.docker_build import build

pytestmark = pytest.mark.engine


@pytest.fixture
def elsewhere(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """The state folder of another installation, whose pool is mounted and empty."""
    settings.STATE_DIR = tmp_path
    golden.mount_pool()
    yield engine.state_dir()
    golden.unmount_pool()
    shutil.rmtree(engine.run_dir())


def golden_root() -> Path:
    images = base_images.current()
    assert images is not None
    return golden.pool() / images.golden


def test_a_data_root_is_the_remapped_root_s_and_limited(daemon: Daemon) -> None:
    assert daemon.data_root.stat().st_uid == engine.remapped_root()
    assert golden.used(daemon.name) < 50 << 20


def test_what_a_daemon_writes_does_not_reach_the_golden_root(daemon: Daemon) -> None:
    snapshots = "containerd/io.containerd.snapshotter.v1.overlayfs/snapshots"
    before = sorted(path.name for path in (golden_root() / snapshots).iterdir())
    assert build(daemon, "FROM busybox\nRUN echo mine > /mine").returncode == 0
    assert sorted(path.name for path in (golden_root() / snapshots).iterdir()) == before
    assert len(list((daemon.data_root / snapshots).iterdir())) > len(before)


def test_what_was_written_is_counted(daemon: Daemon) -> None:
    before = golden.used(daemon.name)
    done = build(daemon, "FROM debian:12-slim\nRUN dd if=/dev/urandom of=/big bs=1M count=50")
    assert done.returncode == 0, done.stderr
    assert golden.used(daemon.name) - before >= 50 << 20


def test_where_usage_is_counted_is_known_without_the_table_of_mounts(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*command: object, **options: object) -> str:
        raise AssertionError(f"{command} was run")

    golden._quota_groups_of.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(host, "run", refuse)
        assert golden.used(daemon.name) > 0


def test_a_deleted_data_root_is_gone_and_uses_nothing(daemon: Daemon) -> None:
    daemon.destroy()
    assert daemon.name not in golden.data_roots()
    assert golden.used(daemon.name) == 0
    golden.delete(daemon.name)


def test_a_mounted_pool_is_left_as_it_is() -> None:
    before = golden.pool().stat().st_dev
    golden.mount_pool()
    assert golden.pool().stat().st_dev == before


def test_a_pool_whose_file_was_deleted_is_made_anew(elsewhere: Path) -> None:
    shutil.rmtree(elsewhere)
    golden.mount_pool()
    assert golden.pool_file().exists()
    assert golden.data_roots() == []
    device = Path(host.run("findmnt", "--noheadings", "--output", "SOURCE", golden.pool()).strip())
    assert golden.pool_file() == Path(
        host.run("losetup", "--noheadings", "--output", "BACK-FILE", device).strip()
    )


def test_a_pool_whose_file_was_deleted_stays_while_daemons_live_in_it(elsewhere: Path) -> None:
    golden.pool_file().unlink()
    written = golden.pool() / "daemons" / "written"
    with written.open("w"):
        golden.mount_pool()
        assert written.exists()
    golden.mount_pool()
    assert not written.exists()
    assert golden.pool_file().exists()


def test_a_pool_that_counts_the_old_way_is_changed_over() -> None:
    mode = golden._quota_groups() / "mode"
    if not mode.exists():
        pytest.skip("this kernel has no simple quotas")
    if golden.data_roots():
        pytest.skip("daemons live in this pool")
    host.run("btrfs", "quota", "disable", golden.pool())
    host.run("btrfs", "quota", "enable", golden.pool())
    golden._count_disk_use()
    assert mode.read_text().strip() == "squota"


def test_no_data_root_is_made_when_the_lab_s_limit_is_not_free() -> None:
    images = base_images.current()
    assert images is not None
    with pytest.raises(PlatformFault, match="free for data roots"):
        golden.snapshot(images.golden, "never-made", golden.free() + (1 << 30))
    assert "never-made" not in golden.data_roots()
