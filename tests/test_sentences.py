"""What authors and admins are told of their checks can be said in their language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

SAID_BY = {"CheckError", "Problem"}  # each takes where, and what was expected there


def untranslatable(source: str) -> Iterator[int]:
    """The lines that say something which is not from gettext: as it is, filled in by %, or under a name."""
    tree = ast.parse(source)
    names = translating_names(tree)
    for scope in ast.walk(tree):
        if not isinstance(scope, ast.FunctionDef):
            continue
        assigned = {
            target.id: node.value
            for node in ast.walk(scope)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(scope):
            if isinstance(node, ast.Call) and called(node) in SAID_BY:
                said = node.args[1]
                if ast.unparse(said) != "error.expected" and not is_translated(said, assigned, names):
                    yield node.lineno


def translating_names(tree: ast.Module) -> set[str]:
    """What gettext is called in a file."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name == "gettext"
    }


def is_translated(said: ast.expr, assigned: dict[str, ast.expr], names: set[str]) -> bool:
    if isinstance(said, ast.BinOp) and isinstance(said.op, ast.Mod):
        return is_translated(said.left, assigned, names)
    if isinstance(said, ast.Name):
        return said.id in assigned and is_translated(assigned[said.id], {}, names)
    if isinstance(said, ast.Call) and called(said) == "instead":
        return is_translated(said.args[0], assigned, names)
    return isinstance(said, ast.Call) and called(said) in names


def called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def test_every_problem_of_a_check_or_a_lab_is_from_gettext() -> None:
    found = [
        f"{path.relative_to(settings.BASE_DIR)}:{line}"
        for folder in ("grading", "labs")
        for path in Path(settings.BASE_DIR, folder).rglob("*.py")
        for line in untranslatable(path.read_text())
    ]
    assert found == []


@pytest.mark.parametrize(
    "said",
    [
        '"expected text"',
        'f"expected text, not {value!r}"',
        "expected",
        '_("expected text")',
        '"a %s" % 1',
        'instead("expected text", 1)',
    ],
)
def test_another_is_found(said: str) -> None:
    source = (
        f"from django.utils.translation import gettext_noop as _\ndef f():\n raise CheckError('k', {said})"
    )
    assert list(untranslatable(source)) == [3]


@pytest.mark.parametrize(
    "said",
    [
        'gettext("expected text")',
        'gettext("one of %(known)s") % {"known": 1}',
        'instead(gettext("expected text"), 1)',
        "expected",
        "expected % 1",
    ],
)
def test_one_from_gettext_is_right(said: str) -> None:
    source = (
        "from django.utils.translation import gettext\n"
        f"def f():\n expected = gettext('x')\n raise CheckError('k', {said})"
    )
    assert list(untranslatable(source)) == []
