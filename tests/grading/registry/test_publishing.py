"""Labs with a registry, from the commands to the grade, in a real daemon."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace

import pytest

from grading import engine, pipeline
from grading.daemon.isolation import Daemon
from grading.faults import PlatformFault
from grading.job import Job
from grading.models import State
from grading.registry import starting, stored
from grading.verdict import Verdict
from labs.spec import CheckSpec, LabSpec, Limits, RegistrySpec
from tests.grading.said import said

pytestmark = pytest.mark.engine

APP = "localhost:5000/student/app"
BUILD = f"docker build -t {APP}:1.0.0 -t {APP} ."
LOGIN = "docker login -u student --password-stdin localhost:5000 < password.txt"
PUSH = f"docker push {APP}:1.0.0"
DOCKERFILE = 'FROM busybox\nCOPY greeting.txt /\nCMD ["cat", "/greeting.txt"]\n'
LAB = LabSpec(
    slug="publish",
    title="Publish",
    summary="",
    brief="",
    editable=("Dockerfile", "mine.txt"),
    base_images=("busybox",),
    network="none",
    commands=BUILD,
    limits=Limits(seconds=60, memory=512 << 20, disk=512 << 20),
    checks=(
        CheckSpec("build", 40.0),
        CheckSpec(
            "pushed",
            60.0,
            {
                "require": [
                    {"repository": "student/app", "tag": "1.0.0"},
                    {"repository": "student/app", "pattern": "latest"},
                ]
            },
        ),
    ),
    starter={"password.txt": "s3cret\n", "greeting.txt": "hello from the image\n"},
    solution={},
    solution_commands="",
    registry=RegistrySpec("student", "password.txt"),
)


def judged(life: ExitStack, *commands: str, lab: LabSpec = LAB, **files: str) -> Verdict:
    sent = {"Dockerfile": DOCKERFILE, **{name.replace("_", "."): text for name, text in files.items()}}
    verdict = pipeline.judge(Job(lab, sent, "\n".join(commands), "a test", life))
    assert verdict.status == State.GRADED, verdict.error
    return verdict


def log(verdict: Verdict) -> str:
    assert verdict.build is not None
    return verdict.build.log


def test_what_is_pushed_is_graded_and_every_command_says_what_docker_says(life: ExitStack) -> None:
    verdict = judged(
        life,
        BUILD,
        "cat password.txt | docker login -u student --password-stdin localhost:5000",
        f"docker push -a {APP}",
        f"docker images {APP}",
        f"docker history {APP}",
        f"docker inspect -f 'runs {{{{json .Config.Cmd}}}}' {APP}",
        f"docker rmi {APP}:1.0.0",
        f"docker pull {APP}:1.0.0",
        "docker pull busybox",
        "docker logout localhost:5000",
    )
    assert verdict.score == 100.0, [str(outcome.message) for outcome in verdict.outcomes]
    assert verdict.image is not None
    assert verdict.image.tags == (f"{APP}:1.0.0", f"{APP}:latest")
    for line in (
        "$ cat password.txt | docker login -u student --password-stdin localhost:5000",
        "  Login Succeeded",
        f"  1.0.0: digest: {verdict.image.id} size: ",
        "  REPOSITORY                   TAG ",
        '  runs ["cat","/greeting.txt"]',
        f"  Untagged: {APP}:1.0.0",
        f"  Status: Downloaded newer image for {APP}:1.0.0",
        "  Status: Image is up to date for busybox:latest",
        "  Removing login credentials for localhost:5000",
    ):
        assert f"\n{line}" in log(verdict)
    assert "/run/courseplatform" not in log(verdict)
    assert "s3cret" not in log(verdict)


def test_half_is_pushed_and_half_of_the_points_are_given(life: ExitStack) -> None:
    verdict = judged(life, BUILD, LOGIN, PUSH)
    assert [outcome.points for outcome in verdict.outcomes] == [40.0, 30.0]
    assert "Found: student/app:1.0.0." in said(verdict.outcomes[1].message)


def test_an_image_that_is_built_anew_after_its_push_is_another(life: ExitStack) -> None:
    again = f"docker build --label version=2 -t {APP}:1.0.0 ."
    verdict = judged(life, BUILD, LOGIN, PUSH, again)
    assert verdict.outcomes[1].points == 0.0
    assert "Another image than the graded one is student/app:1.0.0" in said(verdict.outcomes[1].message)


@pytest.mark.parametrize(
    ("commands", "says"),
    [
        ([PUSH], "docker push: the registry asks who you are: docker login comes first."),
        (
            [LOGIN.replace("password.txt", "mine.txt")],
            "docker login: the registry does not know the user student with this password.",
        ),
        (
            [LOGIN, f"docker push {APP}:2"],
            f"docker push: there is no image {APP}:2: docker tag gives an image this name.",
        ),
        ([LOGIN, f"docker pull {APP}:2"], f"docker pull: the registry has no {APP}:2."),
    ],
)
def test_a_command_that_fails_says_why_and_the_image_is_graded_all_the_same(
    life: ExitStack, commands: list[str], says: str
) -> None:
    verdict = judged(life, BUILD, *commands, mine_txt="another\n")
    assert verdict.fault == "learner"
    assert said(verdict.outcomes[0].message).endswith(f"({commands[-1]}): {says}")
    assert verdict.image is not None


def test_who_removes_the_last_name_of_the_image_leaves_none_to_grade(life: ExitStack) -> None:
    verdict = judged(life, BUILD, f"docker rmi {APP} {APP}:1.0.0")
    assert verdict.image is None
    assert said(verdict.outcomes[0].message).startswith("docker rmi took the last name of the image")


def test_a_registry_that_fills_the_disk_reaches_the_submissions_limit(life: ExitStack) -> None:
    lab = replace(LAB, limits=replace(LAB.limits, disk=210 << 20))
    big = "FROM busybox\nRUN head -c 60000000 /dev/urandom > /big\n"
    verdict = pipeline.judge(Job(lab, {"Dockerfile": big}, "\n".join([BUILD, LOGIN, PUSH]), "a test", life))
    assert (verdict.status, verdict.limit) == (State.LIMIT, "disk"), verdict.error
    assert verdict.build is not None
    assert "$ docker push" in verdict.build.log


def test_it_runs_as_nobody_and_ends_with_the_daemon(daemon: Daemon) -> None:
    starting.start(daemon, "student", "s3cret")
    processes = engine.client().api.top(daemon.name)["Processes"]
    (mine,) = (line for line in processes if "docker-registry" in line[-1])
    assert int(mine[0]) == engine.remapped_root() + 65534
    assert stored.pushed(daemon.data_root) == ()
    with pytest.raises(PlatformFault, match="The registry did not start"):
        starting.start(daemon, "student", "s3cret")
    daemon.destroy()
    with pytest.raises(PlatformFault):
        starting.start(daemon, "student", "s3cret")
