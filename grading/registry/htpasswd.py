"""A line of an htpasswd file, as the registry reads it: bcrypt, which Python lacks and the system's libcrypt has."""

from __future__ import annotations

import ctypes

from grading.faults import PlatformFault

# The least there is: every request is checked against it, and the password is one that learners are given.
COST = 4


def line(user: str, password: str) -> str:
    """`user:hash`. Raises PlatformFault."""
    try:
        library = ctypes.CDLL("libcrypt.so.1")
    except OSError as error:
        raise PlatformFault("libcrypt is missing: %(reason)s", reason=str(error)) from error
    for function in (library.crypt, library.crypt_gensalt):
        function.restype = ctypes.c_char_p
    salt = library.crypt_gensalt(b"$2b$", ctypes.c_ulong(COST), None, 0)
    hashed = library.crypt(password.encode(), salt) if salt else None
    if not hashed or not hashed.startswith(b"$2b$"):
        raise PlatformFault("libcrypt cannot hash a password with bcrypt.")
    return f"{user}:{hashed.decode()}"
