from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pytest

from grading.faults import PlatformFault
from grading.image.store import SNAPSHOTTER, Store, chain_ids

BASE = "sha256:f54a113db016571404bd03c8dbd05f2d267fb4c85350dabc5c744a14131870ce"
COPIED = "sha256:8d8c1f0ea6a2c6f35cff098140d6b6f5c49242ef665be415f82526d41d5c6e90"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A data root with a real snapshotter's database, its first snapshot, and no blobs yet."""
    snapshotter = tmp_path / "containerd" / SNAPSHOTTER
    (snapshotter / "snapshots" / "1" / "fs" / "etc").mkdir(parents=True)
    sample = Path(__file__).parents[1] / "samples" / "snapshots.db.gz"
    (snapshotter / "metadata.db").write_bytes(gzip.decompress(sample.read_bytes()))
    blobs(tmp_path).mkdir(parents=True)
    return tmp_path


def blobs(root: Path) -> Path:
    return root / "containerd" / "io.containerd.content.v1.content" / "blobs" / "sha256"


def keep(root: Path, data: bytes) -> str:
    digest = hashlib.sha256(data).hexdigest()
    (blobs(root) / digest).write_bytes(data)
    return f"sha256:{digest}"


def test_a_layer_is_found_by_its_chain_id(root: Path) -> None:
    with Store(root).layer_folder(BASE) as folder:
        assert folder is not None
    with Store(root).layer_folder(f"sha256:{'0' * 64}") as folder:
        assert folder is None


def test_chain_ids_are_those_that_containerd_gave(root: Path) -> None:
    """The second is in the sample's database, as the child of the first."""
    known = Store(root)._snapshots()
    assert chain_ids([BASE, COPIED])[0] == BASE
    assert all(chain_id in known for chain_id in chain_ids([BASE, COPIED]))
    assert chain_ids([]) == []


def test_a_damaged_database_knows_no_layer(root: Path) -> None:
    (root / "containerd" / SNAPSHOTTER / "metadata.db").write_bytes(b"x" * 10_000)
    with Store(root).layer_folder(BASE) as folder:
        assert folder is None


def test_a_link_in_the_place_of_a_layer_is_not_followed(root: Path, tmp_path: Path) -> None:
    layer = root / "containerd" / SNAPSHOTTER / "snapshots" / "1" / "fs"
    layer.rename(tmp_path / "elsewhere")
    layer.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PlatformFault), Store(root).layer_folder(BASE):
        pass


def test_a_blob_is_what_its_digest_says(root: Path) -> None:
    digest = keep(root, json.dumps({"a": 1}).encode())
    assert Store(root).json_blob(digest) == {"a": 1}
    (blobs(root) / digest.removeprefix("sha256:")).write_bytes(b'{"a": 2}')
    with pytest.raises(PlatformFault, match="not what its digest says"):
        Store(root).json_blob(digest)


@pytest.mark.parametrize("data", [b"[]", b"no json", b"[" * 100_000, b"\xff"])
def test_a_blob_that_is_no_object_is_refused(root: Path, data: bytes) -> None:
    with pytest.raises(PlatformFault):
        Store(root).json_blob(keep(root, data))


@pytest.mark.parametrize(
    "digest", ["", "sha256:../../../etc/passwd", f"sha256:{'A' * 64}", f"sha256:{'0' * 64}"]
)
def test_a_blob_that_is_not_there_is_refused(root: Path, digest: str) -> None:
    with pytest.raises(PlatformFault):
        Store(root).json_blob(digest)


def test_a_link_in_the_place_of_a_blob_is_not_followed(root: Path, tmp_path: Path) -> None:
    digest = keep(root, b'{"secret": 1}')
    blob = blobs(root) / digest.removeprefix("sha256:")
    blob.rename(tmp_path / "secret")
    blob.symlink_to(tmp_path / "secret")
    with pytest.raises(PlatformFault):
        Store(root).json_blob(digest)


def test_a_missing_data_root_is_our_fault(tmp_path: Path) -> None:
    with pytest.raises(PlatformFault):
        Store(tmp_path / "gone").json_blob(BASE)
    with pytest.raises(PlatformFault), Store(tmp_path / "gone").layer_folder(BASE):
        pass
