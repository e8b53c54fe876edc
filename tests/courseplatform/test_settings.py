from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

BASE_DIR: Path = settings.BASE_DIR
READ = re.compile(r'env\.\w+\(\s*"(\w+)"')


def start(code: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a fresh process."""
    clean = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME")}
    return subprocess.run(
        [sys.executable, "-c", code or "from courseplatform import settings; print(settings.SECRET_KEY)"],
        cwd=BASE_DIR, env=clean | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    read = set(READ.findall((BASE_DIR / "courseplatform" / "settings.py").read_text()))
    documented = set(
        re.findall(r"^\| `([A-Z_]+)` \|", (BASE_DIR / "docs" / "operating.md").read_text(), re.M)
    )
    assert read == documented


def test_production_refuses_the_default_secret() -> None:
    done = start(PRODUCTION="true", ALLOWED_HOSTS="example.com")
    assert done.returncode != 0
    assert "set SECRET_KEY or SECRET_KEY_FILE" in done.stderr


def test_production_refuses_to_start_without_host_names() -> None:
    done = start(PRODUCTION="true", SECRET_KEY="x" * 40)
    assert done.returncode != 0
    assert "ALLOWED_HOSTS is empty" in done.stderr


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("y" * 40)
    done = start(PRODUCTION="true", ALLOWED_HOSTS="example.com", SECRET_KEY_FILE=str(secret))
    assert done.stdout.strip() == "y" * 40, done.stderr


@pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3", reason="SQLite only"
)
@pytest.mark.django_db
def test_sqlite_checks_foreign_keys() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)


@pytest.mark.parametrize(
    ("environment", "printed"),
    [
        ({}, "http://localhost:8000 console None"),
        ({"SITE_URL": "https://x.org/quai/"}, "https://x.org/quai console None"),
        (
            {"PRODUCTION": "true", "ALLOWED_HOSTS": "a.org,b.org", "SITE_URL": ""},
            "https://a.org console None",
        ),
        ({"EMAIL_URL": "smtps://mail.org"}, "http://localhost:8000 smtp mail.org"),
    ],
)
def test_links_and_mail_follow_the_environment(environment: dict[str, str], printed: str) -> None:
    print_them = (
        "from courseplatform import settings as s;"
        "print(s.SITE_URL, s.EMAIL_BACKEND.split('.')[-2], getattr(s, 'EMAIL_HOST', None))"
    )
    done = start(print_them, SECRET_KEY="x" * 40, **environment)
    assert done.stdout.strip() == printed, done.stderr


def test_a_mail_server_that_is_none_is_named_without_its_password() -> None:
    done = start(EMAIL_URL="imap://me:hidden@mail.org")
    assert done.returncode != 0
    assert "ImproperlyConfigured: EMAIL_URL: expected smtp://" in done.stderr
    assert "hidden" not in done.stderr.split("ImproperlyConfigured")[1]
