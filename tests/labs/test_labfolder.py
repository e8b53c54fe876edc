from __future__ import annotations

from pathlib import Path

import pytest

from labs.contentfiles import ContentError
from labs.labfolder import read_lab, read_mistakes
from labs.spec import LaterHint, Limits, RegistrySpec
from tests.labs.conftest import LAB_TOML


def change(folder: Path, before: str, after: str) -> None:
    assert before in LAB_TOML
    (folder / "lab.toml").write_text(LAB_TOML.replace(before, after), encoding="utf-8")


def refusal(folder: Path) -> str:
    with pytest.raises(ContentError) as caught:
        read_lab(folder)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_a_lab_folder_becomes_plain_data(lab_folder: Path) -> None:
    lab = read_lab(lab_folder)
    assert (lab.slug, lab.title, lab.max_score, lab.pass_percent) == ("an-image", "Une image", 100.0, 60)
    assert lab.limits == Limits(seconds=60, memory=512 << 20, disk=1 << 30)
    assert dict(lab.starter) == {"Dockerfile": "FROM python:3.11-slim\n", "app.py": "print('é')\n"}
    assert list(lab.solution) == ["Dockerfile"]
    assert lab.solution_commands == "docker build -t app:1.0.0 .\n"
    assert lab.checks[1].parameters == {"full": 2, "zero": 4}


def test_later_hints_are_read_and_wrong_ones_named(lab_folder: Path) -> None:
    hint = 'hint = "Lisez le journal."'
    change(lab_folder, hint, f'{hint}\nhints = [{{after = 3, text = "Plus."}}]')
    assert read_lab(lab_folder).checks[0].hints == (LaterHint(3, "Plus."),)
    change(lab_folder, hint, 'hints = [{after = 0, text = "Plus."}]')
    assert "checks[0].hints[0].after: expected a number of attempts" in refusal(lab_folder)


def test_a_check_may_have_a_title_of_its_own(lab_folder: Path) -> None:
    assert read_lab(lab_folder).checks[0].title is None
    hint = 'hint = "Lisez le journal."'
    change(lab_folder, hint, f'{hint}\ntitle = "Elle se construit"')
    assert read_lab(lab_folder).checks[0].title == "Elle se construit"
    change(lab_folder, hint, f'title = "{"x" * 101}"')
    assert "checks[0].title: expected at most 100 characters, not 101" in refusal(lab_folder)


def test_a_lab_has_a_ranking_where_it_says_so(lab_folder: Path) -> None:
    assert read_lab(lab_folder).ranking is False
    change(lab_folder, 'title = "Une image"', 'title = "Une image"\nranking = true')
    assert read_lab(lab_folder).ranking is True
    change(lab_folder, 'title = "Une image"', 'title = "Une image"\nranking = "size"')
    assert "ranking: expected true or false" in refusal(lab_folder)


def test_the_limits_may_be_left_out(lab_folder: Path) -> None:
    change(lab_folder, '[limits]\nseconds = 60\nmemory = "512m"\ndisk = "1g"\n', "")
    assert read_lab(lab_folder).limits == Limits()


@pytest.mark.parametrize(
    ("before", "after", "key", "expected"),
    [
        ('network = "none"', 'netwrok = "none"', "netwrok", "unknown key, expected one of base_images"),
        ('network = "none"', 'network = "full"', "network", 'expected one of none, packages, not "full"'),
        ('title = "Une image"\n', "", "title", "missing"),
        ('title = "Une image"', "title = 3", "title", "expected text, not 3"),
        ('"docker build -t app ."', '" "', "commands", "expected text"),
        ("seconds = 60", "seconds = 601", "limits.seconds", "expected a whole number from 1 to 600, not 601"),
        ("seconds = 60", 'seconds = "60"', "limits.seconds", "expected a whole number"),
        ("seconds = 60", "hours = 60", "limits.hours", "unknown key"),
        (
            'memory = "512m"',
            'memory = "512 apples"',
            "limits.memory",
            "expected a number with a unit k, m or g",
        ),
        ('memory = "512m"', "memory = 536870912", "limits.memory", "expected a number with a unit k, m or g"),
        ('memory = "512m"', 'memory = "9g"', "limits.memory", 'expected a size from 64m to 8g, not "9g"'),
        ('disk = "1g"', 'disk = "1m"', "limits.disk", "expected a size from 64m to 20g"),
        ('kind = "build"', 'kind = "built"', "checks[0].kind", "expected one of build, image-size"),
        ("points = 60", "points = -1", "checks[0].points", "expected a number from 0, not -1"),
        ("points = 60", "points = true", "checks[0].points", "expected a number from 0"),
        ("full = 2", 'full = "many"', "checks[1].full", "expected"),
        ("full = 2", "fulll = 2", "checks[1].fulll", "unknown key"),
        ("full = 2", "full = 2026-01-01", "checks[1].full", "expected text, numbers"),
        ('".dockerignore"]', '"../Dockerfile"]', "editable", "expected names of files without folders"),
        ('".dockerignore"]', '"Dockerfile"]', "editable", "expected each only once"),
        ('["python:3.11-slim"]', '["-x y"]', "base_images", "expected names such as"),
        ('["python:3.11-slim"]', '"python"', "base_images", 'expected a list of texts, not "python"'),
        ("[limits]", "[[limits]]", "limits", "expected a table [limits]"),
    ],
)
def test_a_wrong_value_names_the_file_the_key_and_what_was_expected(
    lab_folder: Path, before: str, after: str, key: str, expected: str
) -> None:
    change(lab_folder, before, after)
    message = refusal(lab_folder)
    assert message.startswith(f"{lab_folder / 'lab.toml'}: {key}: ")
    assert expected in message


def test_points_must_add_up_to_something(lab_folder: Path) -> None:
    change(lab_folder, "points = 60", "points = 0")
    text = (lab_folder / "lab.toml").read_text("utf-8").replace("points = 40", "points = 0")
    (lab_folder / "lab.toml").write_text(text, "utf-8")
    assert "checks: expected points that add up to more than 0" in refusal(lab_folder)


def test_broken_toml_says_where(lab_folder: Path) -> None:
    (lab_folder / "lab.toml").write_text('title = "x\n')
    assert "not valid TOML" in refusal(lab_folder)
    assert "line 1" in refusal(lab_folder)


@pytest.mark.parametrize("name", ["lab.toml", "brief.md", "solution/Dockerfile"])
def test_a_missing_file_is_named(lab_folder: Path, name: str) -> None:
    (lab_folder / name).unlink()
    if name.startswith("solution"):
        (lab_folder / "starter" / "Dockerfile").unlink()
    assert f"{lab_folder / name}: " in refusal(lab_folder)


def test_a_starter_without_dockerfile_needs_it_editable(lab_folder: Path) -> None:
    (lab_folder / "starter" / "Dockerfile").unlink()
    assert "Dockerfile" not in read_lab(lab_folder).starter
    (lab_folder / "solution" / "Dockerfile").unlink()
    change(lab_folder, '["Dockerfile", ".dockerignore"]', '["app.py"]')
    assert "starter/Dockerfile: missing, and Dockerfile is not in editable" in refusal(lab_folder)


def test_a_solution_sends_only_what_a_learner_may(lab_folder: Path) -> None:
    (lab_folder / "solution" / "app.py").write_text("print()\n")
    assert "solution/app.py: expected only the lab's editable files (Dockerfile, .dockerignore)" in refusal(
        lab_folder
    )


def test_a_folder_name_that_is_no_slug_is_refused(lab_folder: Path) -> None:
    assert "expected a folder name of" in refusal(lab_folder.rename(lab_folder.parent / "une image"))


def test_mistakes_have_files_commands_and_what_they_must_get(lab_folder: Path) -> None:
    (mistake,) = read_mistakes(lab_folder)
    assert (mistake.name, list(mistake.files)) == ("nothing", ["Dockerfile"])
    assert mistake.commands == "docker build -t app ."
    assert (mistake.expect.score, mistake.expect.failed, mistake.expect.fault) == (
        60.0,
        ("layer-count",),
        None,
    )


@pytest.mark.parametrize(
    ("expect", "said"),
    [
        ("scor = 1\n", "expect.toml: score: missing"),
        ("score = 1\nsore = 2\n", "expect.toml: sore: unknown key"),
        ('score = 1\nfailed = ["tags"]\n', "expect.toml: failed: expected kinds of the lab's checks"),
        ('score = 1\nfault = "nobody"\n', "expect.toml: fault: expected one of learner, lab, platform"),
    ],
)
def test_a_wrong_expectation_is_refused(lab_folder: Path, expect: str, said: str) -> None:
    (lab_folder / "mistakes" / "nothing" / "expect.toml").write_text(expect)
    with pytest.raises(ContentError) as caught:
        read_mistakes(lab_folder)
    assert said in str(caught.value)


def test_a_lab_may_have_no_mistakes_yet(lab_folder: Path) -> None:
    (lab_folder / "mistakes").rename(lab_folder.parent / "elsewhere")
    assert read_mistakes(lab_folder) == ()


def with_registry(
    folder: Path, registry: str = '[registry]\nuser = "student"\n', written: str = "s3cret\n"
) -> None:
    change(folder, "[limits]", f"{registry}\n[limits]")
    (folder / "starter" / "password.txt").write_text(written)


def test_a_registry_has_a_user_and_a_password_in_the_starter(lab_folder: Path) -> None:
    assert read_lab(lab_folder).registry is None
    with_registry(lab_folder)
    lab = read_lab(lab_folder)
    assert lab.registry == RegistrySpec("student", "password.txt")
    assert lab.registry_password == "s3cret"


@pytest.mark.parametrize(
    ("registry", "written", "says"),
    [
        ("[registry]\n", "s3cret", "lab.toml: registry.user: missing"),
        ('[registry]\nuser = "A b"\n', "s3cret", "registry.user: expected a name such as"),
        ('[registry]\nuser = "a"\npassword = "x"\n', "s3cret", "registry.password: unknown key"),
        (
            '[registry]\nuser = "a"\npassword_file = "Dockerfile"\n',
            "s3cret",
            'registry.password_file: expected a file of starter/ that is not editable, not "Dockerfile"',
        ),
        ('[registry]\nuser = "a"\npassword_file = "no"\n', "s3cret", 'that is not editable, not "no"'),
        ('[registry]\nuser = "a"\n', "", "starter/password.txt: expected a password on one line"),
        ('[registry]\nuser = "a"\n', "two\nlines", "expected a password on one line"),
        ('[registry]\nuser = "a"\n', "x" * 73, "72 characters without blanks at most"),
    ],
)
def test_a_wrong_registry_is_refused(lab_folder: Path, registry: str, written: str, says: str) -> None:
    with_registry(lab_folder, registry, written)
    assert says in refusal(lab_folder)
