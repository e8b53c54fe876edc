"""A form that comes back says what is wrong, where the focus is."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

SIGN_UP = {"username": "ada", "email": "ada@example.com", "password1": "a long passphrase of hers"}


def focused(client: Client, url: str, form: dict[str, str]) -> str:
    """The one tag that takes the focus."""
    page = client.post(url, form, headers={"Accept-Language": "en"}).content.decode()
    tag: str
    (tag,) = re.findall(r"<\w+ [^>]*\bautofocus\b[^>]*>[^<]*", page)
    described = re.search(r'aria-describedby="([^"]+)"', tag)
    for name in described[1].split() if described else ():
        assert f'id="{name}"' in page
    return tag


@pytest.mark.django_db
@pytest.mark.parametrize("name", SIGN_UP)
def test_the_first_field_that_is_wrong_has_the_focus_and_says_why(client: Client, name: str) -> None:
    tag = focused(client, "/accounts/signup/", SIGN_UP | {name: ""})
    assert f'name="{name}"' in tag
    assert 'aria-invalid="true"' in tag
    assert f"id_{name}_error" in tag


def test_a_refused_sign_in_has_the_focus_on_its_reason(client: Client, learner: User) -> None:
    tag = focused(client, "/accounts/login/", {"login": "learner", "password": "wrong"})
    assert tag.startswith('<p class="form-errors"')
    assert "not correct" in tag


def test_a_page_that_was_not_sent_moves_nothing(client: Client, db: None) -> None:
    assert "autofocus" not in client.get("/accounts/signup/").content.decode()
