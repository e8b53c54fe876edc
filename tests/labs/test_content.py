from __future__ import annotations

from pathlib import Path

import pytest

from labs.content import ContentError, read_course
from tests.labs.conftest import LAB_FILES, write


def refusal(folder: Path) -> str:
    with pytest.raises(ContentError) as caught:
        read_course(folder)
    return str(caught.value)


def test_a_course_folder_becomes_plain_data(course_folder: Path) -> None:
    course = read_course(course_folder)
    assert (course.slug, course.title, course.language) == ("essai", "Essai", "fr")
    one, two = course.modules
    assert (one.slug, one.minutes, one.requires, one.labs) == ("one", 5, (), ())
    assert (two.slug, two.requires, [lab.slug for lab in two.labs]) == ("two", ("one",), ["an-image"])


def test_reading_takes_a_path_as_text(course_folder: Path) -> None:
    assert read_course(str(course_folder)) == read_course(course_folder)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "course.toml",
            'title = "E"\nlanguage = "xx"\nmodules = []\n',
            "course.toml: language: expected one of fr",
        ),
        ("course.toml", 'title = "E"\nlanguage = "fr"\n', "course.toml: modules: missing"),
        (
            "course.toml",
            'title = "E"\nlanguage = "fr"\nmodules = ["../one"]\n',
            "course.toml: modules: expected names",
        ),
        ("course.toml", 'title = "E"\nlanguage = "fr"\nmodules = ["three"]\n', "three: no such folder"),
        (
            "course.toml",
            'title = "E"\nlanguage = "fr"\nmodules = ["one", "one"]\n',
            "course.toml: modules: expected each only once",
        ),
        (
            "one/module.toml",
            'title = "Un"\nrequires = ["nine"]\n',
            "one/module.toml: requires: unknown module 'nine'",
        ),
        (
            "one/module.toml",
            'title = "Un"\nrequires = ["two"]\n',
            "requires: modules require each other in a circle",
        ),
        (
            "one/module.toml",
            'title = "Un"\nrequires = ["one"]\n',
            "requires: modules require each other in a circle",
        ),
        (
            "one/module.toml",
            'title = "Un"\nminutes = -1\n',
            "one/module.toml: minutes: expected a whole number",
        ),
        (
            "one/module.toml",
            'title = "Un"\nlabs = ["x/y"]\n',
            "one/module.toml: labs: expected names of folders",
        ),
        ("one/module.md", "## Un\n", 'one/module.md: expected the first line to be the title, "# …"'),
    ],
)
def test_a_wrong_file_is_named_with_the_key_and_what_was_expected(
    course_folder: Path, name: str, text: str, said: str
) -> None:
    (course_folder / name).write_text(text, "utf-8")
    assert said in refusal(course_folder)


def test_two_labs_cannot_have_one_slug(course_folder: Path) -> None:
    write(course_folder / "one" / "labs" / "an-image", LAB_FILES)
    (course_folder / "one" / "module.toml").write_text('title = "Un"\nlabs = ["an-image"]\n')
    assert "two/module.toml: labs: the slug 'an-image' is taken by a lab of one" in refusal(course_folder)


def test_a_module_folder_that_is_a_link_is_refused(course_folder: Path, tmp_path: Path) -> None:
    (course_folder / "one").rename(tmp_path / "elsewhere")
    (course_folder / "one").symlink_to(tmp_path / "elsewhere")
    assert "one: a symbolic link" in refusal(course_folder)


def test_the_courses_of_this_repository_are_right() -> None:
    content = Path(__file__).parents[2] / "content"
    for folder in content.iterdir():
        assert read_course(folder).modules


def test_a_demo_is_a_lab_of_the_course(course_folder: Path) -> None:
    table = course_folder / "course.toml"
    table.write_text('demo = "nowhere"\n' + table.read_text("utf-8"), "utf-8")
    with pytest.raises(ContentError, match=r"demo: unknown lab 'nowhere', expected one of an-image"):
        read_course(course_folder)
