from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from grading.models import Submission
from labs.content import read_course
from labs.importing import ConflictError, Report, _digest, import_courses
from labs.models import Check, Course, Lab, LabFile, Module, SectionRead
from labs.spec import LaterHint
from tests.labs.conftest import LAB_TOML
from tests.labs.queries import writes

pytestmark = pytest.mark.django_db
EVERYTHING = ["course essai", "module one", "module two", "lab an-image"]


@pytest.fixture
def imported(course_folder: Path) -> Path:
    assert run(course_folder).created == EVERYTHING
    return course_folder


def run(folder: Path, *, overwrite: bool = False, prune: bool = False) -> Report:
    return import_courses([read_course(folder)], overwrite=overwrite, prune=prune)


def test_files_become_rows(imported: Path) -> None:
    two = Module.objects.get(slug="two")
    assert [module.slug for module in two.requires.all()] == ["one"]
    assert [section.title for section in Module.objects.get(slug="one").sections.all()] == ["Début", "Fin"]
    assert Lab.objects.get().spec() == read_course(imported).modules[1].labs[0]


def test_a_second_time_nothing_is_written(imported: Path) -> None:
    with writes() as written:
        report = run(imported)
    assert report.unchanged == EVERYTHING
    assert not report.wrote
    assert written == []


def test_only_what_changed_is_written(imported: Path) -> None:
    ids = {
        model: list(model._base_manager.values_list("pk", flat=True))
        for model in (Module, Lab, LabFile, Check)
    }
    lab = imported / "two" / "labs" / "an-image"
    (lab / "lab.toml").write_text(LAB_TOML.replace("points = 60", "points = 50"), "utf-8")
    with writes() as written:
        report = run(imported)
    assert report.changed == ["lab an-image"]
    assert {sql.split()[1] for sql in written} == {
        '"labs_check"',
        '"labs_lab"',
        '"labs_course"',
    }  # its revision
    assert Check.objects.get(kind="build").points == 50
    assert ids == {model: list(model._base_manager.values_list("pk", flat=True)) for model in ids}


def test_later_hints_and_titles_become_rows(imported: Path) -> None:
    path = imported / "two" / "labs" / "an-image" / "lab.toml"
    later = 'hint = "Lisez le journal."\ntitle = "Elle se construit"\nhints = [{after = 2, text = "Plus."}]'
    path.write_text(path.read_text().replace('hint = "Lisez le journal."', later))
    run(imported)
    check = Lab.objects.get().spec().checks[0]
    assert (check.hint, check.hints) == ("Lisez le journal.", (LaterHint(2, "Plus."),))
    assert check.title == "Elle se construit"


def test_files_and_checks_come_and_go(imported: Path) -> None:
    lab = imported / "two" / "labs" / "an-image"
    (lab / "starter" / "app.py").rename(lab / "starter" / "main.py")
    text = LAB_TOML[: LAB_TOML.rindex("[[checks]]")]
    (lab / "lab.toml").write_text(text, "utf-8")
    assert run(imported).changed == ["lab an-image"]
    assert Lab.objects.get().spec() == read_course(imported).modules[1].labs[0]


def test_what_was_edited_by_hand_stays_while_its_files_do(imported: Path) -> None:
    Lab.objects.update(title="Mieux")
    assert not run(imported).wrote
    assert Lab.objects.get().title == "Mieux"
    assert run(imported, overwrite=True).changed == ["lab an-image"]
    assert Lab.objects.get().title == "Une image"


def test_a_key_that_a_new_version_knows_is_no_change_of_files_without_it(imported: Path) -> None:
    lab = read_course(imported).modules[1].labs[0]
    assert lab.registry is None
    former = {name: value for name, value in asdict(lab).items() if name != "registry"}
    assert _digest(("two", 0, lab)) == _digest(("two", 0, former))


def test_a_module_may_require_a_later_one(imported: Path) -> None:
    (imported / "two" / "module.toml").write_text('title = "Deux"\nlabs = ["an-image"]\n')
    (imported / "one" / "module.toml").write_text('title = "Un"\nrequires = ["two"]\n')
    assert run(imported).changed == ["module two", "module one"]
    assert [module.slug for module in Module.objects.get(slug="one").requires.all()] == ["two"]
    assert not Module.objects.get(slug="two").requires.exists()


def drop_lab(folder: Path) -> None:
    (folder / "two" / "module.toml").write_text('title = "Deux"\nrequires = ["one"]\n')


def test_a_lab_without_files_is_kept_and_reported(imported: Path) -> None:
    drop_lab(imported)
    assert run(imported).kept == ["lab an-image"]
    assert run(imported, prune=True).deleted == ["lab an-image"]
    assert not Lab.objects.exists()


def test_a_lab_with_submissions_is_never_deleted(
    imported: Path, learner: User, submit_row: Callable[[Lab, User], None]
) -> None:
    submit_row(Lab.objects.get(), learner)
    (imported / "course.toml").write_text('title = "Essai"\nlanguage = "fr"\nmodules = ["one"]\n')
    report = run(imported, prune=True)
    assert report.kept == ["lab an-image", "module two"]
    assert report.deleted == []


def test_a_module_that_was_read_is_kept(imported: Path, learner: User) -> None:
    SectionRead.objects.create(user=learner, section=Module.objects.get(slug="one").sections.get(title="Fin"))
    (imported / "two" / "module.toml").write_text('title = "Deux"\n')
    (imported / "course.toml").write_text('title = "Essai"\nlanguage = "fr"\nmodules = ["two"]\n')
    assert run(imported, prune=True).kept == ["module one"]


def test_a_lab_may_move_to_another_module(imported: Path) -> None:
    (imported / "one" / "labs").mkdir()
    (imported / "two" / "labs" / "an-image").rename(imported / "one" / "labs" / "an-image")
    drop_lab(imported)
    (imported / "one" / "module.toml").write_text('title = "Un"\nlabs = ["an-image"]\n')
    before = Lab.objects.get().pk
    report = run(imported)
    assert "lab an-image" in report.changed
    assert report.kept == []
    assert (Lab.objects.get().pk, Lab.objects.get().module.slug) == (before, "one")


def test_a_lab_slug_of_another_course_is_refused_and_nothing_is_written(
    course_folder: Path, lab: Lab
) -> None:
    Lab.objects.update(slug="an-image")
    with pytest.raises(
        ConflictError, match="lab an-image: expected another slug, the course docker has a lab of this"
    ):
        run(course_folder)
    assert not Course.objects.filter(slug="essai").exists()


def test_the_command_says_what_it_did(course_folder: Path) -> None:
    out = StringIO()
    call_command("import_course", str(course_folder), stdout=out)
    assert "created lab an-image\n" in out.getvalue()
    assert "4 created, 0 changed, 0 unchanged" in out.getvalue()
    out = StringIO()
    call_command("import_course", str(course_folder), stdout=out)
    assert out.getvalue() == f"{course_folder}: nothing changed\n"


def test_the_command_says_which_grades_a_changed_lab_would_move(imported: Path, learner: User) -> None:
    lab = Lab.objects.get(slug="an-image")
    Submission.objects.create(
        lab=lab,
        learner=learner,
        number=1,
        files={},
        commands="",
        state="graded",
        final_score=60,
        max_score=100,
    )
    file = next(imported.rglob("lab.toml"))
    file.write_text(file.read_text().replace("points = 40", "points = 50"))
    out = StringIO()
    call_command("import_course", str(imported), stdout=out)
    assert "lab an-image: 1 must be built again (manage.py regrade an-image)\n" in out.getvalue()


def test_a_wrong_file_changes_nothing(imported: Path) -> None:
    (imported / "course.toml").write_text('title = "Autre"\nlanguage = "fr"\nmodules = ["one", "two"]\n')
    (imported / "two" / "module.toml").write_text('title = "Deux"\nrequire = ["one"]\n')
    with pytest.raises(CommandError, match=r"two/module\.toml: require: unknown key") as caught:
        call_command("import_course", str(imported))
    assert caught.value.returncode == 2
    assert Course.objects.get().title == "Essai"


def test_the_courses_of_this_repository_are_imported_together_and_again_without_a_change() -> None:
    courses = [read_course(folder) for folder in sorted((Path(__file__).parents[2] / "content").iterdir())]
    assert import_courses(courses).wrote
    assert {course.slug for course in Course.objects.all()} == {"docker-en", "docker-fr"}
    with writes() as written:
        assert not import_courses(courses).wrote
    assert written == []


def test_the_demo_lab_is_named_by_the_course(course_folder: Path) -> None:
    table = course_folder / "course.toml"
    table.write_text('demo = "an-image"\n' + table.read_text("utf-8"), "utf-8")
    run(course_folder)
    course = Course.objects.get()
    assert course.demo == Lab.objects.get()
    Course.objects.update(demo=None)  # by hand: it stays, as the file is the same
    run(course_folder)
    assert Course.objects.get().demo is None
    run(course_folder, overwrite=True)
    assert Course.objects.get().demo == Lab.objects.get()
