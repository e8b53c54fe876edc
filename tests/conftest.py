"""One person per role, and a small course with one lab for them to meet in."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
import redis
from django.contrib.auth.models import Group, User
from django.core.cache import caches
from django.db import connections
from django.utils import translation
from pytest_django.fixtures import Settings

from grading import engine
from grading.base_images import golden, preparing
from grading.egress import squid
from labs.models import Check, Course, Enrolment, Lab, LabFile, Module
from labs.roles import GRADERS, INSTRUCTORS
from tests import parallel
from tests.smtp import MailServer
from tests.stack import free_port

WAS_UP = pytest.StashKey[bool]()
PASSWORD = "correct horse battery staple"
SOURCE = """\
# Images

De quoi il s’agit.

## Les couches

Une par instruction.

## Le cache

Du plus stable au moins stable.
"""
DOCKERFILE = 'FROM python:3.11-slim\nCOPY app.py /app.py\nCMD ["python3", "/app.py"]\n'


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Prepare the engine before the first test that needs it: on a fresh machine that takes a minute.

    It is stopped at the end unless it was up before.
    """
    if WAS_UP in item.config.stash or not item.get_closest_marker("engine"):
        return
    reporter = item.config.pluginmanager.get_plugin("terminalreporter")

    def say(line: str) -> None:
        if reporter:
            reporter.write_line(line)

    item.config.stash[WAS_UP] = engine.is_up()
    parallel.take_over()
    preparing.prepare(say)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not config.stash.get(WAS_UP, True):
        squid.stop()
        engine.stop()
        golden.unmount_pool()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    with_engine = {item.path for item in items if item.get_closest_marker("engine")}
    items.sort(key=lambda item: parallel.weight(item.path, item.path in with_engine))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """SQLite's test database is a file, as the real one: one in memory locks tables where WAL does not."""
    database = connections["default"].settings_dict
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(autouse=True)
def fast_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def alone(settings: Settings) -> None:
    """What allauth counts is not counted in the Redis of this machine."""
    settings.CACHES = settings.CACHES | {"default": settings.CACHES["here"] | {"LOCATION": "counted"}}


@pytest.fixture(autouse=True)
def nothing_known() -> None:
    """What a process keeps for a moment is of another test."""
    caches["here"].clear()


@pytest.fixture(autouse=True)
def words_of_the_source() -> Iterator[None]:
    """What is said outside a request is said in English; pages are in the site's language, French."""
    with translation.override("en"):
        yield


@pytest.fixture
def course(db: None) -> Course:
    return Course.objects.create(slug="docker", title="Docker", summary="Conteneurs et images.")


@pytest.fixture
def module(course: Course) -> Module:
    return Module.objects.create(
        course=course,
        slug="images",
        title="Images",
        position=0,
        minutes=10,
        source=SOURCE,
    )


@pytest.fixture
def lab(module: Module) -> Lab:
    """100 points: 60 for a build that works, 40 for the tag app:latest."""
    lab = Lab.objects.create(
        module=module,
        slug="first-image",
        title="Une première image",
        brief="Construisez **app**.\n\n## À faire\n\nUn Dockerfile.\n",
        editable=["Dockerfile", ".dockerignore"],
        base_images=["python:3.11-slim"],
        commands="docker build -t app .",
        solution_commands="docker build -t app .",
    )
    starter = {"Dockerfile": "FROM python:3.11-slim\n", "app.py": 'print("bonjour")\n'}
    LabFile.objects.bulk_create(LabFile(lab=lab, path=path, text=text) for path, text in starter.items())
    LabFile.objects.create(lab=lab, role=LabFile.Role.SOLUTION, path="Dockerfile", text=DOCKERFILE)
    Check.objects.create(lab=lab, position=0, kind="build", points=60.0)
    require = [{"pattern": "latest", "name": "app", "message": "Il manque app:latest."}]
    Check.objects.create(lab=lab, position=1, kind="tags", points=40.0, parameters={"require": require})
    return lab


@pytest.fixture
def demo(lab: Lab) -> Lab:
    """The same lab, to be tried without an account."""
    Course.objects.update(demo=lab)
    return lab


@pytest.fixture
def counted_here(settings: Settings) -> None:
    """What is counted in Redis is counted in this process."""
    here = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "limits"}
    settings.CACHES = settings.CACHES | {"limits": here}
    caches["limits"].clear()


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    folder = tmp_path_factory.mktemp("redis")
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        url = f"redis://127.0.0.1:{port}/0"
        until = time.monotonic() + 10
        with redis.Redis.from_url(url) as client:
            while time.monotonic() < until:
                try:
                    client.ping()
                    break
                except redis.ConnectionError:
                    time.sleep(0.02)
        yield url
        server.terminate()


MailTo = Callable[[MailServer], None]


@pytest.fixture
def mail_to(settings: Settings) -> MailTo:
    """Mail goes to that server, which is not waited for long."""

    def use(server: MailServer) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 0.5

    return use


@pytest.fixture
def learner(course: Course) -> User:
    return person("learner", course, Enrolment.Role.LEARNER)


@pytest.fixture
def other_learner(course: Course) -> User:
    return person("other-learner", course, Enrolment.Role.LEARNER)


@pytest.fixture
def grader(course: Course) -> User:
    return person("grader", course, Enrolment.Role.GRADER, GRADERS)


@pytest.fixture
def instructor(course: Course) -> User:
    return person("instructor", course, Enrolment.Role.INSTRUCTOR, INSTRUCTORS, is_staff=True)


@pytest.fixture
def operator(db: None) -> User:
    return User.objects.create_superuser("operator", "operator@example.com", PASSWORD)


def person(
    name: str, course: Course, role: Enrolment.Role, group: str | None = None, is_staff: bool = False
) -> User:
    user = User.objects.create_user(name, f"{name}@example.com", PASSWORD, is_staff=is_staff)
    if group:
        user.groups.add(Group.objects.get(name=group))
    Enrolment.objects.create(user=user, course=course, role=role)
    return user


@pytest.fixture
def life() -> Iterator[ExitStack]:
    """Daemons entered here live as long as the test."""
    with ExitStack() as stack:
        yield stack
