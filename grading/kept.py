"""What a process keeps for a moment, because many ask for it at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from django.core.cache import caches

Value = TypeVar("Value")


def kept(key: str, seconds: int, make: Callable[[], Value]) -> Value:
    """What `make` gave in this process at most `seconds` ago; not None. What it raises is raised, and not kept."""
    return cast(Value, caches["here"].get_or_set(key, make, seconds))
