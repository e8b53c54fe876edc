"""Images in place of the public ones, made from Debian's packages: no registry need answer."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from grading.base_images import rootfs
from grading.engine import host
from tests.compose.docker import Docker

STAND_INS = Path(__file__).parent / "stand_ins"
PREFIX = "courseplatform-test"
# What tells programs where this machine gets its packages, and whom to trust there.
MACHINES_OWN = ("etc/pip.conf", "usr/local/share/ca-certificates")


def variables(docker: Docker) -> dict[str, str]:
    """The variables of docker-compose.yml that name the images; makes those that are missing."""
    _make_debian(docker)
    with tempfile.TemporaryDirectory() as folder:
        context = Path(folder)
        shutil.copytree(STAND_INS, context, dirs_exist_ok=True)
        for name in MACHINES_OWN:
            _copy(Path("/") / name, context / "machine" / name)
        docker.call(docker.compose, "--project-directory", folder, "build", "--quiet", seconds=900)
    return {
        "DEBIAN_IMAGE": f"{PREFIX}/debian:1",
        "REDIS_IMAGE": f"{PREFIX}/redis:1",
        "POSTGRES_IMAGE": f"{PREFIX}/postgres:1",
    }


def _make_debian(docker: Docker) -> None:
    if docker.client().images.list(name="debian-from-packages"):
        return
    with tempfile.TemporaryDirectory(dir=docker.folder) as folder:
        debian, archive = Path(folder) / "debian", Path(folder) / "debian.tar"
        rootfs.make_debian(debian)
        host.run("tar", "-C", debian, "--exclude=./dev/*", "-cf", archive, ".", seconds=300)
        docker.client().api.import_image_from_file(
            str(archive), repository="debian-from-packages", tag="latest"
        )


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    elif source.exists():
        shutil.copyfile(source, target)
