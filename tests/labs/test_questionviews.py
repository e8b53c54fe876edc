from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from labs.models import Course, Module, QuestionAnswer
from tests.labs.test_questionblocks import NUMBER, ONE, TEXT

MODULE = "/courses/docker/images/"
URL = f"{MODULE}questions/couches"
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def asking(module: Module) -> Module:
    module.source = f"# T\n\n## A\n\n{ONE}\n{NUMBER}\n{TEXT}"
    module.save()
    return module


def test_an_answer_is_kept_and_shown_again(client: Client, asking: Module, learner: User) -> None:
    client.force_login(learner)
    response = client.post(URL, {"answer": "1"})
    assert response["Location"] == f"{MODULE}#q-couches"
    page = client.get(MODULE).content.decode()
    assert 'value="1" checked' in page
    assert "Ce serait vrai si chaque image gardait une copie." in page
    assert "<span data-right-count>0 / 3</span>" in page
    client.post(URL, {"answer": "0"})
    page = client.get(MODULE).content.decode()
    assert 'value="0" checked' in page
    assert "<span data-right-count>1 / 3</span>" in page
    row = QuestionAnswer.objects.get()
    assert (row.given, row.right, row.tries) == (["Une"], True, 2)


def test_the_page_does_not_tell_before_an_answer(client: Client, asking: Module, learner: User) -> None:
    client.force_login(learner)
    page = client.get(MODULE).content.decode()
    assert "Combien de <code>couches</code>" in page
    assert "connue par son contenu" not in page
    assert "data-right>" not in page
    assert '" checked' not in page


def test_answered_in_place(client: Client, asking: Module, learner: User) -> None:
    client.force_login(learner)
    fragment = client.post(URL, {"answer": "0"}, headers=FETCH).content.decode()
    assert fragment.startswith('<form class="question" id="q-couches"')
    assert "connue par son contenu" in fragment
    number = client.post(f"{MODULE}questions/taille", {"answer": "<130>"}, headers=FETCH).content.decode()
    assert 'value="&lt;130&gt;"' in number
    assert "12" in number  # such as 12
    assert QuestionAnswer.objects.count() == 1


def test_a_wrong_answer_has_its_own_reason_and_that_of_the_question_when_asked_for(
    client: Client, asking: Module, learner: User
) -> None:
    client.force_login(learner)
    wrong = client.post(URL, {"answer": "1"}, headers=FETCH).content.decode()
    shown, _, folded = wrong.partition("<details>")
    assert "Ce serait vrai si chaque image gardait une copie." in shown
    assert "connue par son contenu" not in shown
    assert "connue par son contenu" in folded
    right = client.post(URL, {"answer": "0"}, headers=FETCH).content.decode()
    assert "connue par son contenu" in right
    assert "<details>" not in right


def test_learners_do_not_see_each_others_answers(
    client: Client, asking: Module, learner: User, other_learner: User
) -> None:
    client.force_login(learner)
    client.post(URL, {"answer": "0"})
    client.force_login(other_learner)
    assert '" checked' not in client.get(MODULE).content.decode()


def test_a_stranger_may_answer_and_nothing_is_stored(client: Client, asking: Module) -> None:
    for person in (None, User.objects.create_user("stranger")):
        if person:
            client.force_login(person)
        page = client.post(URL, {"answer": "0"})
        assert page.status_code == 200
        assert "connue par son contenu" in page.content.decode()
    assert not QuestionAnswer.objects.exists()


def test_a_course_that_is_not_published_asks_its_staff_only(
    client: Client, asking: Module, learner: User, grader: User, instructor: User
) -> None:
    Course.objects.update(published=False)
    assert client.post(URL, {"answer": "0"}).status_code == 404
    client.force_login(learner)
    assert client.post(URL, {"answer": "0"}).status_code == 404
    for person in (grader, instructor):
        client.force_login(person)
        assert client.post(URL, {"answer": "0"}).status_code == 302


def test_what_is_not_asked_is_not_found(client: Client, asking: Module, learner: User) -> None:
    client.force_login(learner)
    assert client.post(f"{MODULE}questions/none", {"answer": "0"}).status_code == 404
    assert client.get(URL).status_code == 405


def test_the_course_says_how_many_are_right(client: Client, asking: Module, learner: User) -> None:
    client.force_login(learner)
    client.post(URL, {"answer": "0"})
    QuestionAnswer.objects.create(user=learner, module=asking, question="gone", right=True)
    client.cookies["django_language"] = "en"
    assert "1 of 3 questions right" in client.get("/courses/docker/").content.decode()


def test_questions_take_one_query(
    client: Client, asking: Module, learner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(learner)
    client.get(MODULE)
    for name in ("couches", "taille", "ordre"):
        client.post(f"{MODULE}questions/{name}", {"answer": "0"})
    with django_assert_num_queries(6):
        client.get(MODULE)


def test_the_form_cannot_be_sent_from_elsewhere(asking: Module, learner: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    assert client.post(URL, {"answer": "0"}).status_code == 403
    page = client.get(MODULE).content.decode()
    token = page.split('id="q-couches"')[1].split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert client.post(URL, {"answer": "0", "csrfmiddlewaretoken": token}).status_code == 302
