"""Facts of images built in a real daemon, and what is made of them without one."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from grading import base_images, engine, image
from grading.base_images import BaseImage, BaseLayer
from grading.daemon.isolation import Daemon
from grading.dockerfile import parse_dockerfile
from grading.facts import BuildResult, ImageFacts, Layer
from grading.faults import PlatformFault
from grading.image import archive
from grading.image.compression import uncompressed
from grading.image.layers import Budget, from_folder, from_tar
from grading.image.store import SNAPSHOTTER, Store, chain_ids
from grading.validation.sources import complete_name
from tests.grading.build.test_build import COMMAND, run

MANY = """\
FROM debian:12-slim AS one
RUN head -c 1000 /dev/zero > /made

FROM debian:12-slim
ENV A=1
RUN <<EOF
head -c 5000000 /dev/zero > /big
ln /big /same
ln -s /big /link
EOF
COPY --from=one --chmod=600 /made /made
RUN rm /big /same && rm -rf /usr/share/doc && printf 'x%.0s' 1 2 3 > /etc/motd
WORKDIR /srv
LABEL who="a & b"
CMD ["cat", "/made"]
"""


def facts(daemon: Daemon, dockerfile: str, commands: str = COMMAND) -> tuple[BuildResult, ImageFacts]:
    result = run(daemon, dockerfile, commands)
    assert result.ok, result.log
    return result, image.read(daemon, result, parse_dockerfile(dockerfile), base_images.available())


@pytest.mark.engine
def test_layers_config_and_waste_of_an_image(daemon: Daemon) -> None:
    result, found = facts(daemon, MANY, f"{COMMAND}\ndocker tag app:1 app:latest")
    base = base_images.available()["debian:12-slim"]
    assert found.id == result.image_id
    assert found.tags == ("app:1", "app:latest")
    assert (found.base_image, found.base_size) in [
        (name, base.size) for name in ("debian:12-slim", "debian:bookworm-slim")
    ]
    assert found.platform == "linux/amd64"
    assert found.config["Cmd"] == ["cat", "/made"]
    assert found.config["Labels"]["who"] == "a & b"
    assert [(layer.size, layer.files, layer.line) for layer in found.own_layers] == [
        (5_000_000, 3, 6),
        (1000, 1, 11),
        (3, 1, 12),
        (0, 0, 13),
    ]
    assert [layer.created_by.split()[0] for layer in found.own_layers] == ["RUN", "COPY", "RUN", "WORKDIR"]
    assert 5_000_000 <= found.wasted_bytes < 5_010_000
    assert 0.9 < found.efficiency < 1
    assert ImageFacts.from_json(found.as_json()) == found


@pytest.mark.engine
def test_folders_say_the_same_as_the_layers_tars(daemon: Daemon) -> None:
    result, _ = facts(daemon, MANY)
    assert result.image_id is not None
    store = Store(daemon.data_root)
    manifest = store.json_blob(result.image_id)
    diff_ids = store.json_blob(manifest["config"]["digest"])["rootfs"]["diff_ids"]
    for chain_id, layer in zip(chain_ids(diff_ids), manifest["layers"], strict=True):
        with store.layer_folder(chain_id) as folder, store.open_blob(layer["digest"]) as blob:
            assert folder is not None
            unpacked = from_folder(folder, Budget(), engine.remapped_root())
            packed = from_tar(uncompressed(blob), Budget())
        assert unpacked.entries == packed.entries
        assert sorted(unpacked.removed) == sorted(packed.removed)
        assert unpacked.packages == packed.packages


def without_lines(layer: Layer) -> Layer:
    """An archive has no Dockerfile."""
    created_by = re.sub(r"^COPY --from=\S+", "COPY", layer.created_by)
    return replace(layer, created_by=created_by, line=None, stage=None, from_stage=None, from_line=None)


@pytest.mark.engine
def test_a_saved_image_has_the_facts_of_the_one_in_the_daemon(daemon: Daemon, tmp_path: Path) -> None:
    dockerfile = (
        MANY
        + "RUN rm -rf /etc/apt && mkdir /etc/apt && echo new > /etc/apt/new\nRUN rm /bin/cat; mkdir /bin/cat\n"
    )
    result, found = facts(daemon, dockerfile)
    assert result.image_id is not None
    with closing(daemon.api()) as api, (tmp_path / "image.tar").open("wb") as file:
        for piece in api.images.get("app:1").save(named=True):
            file.write(piece)
    saved = archive.read(tmp_path / "image.tar", sum(layer.base for layer in found.layers))
    assert [without_lines(layer) for layer in found.layers] == list(saved.layers)
    assert found.tree is not None
    assert saved.tree is not None
    assert list(saved.tree.below()) == list(found.tree.below())
    assert [saved.tree.changes(one.index) for one in saved.layers] == [
        found.tree.changes(one.index) for one in found.layers
    ]
    assert saved.tree.packages == found.tree.packages
    assert {"dpkg"} <= {one.manager for one in found.tree.packages}
    assert (saved.config, saved.platform, saved.tags) == (found.config, found.platform, found.tags)
    assert (saved.efficiency, saved.wasted_bytes, saved.hidden_bytes, saved.wasted_files) == (
        found.efficiency,
        found.wasted_bytes,
        found.hidden_bytes,
        found.wasted_files,
    )
    assert found.hidden_bytes > 5_000_000


@pytest.mark.engine
def test_layers_are_read_from_their_blobs_when_the_snapshotter_cannot_be_read(daemon: Daemon) -> None:
    result, found = facts(daemon, MANY)
    (daemon.data_root / "containerd" / SNAPSHOTTER / "metadata.db").write_bytes(b"x" * 10_000)
    assert image.read(daemon, result, parse_dockerfile(MANY), base_images.available()) == found


@pytest.mark.engine
def test_the_stage_that_was_asked_for_is_the_one_read(daemon: Daemon) -> None:
    _, found = facts(daemon, MANY, "docker build -t app --target one .")
    assert [(layer.size, layer.line) for layer in found.own_layers] == [(1000, 2)]


@pytest.mark.engine
def test_an_image_from_scratch_has_no_base(daemon: Daemon) -> None:
    dockerfile = "FROM scratch\nCOPY Dockerfile /a\nCOPY <<EOF /a\n12345\nEOF\n"
    _, found = facts(daemon, dockerfile)
    size = len(dockerfile) + len("12345\n")
    assert (found.base_image, found.base_size, found.size) == (None, 0, size)
    assert [layer.line for layer in found.layers] == [2, 3]
    assert (found.efficiency, found.wasted_bytes) == (6 / size, size)


@pytest.mark.engine
def test_names_that_are_no_text_harm_nothing(daemon: Daemon) -> None:
    dockerfile = (
        "FROM debian:12-slim\n"
        r"""RUN printf x > "$(printf '/bad\377\nname\033[31m')" && mkfifo /p && chmod 4755 /bin/cat"""
        "\n"
    )
    _, found = facts(daemon, dockerfile)
    assert found.own_layers[0].files == 3


@pytest.mark.engine
def test_links_in_the_place_of_layers_are_refused(daemon: Daemon) -> None:
    """A daemon that was taken over may put anything in its own folders."""
    result, _ = facts(daemon, "FROM debian:12-slim\nRUN echo > /x\n")
    for folder in (daemon.data_root / "containerd" / SNAPSHOTTER / "snapshots").iterdir():
        shutil.rmtree(folder / "fs", ignore_errors=True)
        with suppress(FileNotFoundError):  # BuildKit cleans up meanwhile
            os.symlink("/etc", folder / "fs")
    with pytest.raises(PlatformFault):
        image.read(daemon, result, parse_dockerfile("FROM a\n"), base_images.available())


@pytest.mark.engine
def test_an_image_of_a_daemon_that_is_gone_is_our_fault(daemon: Daemon) -> None:
    result, _ = facts(daemon, "FROM scratch\nCOPY Dockerfile /\n")
    daemon.destroy()
    with pytest.raises(PlatformFault):
        image.read(daemon, result, parse_dockerfile("FROM scratch\n"), {})


def base(name: str, *diff_ids: str) -> BaseImage:
    return BaseImage(name, "sha256:0", None, tuple(BaseLayer(diff_id, 1, 1) for diff_id in diff_ids), True)


def test_the_base_image_is_the_one_with_the_most_layers_below() -> None:
    bases = {one.name: one for one in (base("debian", "a"), base("python", "a", "b"), base("node", "a", "c"))}

    def name(*diff_ids: str) -> str | None:
        found = image.base_of(diff_ids, bases)
        return found.name if found else None

    assert name("a", "b", "x") == "python"
    assert name("a", "c") == "node"
    assert name("a", "x") == "debian"
    assert name("x", "a") is None
    assert name() is None


def test_of_one_base_image_with_several_names_the_one_written_counts_or_the_first() -> None:
    bases = {"nginx:latest": base("nginx:latest", "a"), "nginx": base("nginx", "a")}
    found = image.base_of(["a"], bases)
    assert found is not None
    assert found.name == "nginx"
    found = image.base_of(
        ["a"], bases | {"nginx:1.22": base("nginx:1.22", "a")}, {complete_name("nginx:1.22")}
    )
    assert found is not None
    assert found.name == "nginx:1.22"


def test_a_build_without_an_image_has_no_facts(tmp_path: Path) -> None:
    with pytest.raises(PlatformFault):
        image.read(None, BuildResult(ok=True, seconds=0), parse_dockerfile("FROM a\n"), {})  # type: ignore[arg-type]
