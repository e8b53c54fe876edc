"""No page is a dead end: what is said in the middle of it also leads somewhere."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from grading.models import Certificate
from labs.models import Course, Lab


def ways(page: str) -> list[str]:
    """Where links in the middle lead, other than back."""
    middle = page.partition("<main")[2].partition("</main>")[0]
    middle = re.sub(r'<p class="crumbs".*?</p>', "", middle, flags=re.DOTALL)
    return re.findall(r'<a [^>]*href="([^"#]+)', middle)


@pytest.mark.parametrize("code", ["403", "403_csrf", "404", "429", "500"])
def test_an_error_page_leads_to_the_courses(code: str) -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert ways(render_to_string(f"{code}.html", request=None if code == "500" else request)) == ["/"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("account_reset_password_done", "/accounts/login/"),
        ("account_reset_password_from_key_done", "/accounts/login/"),
        ("account_email_verification_sent", "/accounts/login/"),
        ("home", "/accounts/signup/"),
    ],
)
def test_a_page_for_visitors_leads_on(client: Client, name: str, way: str) -> None:
    assert way in ways(client.get(reverse(name)).content.decode())


@pytest.mark.parametrize(
    ("url", "way"),
    [
        ("/search/?q=nothing-has-this", "/"),
        ("/labs/first-image/ranking", "/labs/first-image/"),
        ("/courses/docker/", "/courses/docker/images/"),
    ],
)
def test_a_page_without_results_leads_on(client: Client, lab: Lab, learner: User, url: str, way: str) -> None:
    Lab.objects.filter(pk=lab.pk).update(ranking=True)
    client.force_login(learner)
    assert way in ways(client.get(url).content.decode())


def test_a_list_of_submissions_that_is_filtered_to_nothing_shows_all(client: Client, grader: User) -> None:
    client.force_login(grader)
    assert ways(client.get("/review/?state=failed").content.decode()) == ["/review/"]
    assert ways(client.get("/review/").content.decode()) == []


def test_a_certificate_leads_to_its_course(client: Client, course: Course, learner: User) -> None:
    made = Certificate.objects.create(user=learner, course=course, name="Ada")
    assert course.get_absolute_url() in ways(client.get(made.get_absolute_url()).content.decode())
