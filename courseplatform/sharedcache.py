"""What all processes count together, in Redis: attempts to sign in, above all."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 10.0  # so long Redis is not asked again: a page must not wait for it at every count


class Json:
    """Redis holds plain data: Django's own pickles would be run by whoever reads them."""

    def dumps(self, value: object) -> bytes:
        return json.dumps(value).encode()

    def loads(self, data: bytes) -> Any:
        return json.loads(data)


class SharedCache(RedisCache):
    """Of a cache what counting needs. While Redis is away each process counts for itself: nobody is kept out then, and
    nobody may guess without end.
    """

    away_until = 0.0  # for all threads of the process

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.own = LocMemCache("while-redis-is-away", {"OPTIONS": {"MAX_ENTRIES": 10_000}})

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        in_redis = super().get
        return self._either(lambda: in_redis(key, default, version), lambda: self.own.get(key, default))

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        in_redis = super().add
        done = self._either(
            lambda: in_redis(key, value, timeout, version), lambda: self.own.add(key, value, timeout)
        )
        return bool(done)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        in_redis = super().set
        self._either(
            lambda: in_redis(key, value, timeout, version), lambda: self.own.set(key, value, timeout)
        )

    def delete(self, key: str, version: int | None = None) -> bool:
        in_redis = super().delete
        return bool(self._either(lambda: in_redis(key, version), lambda: self.own.delete(key)))

    def _either(self, in_redis: Callable[[], Any], here: Callable[[], Any]) -> Any:
        if time.monotonic() >= SharedCache.away_until:
            try:
                return in_redis()
            except RedisError as error:
                SharedCache.away_until = time.monotonic() + PAUSE_SECONDS
                logger.warning("Attempts to sign in are counted by each process alone: %r", error)
        return here()
