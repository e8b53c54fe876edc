"""Addresses of the platform itself."""

from __future__ import annotations

from django.test import Client


def test_a_browser_that_asks_for_an_icon_is_shown_the_way() -> None:
    assert Client().get("/favicon.ico").headers["Location"].endswith("favicon.svg")
