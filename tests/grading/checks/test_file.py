from dataclasses import replace
from typing import Any

import pytest

from grading.checks.file import GROUP, PASSWD, File
from grading.outcome import Evidence, Work
from grading.probes import Answer
from grading.probes.file_text import FileText
from grading.tree import FOLDER, SYMLINK, Entry, LayerFiles, Tree
from labs.checkkinds import CheckError
from tests.grading.checks.work import an_image, work
from tests.grading.said import said

BASE = LayerFiles({"etc": Entry(FOLDER), "etc/passwd": Entry("file", 20)})
OWN = LayerFiles(
    {
        "app": Entry(FOLDER, mode=0o755),
        "app/app.py": Entry("file", 1500, 0o644, 1000, 1001),
        "app/latest": Entry(SYMLINK, link="app.py"),
        "var/lib/apt/lists/partial/x": Entry("file", 3),
    }
)


def built(text: str | None = None, passwd: str = "", group: str = "") -> Work:
    image = replace(an_image([(1500, 4)]), tree=Tree((BASE, OWN)))
    answers: dict[str, Answer] = {
        FileText("/app/app.py").key: {"text": text},
        PASSWD.key: {"text": passwd},
        GROUP.key: {"text": group},
    }
    return replace(work(image), answers=answers)


def judge(work: Work | None = None, **parameters: Any) -> tuple[float, str, Evidence]:
    File().validate(parameters, None)
    finding = File().judge(parameters, work or built())
    return finding.fraction, said(finding.message), finding.evidence


def test_a_file_that_is_there_is_found_through_links_with_its_layer_and_line() -> None:
    place = Evidence(line=4, layer=1, path="/app/app.py")
    said = "In the image, as was asked for: /app/latest."
    assert judge(path="/app/latest", kind="file") == (1.0, said, place)
    assert judge(path="/app/latest", kind="symlink")[0] == 1


def test_a_file_that_is_not_there_earns_nothing() -> None:
    assert judge(path="/app/main.py", mode="0644") == (
        0.0, "Not in the image: /app/main.py.", Evidence(path="/app/main.py"),
    )  # fmt: skip


@pytest.mark.parametrize("path", ["/app/app.py", "/app/latest", "/var/lib/apt/lists/*", "/var*x"])
def test_what_must_not_be_there_is_named(path: str) -> None:
    fraction, message, place = judge(path=path, absent=True)
    assert fraction == 0
    assert message == f"Not wanted in the image: {place.path}."
    assert (place.line, place.layer) == (4, 1)


@pytest.mark.parametrize("path", ["/app/app.pyc", "/app/*.pyc", "/nowhere/*", "/etc/shadow"])
def test_what_is_not_there_is_as_asked_for(path: str) -> None:
    assert judge(path=path, absent=True)[0] == 1


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        ({"kind": "folder"}, "/app/app.py is a file; asked for: a folder."),
        ({"mode": "755"}, "/app/app.py has the mode 0644; asked for: 0755."),
        ({"owner": "0"}, "/app/app.py belongs to 1000:1001; asked for: 0."),
        ({"owner": "1000:0"}, "/app/app.py belongs to 1000:1001; asked for: 1000:0."),
        ({"owner": "nobody"}, "/app/app.py belongs to 1000:1001; asked for: nobody."),
        ({"most": "1kB"}, "/app/app.py has 1.5 kB; at most 1 kB were asked for."),
        ({"contains": "print"}, "/app/app.py does not hold what was asked for: print"),
        ({"matching": "^x$"}, "/app/app.py does not hold what was asked for: ^x$"),
    ],
)
def test_each_wish_that_is_not_met_is_said(wish: dict[str, Any], message: str) -> None:
    assert judge(built("a\nxy\n"), path="/app/app.py", **wish)[:2] == (0.0, message)


@pytest.mark.parametrize(
    "wish",
    [
        {"kind": "file", "mode": "0644"},
        {"owner": "1000:1001", "most": "1.5kB"},
        {"owner": "app:app"},
        {"contains": "int(", "matching": "^print"},
        {"contains": ["print", "("]},
    ],
)
def test_wishes_are_met(wish: dict[str, Any]) -> None:
    names = "root:x:0:0::/:/bin/sh\napp:x:{}:0::/:/bin/sh\n"
    work = built("#!\nprint(1)\n", names.format(1000), names.format(1001))
    assert judge(work, path="/app/app.py", **wish)[0] == 1


def test_wishes_count_in_equal_parts() -> None:
    assert judge(path="/app/app.py", mode="0600", owner="1000", kind="file")[0] == pytest.approx(2 / 3)


@pytest.mark.parametrize("passwd", ["app", "app:x:\n", "app:x:one:1\n", "app:x:²:1\n", ":::\n"])
def test_a_broken_list_of_users_names_nobody(passwd: str) -> None:
    assert judge(built(passwd=passwd), path="/app/app.py", owner="app")[0] == 0


def test_only_what_is_asked_for_is_read() -> None:
    assert File().probes({"path": "/x", "mode": "0644", "owner": "1000"}) == ()
    assert File().probes({"path": "/x", "contains": "a"}) == (FileText("/x"),)
    assert File().probes({"path": "/x", "owner": "app"}) == (PASSWD, GROUP)


@pytest.mark.parametrize(
    ("parameters", "key"),
    [
        ({}, "path"),
        ({"path": "app.py"}, "path"),
        ({"path": "/x", "absent": True, "mode": "0644"}, "mode"),
        ({"path": "/x", "mode": "rwx"}, "mode"),
        ({"path": "/x", "mode": 644}, "mode"),
        ({"path": "/x", "owner": "a b"}, "owner"),
        ({"path": "/x", "kind": "socket"}, "kind"),
        ({"path": "/x", "most": "1"}, "most"),
        ({"path": "/x", "contains": ""}, "contains"),
        ({"path": "/x", "contains": ["a", 1]}, "contains"),
        ({"path": "/x", "matching": "("}, "matching"),
    ],
)
def test_wrong_parameters_are_refused_by_key(parameters: dict[str, Any], key: str) -> None:
    with pytest.raises(CheckError) as refused:
        File().validate(parameters, None)
    assert refused.value.key == key
