from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from grading import ranking
from labs.models import Course, Enrolment, Lab
from tests.conftest import person
from tests.grading.conftest import Submit, as_persona

pytestmark = pytest.mark.django_db


@pytest.fixture
def golf(lab: Lab) -> Lab:
    Lab.objects.filter(pk=lab.pk).update(ranking=True)
    lab.refresh_from_db()
    return lab


def places(golf: Lab, reader: User) -> list[tuple[int, int, bool]]:
    shown = ranking.ranking(golf, reader.pk)
    assert shown is not None
    return [(line.place, line.size, line.mine) for line in shown.lines]


def test_each_learner_has_one_line_with_the_smallest_image_that_passed(
    golf: Lab, submitted: Submit, learner: User, other_learner: User
) -> None:
    submitted(score=100.0, image_size=50)
    submitted(score=60.0, image_size=40)
    submitted(score=59.9, image_size=10)  # did not pass
    submitted(score=100.0, image_size=5, counted=False)
    submitted(score=100.0, image_size=45, learner=other_learner)
    assert places(golf, learner) == [(1, 40, True), (2, 45, False)]
    assert places(golf, other_learner) == [(1, 40, False), (2, 45, True)]


def test_images_of_the_same_size_share_their_place(golf: Lab, submitted: Submit, course: Course) -> None:
    for name, size in (("a", 10), ("b", 20), ("c", 20), ("d", 30)):
        submitted(score=100.0, image_size=size, learner=person(name, course, Enrolment.Role.LEARNER))
    b = User.objects.get(username="b")
    shown = ranking.ranking(golf, b.pk)
    assert shown is not None
    assert shown.mine is not None
    assert [line.place for line in shown.lines] == [1, 2, 2, 4]
    assert (shown.mine.place, shown.mine.tied, shown.total) == (2, True, 4)


def test_who_steps_out_neither_appears_nor_is_counted(
    golf: Lab, submitted: Submit, learner: User, other_learner: User
) -> None:
    submitted(score=100.0, image_size=40)
    submitted(score=100.0, image_size=45, learner=other_learner)
    ranking.choose(golf, learner.pk, ranked=False)
    assert places(golf, other_learner) == [(1, 45, True)]
    shown = ranking.ranking(golf, learner.pk)
    assert shown is not None
    assert (shown.total, shown.mine, shown.out) == (1, None, True)
    ranking.choose(golf, learner.pk, ranked=True)
    assert places(golf, learner) == [(1, 40, True), (2, 45, False)]


def test_staff_and_those_who_left_are_not_ranked(
    golf: Lab, submitted: Submit, learner: User, other_learner: User, grader: User
) -> None:
    submitted(score=100.0, image_size=1, learner=grader)
    submitted(score=100.0, image_size=2, learner=other_learner)
    Enrolment.objects.filter(user=other_learner).delete()
    assert places(golf, learner) == []


def test_the_first_are_shown_and_those_around_ones_own(golf: Lab, submitted: Submit, course: Course) -> None:
    people = [person(f"p{n}", course, Enrolment.Role.LEARNER) for n in range(30)]
    for number, one in enumerate(people):
        submitted(score=100.0, image_size=1000 + number, learner=one)
    shown = ranking.ranking(golf, people[19].pk)
    assert shown is not None
    assert [line.place for line in shown.lines] == [*range(1, 11), *range(18, 23)]
    assert [line.skipped for line in shown.lines if line.skipped] == [7]


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("nobody", 302),
        ("learner", 200),
        ("other_learner", 200),
        ("grader", 200),
        ("instructor", 200),
        ("operator", 200),
    ],
)
def test_who_sees_the_page_and_no_name_is_on_it(
    client: Client,
    request: pytest.FixtureRequest,
    golf: Lab,
    submitted: Submit,
    course: Course,
    persona: str,
    status: int,
) -> None:
    someone = person("someone-else", course, Enrolment.Role.LEARNER)
    submitted(score=100.0, image_size=1_234_567, learner=someone)
    answer = as_persona(client, request, persona).get(reverse("ranking", args=[golf.slug]))
    assert answer.status_code == status
    if status == 200:
        page = answer.content.decode()
        assert "1\N{NARROW NO-BREAK SPACE}234" in page or "1\N{NO-BREAK SPACE}234" in page
        assert "someone-else" not in page
        assert ('name="ranked"' in page) is persona.endswith("learner")


def test_there_is_no_page_for_who_has_not_joined_nor_for_other_labs(
    client: Client, golf: Lab, learner: User, django_user_model: type[User]
) -> None:
    url = reverse("ranking", args=[golf.slug])
    client.force_login(django_user_model.objects.create_user("passer-by"))
    assert client.get(url).status_code == client.post(url, {"ranked": "no"}).status_code == 404
    client.force_login(learner)
    Lab.objects.update(ranking=False)
    assert client.get(url).status_code == 404


def test_one_click_takes_out_and_in(client: Client, golf: Lab, learner: User, other_learner: User) -> None:
    client.force_login(learner)
    url = reverse("ranking", args=[golf.slug])
    assert client.post(url, {"ranked": "no"}).status_code == 302
    assert list(Enrolment.objects.filter(ranked=False).values_list("user", flat=True)) == [learner.pk]
    client.post(url, {"ranked": "yes"})
    assert not Enrolment.objects.filter(ranked=False).exists()


def test_a_grader_who_opens_the_result_of_another_sees_no_ranking(
    client: Client, golf: Lab, submitted: Submit, learner: User, grader: User
) -> None:
    made = submitted(score=100.0, image_size=40)
    url = reverse("ranking", args=[golf.slug])
    for who, seen in ((learner, True), (grader, False)):
        client.force_login(who)
        assert (url in client.get(made.get_absolute_url()).content.decode()) is seen
