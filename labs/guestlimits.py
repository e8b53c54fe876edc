"""How much guests of one address may do within an hour, so that strangers cost learners nothing they would feel.

Counted in Redis, for all processes together. Where that is away nobody is let in: a demo can wait, learners should not.
"""

from __future__ import annotations

import logging
import time
from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

HOUR = 3600


def one_more(request: HttpRequest, what: str, most: int) -> bool:
    """Count one more `what` from the request's address; whether it is within `most` in this hour of the clock."""
    key = f"guests:{what}:{address(request)}:{int(time.time()) // HOUR}"
    try:
        caches["limits"].add(key, 0, 2 * HOUR)
        return caches["limits"].incr(key) <= most
    except RedisError as error:
        logger.warning("Guests are not let in, because they cannot be counted: %s", error)
        return False


def address(request: HttpRequest) -> str:
    """Whose it is: with IPv6 a network of 64 bits, of which one person has all addresses."""
    try:
        ip = ip_address(get_adapter().get_client_ip(request))
    except (ValueError, PermissionDenied):
        return "unknown"
    return str(ip if ip.version == 4 else ip_network(f"{ip}/64", strict=False))
