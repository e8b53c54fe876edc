"""Sockets of our own in a daemon's network, where a container of the network `host` can be reached.

Only the socket is there, not its process: a client needs no rights, and its peer can ask nothing of it.
"""

from __future__ import annotations

import ctypes
import os
import socket
from concurrent.futures import ThreadPoolExecutor

from grading.daemon.isolation import Daemon
from grading.faults import PlatformFault

CLONE_NEWNET = 0x40000000
HERE = "127.0.0.1"
# What listens on all addresses answers here, too; what listens on 127.0.0.1 alone does not, and could not be reached
# from outside its container if it had a network of its own.
PUBLISHED = "127.0.0.2"


def connect(daemon: Daemon, address: str, port: int, seconds: float) -> socket.socket:
    """A connection within the daemon's network. Raises OSError when nobody takes it, PlatformFault."""
    found = _socket(daemon)
    try:
        found.settimeout(seconds)
        # Its end is abrupt, so that no port is kept from the next container that listens on it.
        found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        found.connect((address, port))
    except BaseException:
        found.close()
        raise
    return found


def _socket(daemon: Daemon) -> socket.socket:
    network = daemon.network()
    try:
        # A thread that lives for this alone: it need not find its way back.
        with ThreadPoolExecutor(1, thread_name_prefix="in the network of a daemon") as thread:
            return thread.submit(_in, network).result()
    except OSError as error:
        raise PlatformFault("The daemon's network is away: %(reason)s", reason=str(error)) from error
    finally:
        os.close(network)


def _in(network: int) -> socket.socket:
    if ctypes.CDLL(None, use_errno=True).setns(network, CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "setns")
    return socket.socket(socket.AF_INET, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
