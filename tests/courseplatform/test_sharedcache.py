"""Attempts to sign in, counted by several processes in a real Redis, and without one."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import caches
from django.test import Client
from pytest_django.fixtures import Settings

from courseplatform.settings import CACHES
from courseplatform.sharedcache import SharedCache
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted_at(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Use the shared cache as the settings have it, with a Redis at that address."""
    monkeypatch.setattr(SharedCache, "away_until", 0.0)

    def use(url: str) -> None:
        settings.CACHES = settings.CACHES | {"default": CACHES["default"] | {"LOCATION": url}}

    return use


def try_password(password: str) -> int:
    """As from a process of its own: it remembers nothing of what went before."""
    caches["default"].own.clear()  # type: ignore[attr-defined]
    return Client().post("/accounts/login/", {"login": "learner", "password": password}).status_code


def test_several_processes_count_together(counted_at: Any, redis_url: str, learner: User) -> None:
    counted_at(redis_url)
    for _ in range(5):
        try_password("wrong")
    assert try_password(PASSWORD) == 200  # it would be let in
    caches["default"].clear()
    assert try_password(PASSWORD) == 302


def test_a_class_behind_one_address_signs_up_and_in_within_a_minute(counted_at: Any, redis_url: str) -> None:
    counted_at(redis_url)
    names = [f"student-{number}" for number in range(60)]
    for name in names:
        answers = {"username": name, "email": f"{name}@example.com", "password1": PASSWORD}
        assert Client().post("/accounts/signup/", answers).status_code == 302
    for name in names:
        assert Client().post("/accounts/login/", {"login": name, "password": PASSWORD}).status_code == 302


def test_without_redis_one_signs_in_and_cannot_guess_without_end(counted_at: Any, learner: User) -> None:
    counted_at("redis://127.0.0.1:1/0")
    assert try_password(PASSWORD) == 302
    for _ in range(5):
        Client().post("/accounts/login/", {"login": "learner", "password": "wrong"})
    assert Client().post("/accounts/login/", {"login": "learner", "password": PASSWORD}).status_code == 200


def test_a_redis_that_is_away_is_not_asked_at_every_count(
    counted_at: Any, learner: User, caplog: pytest.LogCaptureFixture
) -> None:
    counted_at("redis://127.0.0.1:1/0")
    for _ in range(3):
        try_password("wrong")
    assert caplog.text.count("counted by each process alone") == 1


def test_redis_holds_no_pickles(counted_at: Any, redis_url: str) -> None:
    import redis

    counted_at(redis_url)
    caches["default"].set("history", [1.5, 2.5])
    assert caches["default"].get("history") == [1.5, 2.5]
    with redis.Redis.from_url(redis_url) as client:
        (key,) = client.keys("*history")
        assert client.get(key) == b"[1.5, 2.5]"
