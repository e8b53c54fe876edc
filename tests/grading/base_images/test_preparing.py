from __future__ import annotations

import time
from contextlib import closing

import docker
import pytest

from grading import base_images
from grading.base_images import preparing
from grading.daemon.isolation import Daemon

pytestmark = pytest.mark.engine


def test_preparing_again_changes_nothing_and_is_quick() -> None:
    before = base_images.list_file().stat()
    began = time.monotonic()
    preparing.prepare(lambda _: None)
    assert time.monotonic() - began < 3
    assert base_images.list_file().stat() == before


def test_stand_ins_are_marked_and_pulled_images_have_a_digest(daemon: Daemon) -> None:
    with closing(daemon.api()) as api:
        for name, image in base_images.available().items():
            labels = api.images.get(name).labels or {}
            assert image.stand_in == (labels.get("org.courseplatform.stand-in") == "true")
            assert image.stand_in == (image.digest is None)


def test_layers_are_those_the_daemon_has(daemon: Daemon) -> None:
    with closing(daemon.api()) as api:
        for name, image in base_images.available().items():
            assert api.images.get(name).attrs["RootFS"]["Layers"] == list(image.diff_ids)


@pytest.mark.parametrize(
    ("image", "command", "expected"),
    [
        (
            "python:3.11-slim",
            "python --version && pip --version && python -c 'import ssl, sqlite3'",
            "Python 3.11",
        ),
        ("node:18-slim", "node --version && id -u node", "v18"),
        ("nginx", "nginx -t && ls /usr/share/nginx/html && pidof nginx || true", "successful"),
        ("busybox", "echo from busybox | sed s/from/in/", "in busybox"),
        ("debian:12-slim", "cat /etc/debian_version && apt-get --version", "12."),
    ],
)
def test_an_image_is_usable_as_what_it_is_named(
    daemon: Daemon, image: str, command: str, expected: str
) -> None:
    with closing(daemon.api()) as api:
        log = api.containers.run(
            image, ["sh", "-c", command + " 2>&1"], network_mode="none", stderr=True, remove=True
        )
    assert expected in log.decode()


def test_nginx_starts_by_its_own_command(daemon: Daemon) -> None:
    with closing(daemon.api()) as api:
        container = api.containers.run("nginx", network_mode="none", detach=True)
        time.sleep(1)
        assert container.attrs["Config"]["Cmd"] == ["nginx", "-g", "daemon off;"]
        container.reload()
        assert container.status == "running"
        container.remove(force=True)


def test_an_image_that_is_not_a_base_is_not_there(daemon: Daemon) -> None:
    with closing(daemon.api()) as api, pytest.raises(docker.errors.ImageNotFound):
        api.images.get("alpine")
