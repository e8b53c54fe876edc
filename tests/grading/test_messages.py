from __future__ import annotations

import json

import pytest
from django.utils.translation import override

from grading.messages import Message, human_limit, human_size


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1_000, "1 kB"),
        (3_050_000, "3.05 MB"),
        (999_400, "999 kB"),
        (999_600, "1 MB"),
        (1_234_000_000, "1.23 GB"),
        (4_321_000_000_000, "4321 GB"),
    ],
)
def test_a_size_has_three_digits_and_a_unit(size: int, shown: str) -> None:
    with override("en"):
        assert human_size(size) == shown


def test_a_fraction_has_the_decimal_sign_of_the_language() -> None:
    message = Message("%(seconds)s s of %(limit)s", {"seconds": 3.8, "limit": 60})
    with override("fr"):
        assert str(message) == "3,8 s of 60"
    with override("en"):
        assert str(message) == "3.8 s of 60"


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (312, "312\N{NO-BREAK SPACE}o"),
        (3_050_000, "3,05\N{NO-BREAK SPACE}Mo"),
        (999_600, "1\N{NO-BREAK SPACE}Mo"),
    ],
)
def test_a_size_in_french_has_a_comma_and_octets(size: int, shown: str) -> None:
    with override("fr"):
        assert human_size(size) == shown


def test_a_message_is_kept_apart_from_its_language() -> None:
    message = Message(
        "%(file)s has %(size_bytes)s: a file may have %(most_bytes)s.",
        {"file": "x", "size_bytes": 1_050_000, "most_bytes": 1000},
    )
    kept = Message.from_json(message.as_json())
    with override("en"):
        assert str(kept) == "x has 1.05 MB: a file may have 1 kB."
    with override("fr"):
        assert str(kept).startswith("x pèse 1,05\N{NO-BREAK SPACE}Mo")


def test_a_message_without_parameters_may_have_a_percent_sign() -> None:
    assert str(Message("100% sure")) == "100% sure"


def test_a_message_in_a_message_is_kept_and_translated_with_it() -> None:
    inner = Message("%(size_bytes)s", {"size_bytes": 1_500_000})
    outer = Message("Found: %(what)s", {"what": inner})
    assert Message.from_json(json.loads(json.dumps(outer.as_json()))) == outer
    with override("fr"):
        assert str(outer) == "Found: 1,5\N{NO-BREAK SPACE}Mo"


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (1 << 30, "1 GiB"),
        (3 << 29, "1.5 GiB"),
        (512 << 20, "512 MiB"),
        (1_073_000_000, "1023 MiB"),
        (1000, "1 kB"),
    ],
)
def test_a_limit_is_said_as_labs_set_it(size: int, shown: str) -> None:
    with override("en"):
        assert human_limit(size) == shown
        said = Message("of %(limit_bytes)s: %(memory_bytes)s", {"limit_bytes": size, "memory_bytes": size})
        assert str(said) == f"of {shown}: {shown}"
