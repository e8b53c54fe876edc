"""The style guide, and what it measures."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from labs import styleguide


def test_contrast_is_that_of_wcag() -> None:
    assert styleguide.contrast("#000000", "#ffffff") == 21.0
    assert styleguide.contrast("#ffffff", "#ffffff") == 1.0
    assert styleguide.contrast("#777777", "#ffffff") == 4.48


def test_every_colour_is_read_where_it_stands() -> None:
    weak = [
        (one.front.name, one.back.name, one.light, one.dark) for one in styleguide.pairs() if not one.holds
    ]
    assert weak == []


def test_every_colour_of_the_tokens_is_shown() -> None:
    text = styleguide.TOKENS.read_text()
    assert text.count("light-dark(#") - 1 == len(
        styleguide.colours()
    )  # one has a transparency: a wash over others


@pytest.mark.django_db
@pytest.mark.parametrize("persona", ["nobody", "learner", "instructor"])
def test_everybody_may_look_at_it(client: Client, request: pytest.FixtureRequest, persona: str) -> None:
    if persona != "nobody":
        person: User = request.getfixturevalue(persona)
        client.force_login(person)
    page = client.get("/styleguide/").content.decode()
    assert "accent-strong" in page
    assert " style=" not in page
