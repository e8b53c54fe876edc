"""Of all kinds together: grading/checks/__init__.py and kind.py."""

import re
from pathlib import Path
from typing import Any

import pytest

from grading.checks import need_reference, probes, registry, run, validate
from grading.checks.document import document
from grading.checks.kind import Kind
from grading.outcome import Unanswered
from grading.probes.lint import Lint
from labs.checkkinds import CheckError, CheckKind
from labs.spec import CheckSpec
from tests.grading.checks.work import LAB, an_image, work

RIGHT: dict[str, dict[str, Any]] = {
    "build": {},
    "image-size": {"full": "10MB", "zero": "20MB"},
    "layer-count": {"full": 2, "zero": 4},
    "tags": {"require": [{"pattern": "latest"}]},
    "base-image": {},
    "instruction": {"name": "COPY", "matching": "x", "before": {"name": "RUN"}},
    "config": {"workdir": "/app"},
    "user": {"numeric": True},
    "efficiency": {"full": 99, "zero": 50},
    "hidden-bytes": {"full": "1MB", "zero": "2MB"},
    "file": {"path": "/app/app.py", "mode": "0644"},
    "packages": {"required": ["curl"]},
    "secret": {"values": {"TOKEN": "tk-7f3a91c2"}},
    "lint": {"rules": {"DL3008": 2}, "zero": 3},
    "context": {"absent": ["Dockerfile"]},
    "stages": {"least": 2, "copies": True},
    "command": {"run": ["id", "-u"], "matching": "^[1-9]"},
    "http": {"port": 8000, "requests": [{"path": "/"}], "stops": 3},
    "cache": {"touch": ["app.py"], "cached": [{"name": "RUN"}]},
    "reproducible": {"ignore": ["*.pyc"], "times": True},
    "pushed": {"require": [{"repository": "student/app", "tag": "1.0.0"}]},
}


def test_every_word_that_authors_may_write_has_a_kind() -> None:
    assert set(registry) == set(CheckKind)
    assert set(RIGHT) == {word.value for word in CheckKind}


def test_the_documentation_is_what_the_kinds_say() -> None:
    path = Path(__file__).parents[3] / "docs" / "checks.md"
    assert path.read_text() == document(), "see grading/checks/document.py"


def test_the_readme_counts_the_kinds() -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text()
    assert f"[{len(registry)} kinds of checks](docs/checks.md)" in readme


@pytest.mark.parametrize("word", RIGHT)
def test_every_kind_says_its_parameters_and_an_example(word: str) -> None:
    kind = registry[CheckKind(word)]
    said = type(kind).__doc__ or ""
    assert f'kind = "{word}"' in said
    assert all(f"`{key}`" in said for key in kind.keys)


@pytest.mark.parametrize("word", RIGHT)
def test_the_index_is_told_the_truth(word: str) -> None:
    kind = type(registry[CheckKind(word)])
    assert bool(kind.asks) == (kind.probes is not Kind.probes)
    none_in_part = re.search("All points or none|no partial credit", kind.__doc__ or "")
    assert kind.partial == (none_in_part is None)


@pytest.mark.parametrize("word", RIGHT)
def test_right_parameters_are_accepted_and_judged(word: str) -> None:
    check = CheckSpec(word, 10.0, RIGHT[word])
    validate(check)
    validate(check, LAB)
    try:
        fraction = run(check, work(an_image([(1, 2)]))).fraction
    except Unanswered:  # it is judged from answers or files, in a test of its own
        return
    assert 0 <= fraction <= 1


@pytest.mark.parametrize("word", RIGHT)
def test_an_unknown_key_is_refused_by_name(word: str) -> None:
    with pytest.raises(CheckError) as refused:
        validate(CheckSpec(word, 10.0, RIGHT[word] | {"fulll": 1}))
    assert refused.value.key == "fulll"
    assert "unknown key" in refused.value.expected


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(CheckError, match="kind: expected one of build, base-image"):
        validate(CheckSpec("sise", 10.0))


@pytest.mark.parametrize("word", sorted(set(RIGHT) - {"build", "instruction", "lint", "context"}))
def test_without_an_image_nothing_is_earned(word: str) -> None:
    finding = run(CheckSpec(word, 10.0, RIGHT[word]), work(None))
    assert finding.fraction == 0
    assert finding.message.id.startswith("No image was built")


def test_without_an_image_only_what_needs_none_is_asked() -> None:
    every = [CheckSpec(word, 10.0, parameters) for word, parameters in RIGHT.items()]
    assert probes(every, built=False) == (Lint(),)


def test_the_reference_is_asked_for_only_where_it_is_compared_with() -> None:
    times = CheckSpec("image-size", 10.0, {"full": "1x", "zero": "2x"})
    others = [CheckSpec(word, 10.0, parameters) for word, parameters in RIGHT.items()]
    assert not need_reference(others)
    assert need_reference([*others, times])
