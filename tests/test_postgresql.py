"""The same rules on PostgreSQL: migrations, the queue under rivals, importing, pages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.stack import free_port

SUITES = ["tests/grading/test_queue.py", "tests/grading/test_running.py", "tests/grading/test_review.py",
          "tests/grading/test_progress.py", "tests/grading/test_submission.py", "tests/grading/test_permissions.py",
          "tests/grading/test_ranking.py", "tests/grading/test_notices.py",
          "tests/labs/test_importing.py", "tests/labs/test_views.py", "tests/labs/test_search.py",
          "tests/labs/test_questionviews.py", "tests/labs/test_preparedquery.py"]  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server of its own; it refuses to run as root, so it runs as its own user.

    Its data lie outside of pytest's folders, which only root may enter.
    """
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/usr/bin"))
    data, port = Path(tempfile.mkdtemp(prefix="postgresql-")), free_port()
    shutil.chown(data, "postgres")
    as_postgres = (
        ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
    )
    subprocess.run(
        [*as_postgres, str(programs / "initdb"), "-D", str(data), "-A", "trust", "-U", "tester", "--no-sync"],
        check=True, capture_output=True, cwd="/",
    )  # fmt: skip
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    control = [*as_postgres, str(programs / "pg_ctl"), "-D", str(data), "-w"]
    subprocess.run(
        [*control, "-l", str(data / "log"), "-o", options, "start"], check=True, capture_output=True, cwd="/"
    )
    yield f"postgres://tester@127.0.0.1:{port}/postgres"
    subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True, cwd="/")
    shutil.rmtree(data)


@pytest.mark.timeout(300)
def test_the_rules_hold_on_postgresql(server: str) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-m",
            "not engine and not browser",
            *SUITES,
        ],
        env=os.environ | {"DATABASE_URL": server},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert " passed" in done.stdout
