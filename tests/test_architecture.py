"""What the docs say of the code's shape."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest
from django.conf import settings

BASE_DIR: Path = settings.BASE_DIR


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_labs_never_imports_grading() -> None:
    found = [
        (path.name, name)
        for path in (BASE_DIR / "labs").rglob("*.py")
        for name in imports(path)
        if name.split(".")[0] in ("grading", "tests", "bench")
    ]
    assert found == []


def test_docker_is_behind_walls() -> None:
    """Nothing that judges plain facts may speak to Docker."""
    apart = [
        BASE_DIR / "grading" / f"{name}.py"
        for name in ("score", "facts", "outcome", "progress", "review", "verdict")
    ]
    for path in [*apart, *(BASE_DIR / "grading" / "checks").glob("*.py")]:
        assert not {"docker", "grading.containers", "grading.daemon", "grading.engine"} & set(
            imports(path)
        ), path


def test_every_dependency_has_a_line_in_the_docs() -> None:
    project = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]
    table = (BASE_DIR / "docs" / "architecture.md").read_text().split("## Dependencies")[1]
    names = {re.split(r"[<>=\[]", dependency)[0] for dependency in project["dependencies"]}
    assert [name for name in names if not re.search(rf"\b{re.escape(name)}\b", table)] == []


def test_the_lock_file_names_no_index() -> None:
    hosts = set(re.findall(r"https?://([^/\"]+)", (BASE_DIR / "uv.lock").read_text()))
    assert hosts == {"index.invalid"}


def test_paths_that_the_documentation_names_exist() -> None:
    for page in (BASE_DIR / "docs").glob("*.md"):
        for path in re.findall(
            r"`((?:grading|labs|courseplatform|tests|bench|content)/[\w./-]*)`", page.read_text()
        ):
            assert (BASE_DIR / path).exists(), f"{page.name} names {path}"


def test_files_that_the_documentation_links_to_exist() -> None:
    for page in [*BASE_DIR.glob("*.md"), *(BASE_DIR / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_file_of_tests_is_collected(request: pytest.FixtureRequest) -> None:
    """pytest leaves out folders of some names, "build" among them, unless told otherwise."""
    left_out = request.config.getini("norecursedirs")
    folders = {
        part for path in (BASE_DIR / "tests").rglob("test_*.py") for part in path.relative_to(BASE_DIR).parts
    }
    assert [name for name in folders for pattern in left_out if fnmatch(name, pattern)] == []
