"""The bytes of files of images built in a real daemon."""

from __future__ import annotations

import pytest

from grading.daemon.isolation import Daemon
from grading.image.content import Contents
from grading.image.store import SNAPSHOTTER
from tests.grading.image.test_image import facts

pytestmark = pytest.mark.engine

DOCKERFILE = """\
FROM debian:12-slim
RUN mkdir -p /srv/a && printf 0123456789 > /srv/a/one && ln /srv/a/one /srv/a/two && ln -s /srv/a/one /three
RUN printf secret > /gone && head -c 100000 /dev/zero > /srv/zero
RUN rm /gone
"""


@pytest.mark.parametrize("snapshotter", [True, False])
def test_what_is_in_the_files_of_an_image(daemon: Daemon, snapshotter: bool) -> None:
    _, found = facts(daemon, DOCKERFILE)
    if not snapshotter:  # then from the layers' tars
        (daemon.data_root / "containerd" / SNAPSHOTTER / "metadata.db").write_bytes(b"x" * 10_000)
    contents = Contents(daemon, found)

    def read(path: str, most: int = 100) -> bytes:
        node = contents.tree.find(path)
        assert node is not None
        return contents.read(node, most)

    assert read("/srv/a/one") == read("/srv/a/two") == read("/three") == b"0123456789"
    assert read("/three", 4) == b"0123"
    assert read("/srv") == b""
    assert read("/etc/debian_version").startswith(b"12")  # the base's, out of the daemon's reach
    assert [
        (path, len(data)) for path, data in contents.of_layer(2, lambda path, entry: min(entry.size, 50))
    ] == [
        ("/gone", 6),
        ("/srv/zero", 50),
    ]
