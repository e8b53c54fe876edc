from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from labs.models import Course, Module
from tests.labs.test_decoding import SAMPLE

pytestmark = pytest.mark.django_db


def import_module(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_module", str(path), *options, stdout=out)
    return out.getvalue()


def refusal(path: Path, *options: str) -> str:
    with pytest.raises(CommandError) as caught:
        import_module(path, *options)
    assert caught.value.returncode == 2
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_wrongly_decoded_file_becomes_a_readable_module(course: Course) -> None:
    said = import_module(SAMPLE, "--course", "docker")
    assert said.splitlines() == [
        f"{SAMPLE}: text repaired, 11 lines of UTF-8 had been read as macroman",
        "created module les-reseaux-apercu of docker: 4 sections",
    ]
    module = course.modules.get()
    assert module.title == "Les réseaux – aperçu"
    assert [section.title for section in module.sections.all()] == [
        "🎯 Ce que l’on apprend",
        "🔧 Commandes",
        "🚀 Essayer",
        "🏷️ Nommer",
    ]


def test_again_it_changes_nothing(course: Course) -> None:
    import_module(SAMPLE, "--course", "docker")
    before = course.modules.get().sections.values_list("pk", flat=True)
    assert "unchanged module" in import_module(SAMPLE, "--course", "docker")
    assert list(course.modules.get().sections.values_list("pk", flat=True)) == list(before)


def test_good_text_is_not_said_to_be_repaired(course: Course, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("\ufeff# Été\r\n\r\n## Août\r\n".encode())
    assert (
        import_module(tmp_path / "a.md", "--course", "docker") == "created module ete of docker: 1 section\n"
    )
    assert course.modules.get().source == "# Été\n\n## Août\n"


def test_it_goes_last_and_stays_where_it_is(module: Module, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n")
    import_module(tmp_path / "a.md", "--course", "docker", "--slug", "new")
    assert Module.objects.get(slug="new").position == 1
    import_module(tmp_path / "a.md", "--course", "docker", "--slug", "new", "--position", "7")
    import_module(tmp_path / "a.md", "--course", "docker", "--slug", "new")
    assert Module.objects.get(slug="new").position == 7


def test_an_unknown_course_is_refused_unless_it_is_to_be_made(course: Course) -> None:
    assert (
        refusal(SAMPLE, "--course", "dokcer")
        == "--course: no course 'dokcer' (there is: docker); --create makes it"
    )
    import_module(SAMPLE, "--course", "autre", "--create")
    assert Module.objects.get().course.slug == "autre"


def test_a_file_that_cannot_be_decoded_changes_nothing(course: Course, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("# Été\n".encode("latin-1"))
    assert "a.md: expected UTF-8 text, found byte 0xc9 at offset 2" in refusal(
        tmp_path / "a.md", "--course", "autre", "--create"
    )
    assert list(Course.objects.all()) == [course]


def test_a_missing_file_is_named(course: Course, tmp_path: Path) -> None:
    assert "none.md: no such file" in refusal(tmp_path / "none.md", "--course", "docker")


def test_a_file_without_title_is_refused(course: Course, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("## A\n")
    assert "expected the first heading to be the title" in refusal(tmp_path / "a.md", "--course", "docker")


@pytest.mark.parametrize("option", [("--slug", "a b"), ("--slug", "../a"), ("--position", "-1")])
def test_wrong_options_are_refused(course: Course, tmp_path: Path, option: tuple[str, str]) -> None:
    (tmp_path / "a.md").write_text("# A\n")
    assert option[0] in refusal(tmp_path / "a.md", "--course", "docker", *option)
