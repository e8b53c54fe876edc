"""All base images in one archive: pulled by digest where a registry answers, else made as stand-ins."""

from __future__ import annotations

import hashlib
import json
import tarfile
from pathlib import Path

import docker

from grading import engine
from grading.base_images import BaseImage, BaseLayer, Say, stand_ins
from grading.base_images.recipes import RECIPES, Recipe
from grading.faults import PlatformFault

REGISTRY_SECONDS = 8
PULL_SECONDS = 600


def make_archive(target: Path, work: Path, say: Say) -> dict[str, BaseImage]:
    """Write the archive of all base images and return what is in it, by every name; the engine is up.

    `id` is left empty: only the daemon they are loaded into knows it.
    """
    digests: dict[str, str] = {}
    if _digest(RECIPES[-1].name) is not None:
        say("base images: pulling them from their registry")
        digests = {recipe.name: _pull(recipe, say) for recipe in RECIPES}
        _save(target)
    else:
        say("base images: no registry answers, making stand-ins from Debian's packages")
        stand_ins.make_archive(target, work, say)
    return _read(target, digests)


def _digest(name: str) -> str | None:
    """The digest that a registry has for this name, or None when none answers in time."""
    try:
        return str(engine.client(REGISTRY_SECONDS).images.get_registry_data(name).id)
    except (docker.errors.DockerException, OSError):
        return None


def _pull(recipe: Recipe, say: Say) -> str:
    digest = _digest(recipe.name)
    if digest is None:
        raise PlatformFault("The registry stopped answering at %(image)s.", image=recipe.name)
    repository = recipe.name.split(":")[0]
    say(f"base images: {recipe.name} at {digest[:19]}")
    image = engine.client(PULL_SECONDS).images.pull(f"{repository}@{digest}")
    for name in (recipe.name, *recipe.tags):
        repository, _, tag = name.partition(":")
        image.tag(repository, tag or "latest")
    return digest


def _save(target: Path) -> None:
    names = [name for recipe in RECIPES for name in (recipe.name, *recipe.tags) if ":" in name]
    with target.open("wb") as output:
        for chunk in engine.client(PULL_SECONDS).api.get_image(names):  # type: ignore[arg-type]
            output.write(chunk)


def _read(archive: Path, digests: dict[str, str]) -> dict[str, BaseImage]:
    """What the archive holds, by every name of each image."""
    images: dict[str, BaseImage] = {}
    with tarfile.open(archive) as tar:
        layers: dict[str, BaseLayer] = {}
        for entry in json.loads(_bytes(tar, "manifest.json")):
            recipe = next(recipe for recipe in RECIPES if recipe.name in entry["RepoTags"])
            for path in entry["Layers"]:
                layers.setdefault(path, _layer(tar, path))
            for name in (recipe.name, *recipe.tags):
                own = tuple(layers[path] for path in entry["Layers"])
                digest = digests.get(recipe.name)
                images[name] = BaseImage(name, "", digest, own, digest is None)
    return images


def _bytes(tar: tarfile.TarFile, path: str) -> bytes:
    file = tar.extractfile(path)
    if file is None:
        raise PlatformFault("A saved image has no %(path)s.", path=path)
    with file:
        return file.read()


def _layer(tar: tarfile.TarFile, path: str) -> BaseLayer:
    with tarfile.open(fileobj=tar.extractfile(path)) as layer:
        members = layer.getmembers()
    digest = hashlib.sha256(_bytes(tar, path)).hexdigest()
    return BaseLayer(
        f"sha256:{digest}", sum(member.size for member in members if member.isreg()), len(members)
    )
