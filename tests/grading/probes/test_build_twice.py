from __future__ import annotations

import pytest

from grading.daemon.isolation import Daemon
from grading.probes.build_twice import BuildTwice
from tests.grading.probes.living import living

DOCKERFILE = """\
FROM busybox
COPY a.txt /data/
RUN echo same > /data/same.txt && mkdir /data/logs && date > /data/logs/when
"""


@pytest.mark.engine
def test_what_two_builds_make_is_compared_by_content_or_by_time_as_well(daemon: Daemon) -> None:
    live = living(daemon, DOCKERFILE, {"a.txt": "1\n"})
    answer = BuildTwice().ask(live)
    assert (answer["ok"], answer["more"], answer["count"]) == (True, 0, 1)
    assert answer["found"] == [{"path": "/data/logs/when", "layer": 2, "line": 3}]
    assert BuildTwice(ignore=("/data/logs",)).ask(live)["count"] == 0
    timed = BuildTwice(times=True).ask(live)
    assert [one["path"] for one in timed["found"]] == ["/data/logs/when", "/data/same.txt"]
