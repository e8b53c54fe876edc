"""The French interface is complete: every sentence of the source is there, translated, with its places."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext, ngettext, override, pgettext
from pytest_django.fixtures import Settings

from grading.build import BuildStopped
from grading.faults import Fault
from grading.management.commands.makemessages import SENTENCES
from grading.validation import Invalid

SOURCES = ("courseplatform", "grading", "labs", "templates")
CATALOGUE = settings.BASE_DIR / "locale" / "fr" / "LC_MESSAGES" / "django.po"


def gettext_tool(*command: str | Path) -> str:
    """What the tool says is wrong."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"LC_ALL": "C.UTF-8"})
    return done.stderr.strip() + done.stdout.strip()


@pytest.fixture
def gathered(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue of what the source says today, made from a copy: makemessages writes beside what it reads."""
    for folder in SOURCES:
        shutil.copytree(settings.BASE_DIR / folder, tmp_path / folder)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    monkeypatch.chdir(tmp_path)
    call_command("makemessages", locale=["fr"], verbosity=0)
    return tmp_path / "locale" / "fr" / "LC_MESSAGES" / "django.po"


def test_every_sentence_of_the_source_is_translated(gathered: Path) -> None:
    """Run `make messages`, and translate what is new; msgcmp also finds what is fuzzy or empty."""
    assert identifiers(gathered) - identifiers(CATALOGUE) == set()
    assert gettext_tool("msgcmp", CATALOGUE, gathered) == ""


def test_the_catalogue_has_nothing_that_the_source_no_longer_says(gathered: Path) -> None:
    known, said = (identifiers(path) for path in (CATALOGUE, gathered))
    assert known - said == set()


def test_translations_keep_the_places_of_their_sentences() -> None:
    assert gettext_tool("msgfmt", "--check-format", "-o", "/dev/null", CATALOGUE) == ""


def test_nothing_is_obsolete_or_fuzzy() -> None:
    text = CATALOGUE.read_text()
    assert "#~" not in text
    assert "#, fuzzy" not in text


def test_french_has_its_own_spaces_and_apostrophes() -> None:
    """A line that began with a colon or ended in "«" would look broken."""
    sentences = french()
    assert [one for one in sentences if " :" in one or " ;" in one or " ?" in one or " !" in one] == []
    assert [one for one in sentences if "« " in one or " »" in one] == []
    assert [one for one in sentences if any(f"{letter}'" in one for letter in "lLdDnNcCsSjJqQmMtTu")] == []


@pytest.mark.parametrize(
    ("n", "noun"), [(0, "fichier trouvé"), (1, "fichier trouvé"), (2, "fichiers trouvés")]
)
def test_french_has_nothing_in_the_singular(n: int, noun: str) -> None:
    with override("fr"):
        said = ngettext("%(n)s file found for “%(sought)s”.", "%(n)s files found for “%(sought)s”.", n)
    assert noun in said


# A number that one part of a sentence agrees with; the sentence may agree with no more than one.
AGREES = re.compile(
    r"(?:%\((?!max|most)\w+\)s|\{\w+\}) (?:tirées|réponses|sections|paquets|trouvés|points)\b"
)


def test_no_french_noun_stands_in_the_plural_after_a_number_that_may_be_none() -> None:
    """It has two forms (`msgstr[0]`), or is said before the number: "Réponses justes : 0 sur 4"."""
    one_form = set(french()) - set(entries(CATALOGUE, "msgstr[1]"))
    assert [one for one in one_form if AGREES.search(one)] == []


def test_the_button_has_the_word_that_the_empty_pane_speaks_of() -> None:
    """The tab beside it has another: "Build" is translated twice."""
    with override("fr"):
        assert gettext("Build") == "Construire"
        assert pgettext("noun", "Build") == "Construction"


def test_every_kind_of_fault_is_gathered() -> None:
    """Their sentences are not wrapped in gettext one by one: makemessages knows the types by name."""
    composed = {Invalid.__name__, BuildStopped.__name__}  # made of other faults
    ours = {kind.__name__ for kind in kinds(Fault) if kind.__module__.startswith("grading.")}
    assert ours - composed <= set(SENTENCES)


def kinds(of: type[Fault]) -> Iterator[type[Fault]]:
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


def entries(path: Path, keyword: str) -> list[str]:
    """The values of a keyword of a .po file, each on one line as msgcat writes it."""
    text = gettext_tool("msgcat", "--no-wrap", path)
    found: list[str] = []
    open_entry = False
    for line in text.splitlines():
        if line.startswith(keyword):
            found.append(line.split(" ", 1)[1].strip('"'))
        elif open_entry and line.startswith('"'):
            found[-1] += line.strip('"')
        open_entry = line.startswith(keyword) or (open_entry and line.startswith('"'))
    return found


def identifiers(path: Path) -> set[str]:
    return set(entries(path, "msgid "))


def french() -> list[str]:
    return entries(CATALOGUE, "msgstr")[1:]
