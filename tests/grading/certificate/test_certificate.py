from __future__ import annotations

import re
import zlib

import pytest
from django.contrib.auth.models import User
from django.test import Client

from grading.certificate import NotCompleteError, issue, pdf, readable_name, typeface
from grading.models import Certificate
from labs.models import Course, Enrolment, Module, SectionRead

OWN = "/courses/docker/certificate"


@pytest.fixture
def complete(module: Module, learner: User) -> User:
    for section in module.sections.all():
        SectionRead.objects.create(user=learner, section=section)
    return learner


def test_a_learner_chooses_the_name_and_may_change_it(client: Client, complete: User) -> None:
    client.force_login(complete)
    assert f'href="{OWN}"' in client.get("/courses/docker/").content.decode()
    assert 'value="learner"' in client.get(OWN).content.decode()
    url = client.post(OWN, {"name": "  Ada \x00 Lovelace "})["Location"]
    assert url == Certificate.objects.get().get_absolute_url()
    assert "Ada Lovelace" in client.get(url).content.decode()
    assert client.post(OWN, {"name": "A. L."})["Location"] == url
    page = client.get(url).content.decode()
    assert "A. L." in page
    assert f'href="{OWN}"' in page


def test_an_empty_name_is_asked_for_again(client: Client, complete: User) -> None:
    client.force_login(complete)
    assert 'aria-invalid="true"' in client.post(OWN, {"name": " \u200b "}).content.decode()
    assert not Certificate.objects.exists()


def test_who_has_not_completed_the_course_gets_none(client: Client, module: Module, learner: User) -> None:
    client.force_login(learner)
    for response in (client.get(OWN), client.post(OWN, {"name": "Ada"})):
        assert response["Location"] == "/courses/docker/"
    with pytest.raises(NotCompleteError):
        issue(learner, module.course, "Ada")


def test_a_course_without_anything_to_do_gives_none(client: Client, course: Course, learner: User) -> None:
    client.force_login(learner)
    assert client.get(OWN)["Location"] == "/courses/docker/"


def test_it_is_for_who_takes_part(client: Client, complete: User) -> None:
    assert client.get(OWN).status_code == 302
    client.force_login(User.objects.create_user("stranger"))
    assert client.get(OWN).status_code == 404
    Enrolment.objects.filter(user=complete).delete()
    client.force_login(complete)
    assert client.get(OWN).status_code == 404


def test_it_stays_when_the_course_grows(client: Client, complete: User, course: Course) -> None:
    certificate = issue(complete, course, "Ada")
    Module.objects.create(course=course, slug="more", title="More", position=9, source="## A\n\nb\n")
    client.force_login(complete)
    assert client.get(OWN).status_code == 200
    assert issue(complete, course, "Ada L.").pk == certificate.pk


def test_the_account_leads_to_certificates_that_were_given_whatever_became_of_the_course(
    client: Client, complete: User, course: Course
) -> None:
    client.force_login(complete)
    assert 'id="certificates"' not in client.get("/accounts/").content.decode()
    link = f'href="{issue(complete, course, "Ada").get_absolute_url()}"'
    Module.objects.create(course=course, slug="more", title="More", position=9, source="## A\n\nb\n")
    Enrolment.objects.filter(user=complete).delete()
    assert link in client.get("/accounts/").content.decode()
    client.force_login(User.objects.create_user("other"))
    assert link not in client.get("/accounts/").content.decode()


def test_whoever_has_the_link_sees_name_course_and_date_only(
    client: Client, complete: User, course: Course, other_learner: User, grader: User, instructor: User
) -> None:
    certificate = issue(complete, course, "<b>Ada</b>")
    url = certificate.get_absolute_url()
    assert len(certificate.public_id) == 22
    for person in (None, other_learner, grader, instructor):
        if person:
            client.force_login(person)
        response = client.get(url)
        page = response.content.decode()
        assert "&lt;b&gt;Ada&lt;/b&gt;" in page
        assert course.title in page
        assert f"http://testserver{url}" in page
        assert complete.email not in page
        assert OWN not in page
        assert "noindex" in response["X-Robots-Tag"]
    assert client.get("/certificates/none/").status_code == 404
    assert client.get("/certificates/none/pdf").status_code == 404


NAMES = [
    "Ada Lovelace", "Żaneta Łoś-Şahin", "Ελένη", "Анна", "李小龍", "高橋 さくら", "김대중", "محمد الخوارزمي",
    "حسین می\u200cخواهم", "יעל בן־גוריון", "राजेन्द्र त्रिपाठी", "สมชาย", "தமிழ்", "ক্ষিতি", "გიორგი", "Արմեն",
    "Anna Άννα 安娜 آنا", "x" * 100, "(\\) Tj",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_pdf_has_one_page_whatever_the_name(
    client: Client, complete: User, course: Course, name: str
) -> None:
    certificate = issue(complete, course, name)
    made = client.get(f"{certificate.get_absolute_url()}pdf")
    assert made["Content-Type"] == "application/pdf"
    assert made.content.startswith(b"%PDF-")
    assert made.content.count(b"/Type /Page\n") == 1
    assert len(made.content) < 100_000
    assert typeface.not_drawable(readable_name(name)) == ""


def test_the_pdf_is_made_again_only_when_something_on_it_is_another(
    client: Client, complete: User, course: Course
) -> None:
    url = f"{issue(complete, course, 'Ada').get_absolute_url()}pdf"
    answer = client.get(url)
    assert answer["Cache-Control"] == "private, no-cache"
    known = {"If-None-Match": answer["ETag"]}
    assert client.get(url, headers=known).status_code == 304
    issue(complete, course, "Ada L.")
    assert client.get(url, headers=known).status_code == 200


@pytest.mark.parametrize(("name", "lacking"), [("🐳 Ada 🐳", "🐳"), ("Ada ᏣᎳᎩ", "Ꮳ Ꮃ Ꭹ")])
def test_who_has_a_name_that_cannot_be_drawn_is_told_before_the_certificate_is_made(
    client: Client, complete: User, name: str, lacking: str
) -> None:
    client.force_login(complete)
    page = client.post(OWN, {"name": name}, headers={"Accept-Language": "en"}).content.decode()
    assert f"fonts lack: {lacking}. Write" in page
    assert f'value="{name}"' in page
    assert not Certificate.objects.exists()


def test_arabic_letters_are_joined_and_go_from_right_to_left(complete: User, course: Course) -> None:
    made = pdf.make(issue(complete, course, "سلام"), "")
    assert drawn_by_another_font(made) == ["م", "لا", "س"]


def drawn_by_another_font(made: bytes) -> list[str]:
    """What each glyph of a third font stands for, from left to right."""
    streams = [zlib.decompress(one) for one in re.findall(rb"stream\n(\x78.*?)\nendstream", made, re.S)]
    (page,) = (one for one in streams if b" Tf " in one)
    means = dict(re.findall(rb"<(\w{4})> <(\w+)>", made.rpartition(b"beginbfchar")[2]))
    (text,) = re.findall(rb"/F3 \S+ Tf \((.*?)\) Tj", page, re.S)
    codes = (text[at : at + 2].hex().upper().encode() for at in range(0, len(text), 2))
    return [bytes.fromhex(means[code].decode()).decode("utf-16-be") for code in codes]


def test_a_name_fits_a_line() -> None:
    assert readable_name("می\u200cخواهم \u200d") == "می\u200cخواهم"
    assert readable_name("E\u0301va") == "Éva"
    assert readable_name("a\nb\u202ec" + "x" * 200).startswith("a b c")
    assert len(readable_name("x" * 200)) == 100
