"""Runs a program inside a daemon's container as an attacker who took the daemon over would."""

from __future__ import annotations

import json
import os
import re
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from grading import base_images, engine
from grading.base_images import golden
from grading.daemon import Daemon, container, isolation
from grading.image.store import Store, chain_ids
from labs.spec import Limits
from tests.attacks.aftermath import Bait
from tests.attacks.cases import FOLDER, Case

PYTHON = "python:3.11-slim"
SECONDS = 60
# The base image's Python without changing root: its loader is told where its libraries are.
START = """
export PYTHONDONTWRITEBYTECODE=1 libraries=
for layer in $1; do
  for folder in $layer/usr/lib/*-linux-gnu $layer/usr/local/lib; do
    [ -d "$folder" ] && libraries=$libraries:$folder
  done
  for file in $layer/usr/lib/*-linux-gnu/ld-linux-*.so.*; do [ -e "$file" ] && loader=$file; done
  for file in $layer/usr/bin/python3.[0-9]* $layer/usr/local/bin/python3.[0-9]*; do
    [ -x "$file" ] && python=$file PYTHONHOME=${file%/bin/*}
  done
done
export PYTHONHOME
exec timeout "$4" "$loader" --library-path "$libraries" "$python" -c "$2" "$3"
"""


def run(daemon: Daemon, case: Case, bait: Bait) -> str:
    """What the case's probe printed, beside a neighbour that it must not reach."""
    program = (FOLDER / "probing.py").read_text() + "\n" + (case.probe or "")
    with ExitStack() as life:
        neighbour = isolation.start(Limits(memory=256 << 20, disk=128 << 20), "a neighbour of an attack")
        life.callback(neighbour.destroy)
        facts = json.dumps(_facts(daemon, neighbour, bait))
        command = ["sh", "-c", START, "sh", _layers(daemon), program, facts, str(SECONDS)]
        api = engine.client().api
        begun = api.exec_create(daemon.name, command)["Id"]
        said: bytes = api.exec_start(begun)
        return said.decode(errors="replace") + ("" if neighbour.alive else "\nOPEN the neighbour was ended")


def _layers(daemon: Daemon) -> str:
    """The folders of the base image's layers as the daemon's container sees them, the uppermost first."""
    image = base_images.available()[PYTHON]
    store = Store(daemon.data_root)
    found = []
    for chain_id in chain_ids(image.diff_ids):
        with store.layer_folder(chain_id) as folder:
            assert folder is not None
            found.append(os.readlink(f"/proc/self/fd/{folder}"))
    return " ".join(path.replace(str(daemon.data_root), "/var/lib/docker") for path in reversed(found))


def _facts(daemon: Daemon, neighbour: Daemon, bait: Bait) -> dict[str, Any]:
    """What an attacker would have to guess: where everything is on the host."""
    listed = base_images.current()
    assert listed is not None
    pid = engine.client().api.inspect_container(neighbour.name)["State"]["Pid"]
    secrets = [*bait.files, Path(f"/proc/{os.getpid()}/environ"), neighbour.data_root, Path("/etc/shadow")]
    return {
        "secrets": [str(path) for path in secrets],
        "folders": [
            str(path) for path in (engine.run_dir(), engine.state_dir(), golden.pool(), neighbour.data_root)
        ],
        "golden": listed.golden,
        "subvolume": daemon.data_root.name,
        "neighbour": neighbour.name,
        "sockets": [
            str(engine.socket()),
            str(neighbour.socket),
            str(container.folder(daemon.name)),
            *_unix(),
        ],
        "addresses": _addresses(),
        "pids": [os.getpid(), pid],
    }


def _unix() -> list[str]:
    """Every named Unix socket of the host; an abstract one begins with @."""
    lines = (line.split() for line in Path("/proc/net/unix").read_text().splitlines()[1:])
    return sorted({words[7] for words in lines if len(words) > 7})


def _addresses() -> list[tuple[str, int]]:
    """Every TCP port that somebody listens on, on each address of the host."""
    ports = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            words = line.split()
            if words[3] == "0A":
                ports.add(int(words[1].rpartition(":")[2], 16))
    hosts = {"127.0.0.1", "::1", "169.254.169.254"}
    hosts |= set(re.findall(r"\|-- (\S+)\n\s+/32 host LOCAL", Path("/proc/net/fib_trie").read_text()))
    return [(host, port) for host in sorted(hosts) for port in sorted({*ports, 80, 5432, 6379, 8000})]
