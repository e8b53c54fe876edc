"""A line of an htpasswd file, as the registry reads it: bcrypt."""

from __future__ import annotations

import bcrypt

# The least there is: every request is checked against it, and the password is one that learners are given.
COST = 4


def line(user: str, password: str) -> str:
    """`user:hash`, of a password of at most 72 bytes, which is all that bcrypt looks at."""
    return f"{user}:{bcrypt.hashpw(password.encode(), bcrypt.gensalt(COST)).decode()}"
