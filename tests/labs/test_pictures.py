"""Pictures beside a module's text: read, imported, shown, served."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from labs.content import ContentError, read_course
from labs.importing import import_courses
from labs.models import Course, Module, Picture
from tests.labs.conftest import write
from tests.labs.test_svg import GOOD

MODULE = "/courses/docker/images/"


@pytest.fixture
def picture(module: Module) -> Picture:
    Module.objects.filter(pk=module.pk).update(source="# T\n\n## A\n\n![Trois couches](couches.svg)\n")
    return Picture.objects.create(module=module, name="couches.svg", text=GOOD)


def test_pictures_are_imported_and_follow_their_files(course_folder: Path, db: None) -> None:
    write(course_folder / "one", {"a.svg": GOOD, "module.md": "# Un\n\n![Une image](a.svg)\n"})
    import_courses([read_course(course_folder)])
    first = Picture.objects.get()
    assert (first.name, first.width, first.height) == ("a.svg", 480, 200)
    assert not import_courses([read_course(course_folder)]).wrote
    write(course_folder / "one", {"a.svg": GOOD.replace("480", "360")})
    assert import_courses([read_course(course_folder)]).changed == ["module one"]
    assert Picture.objects.get().width == 360
    (course_folder / "one" / "a.svg").unlink()
    write(course_folder / "one", {"module.md": "# Un\n"})
    import_courses([read_course(course_folder)])
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a.svg": GOOD.replace("<rect", "<script/><rect")}, r"a\.svg: the element <script> is not allowed"),
        ({"é.svg": GOOD}, r"é\.svg: expected a name"),
        ({"module.md": "# Un\n\n![Une image](b.svg)\n"}, r"module\.md:3: no picture b\.svg beside the text"),
        ({"a.svg": GOOD, "module.md": "# Un\n\n\n![](a.svg)\n"}, r"module\.md:4: expected a text for who"),
        ({"module.md": "# Un\n\n```question\n```\n"}, r"module\.md:3: id: missing"),
    ],
)
def test_what_is_wrong_is_said_with_its_file(course_folder: Path, files: dict[str, str], said: str) -> None:
    write(course_folder / "one", files)
    with pytest.raises(ContentError, match=said):
        read_course(course_folder)


def test_the_page_leaves_room_for_a_picture(client: Client, picture: Picture, learner: User) -> None:
    client.force_login(learner)
    page = client.get(MODULE).content.decode()
    source = f"couches.svg?v={picture.digest}"
    assert f'<img alt="Trois couches" height="200" loading="lazy" src="{source}" width="480">' in page
    response = client.get(MODULE + source)
    assert response.content.decode() == GOOD
    assert response["Content-Type"].startswith("image/svg+xml")
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert "immutable" in response["Cache-Control"]


def test_a_picture_is_not_sent_twice(client: Client, picture: Picture, learner: User) -> None:
    client.force_login(learner)
    response = client.get(f"{MODULE}couches.svg")
    assert response["Cache-Control"] == "private, no-cache"
    again = client.get(f"{MODULE}couches.svg", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_pictures_are_for_who_takes_part(
    client: Client, course: Course, picture: Picture, learner: User, grader: User, instructor: User
) -> None:
    url = f"{MODULE}couches.svg"
    assert client.get(url).status_code == 403
    client.force_login(User.objects.create_user("stranger"))
    assert client.get(url).status_code == 403
    for person in (learner, grader, instructor):
        client.force_login(person)
        assert client.get(url).status_code == 200
        assert client.get(f"{MODULE}none.svg").status_code == 404
