"""`manage.py image_facts`: the contract of its output and its exit codes."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.grading.image.saved import Entry, saved

LAYERS: tuple[dict[str, Entry], ...] = (
    {"a": b"x" * 1000, "b": b"x" * 500},
    {"a": b"x" * 300, ".wh.b": b""},
)


def printed(path: Path, *options: str) -> str:
    output = io.StringIO()
    call_command("image_facts", str(path), *options, stdout=output)
    return output.getvalue()


def test_its_json_has_what_the_contract_says(tmp_path: Path) -> None:
    found = json.loads(printed(saved(tmp_path, *LAYERS), "--json"))
    assert {
        key: found[key] for key in ("size", "own_size", "wasted_bytes", "hidden_bytes", "config", "tags")
    } == {
        "size": 1800,
        "own_size": 300,
        "wasted_bytes": 1800,
        "hidden_bytes": 1500,
        "config": {"Cmd": ["sh"]},
        "tags": ["app:1.0.0"],
    }
    assert found["efficiency"] == pytest.approx(300 / 1800)
    assert found["wasted_own_percent"] == pytest.approx(600)
    assert found["wasted_files"] == [
        {"path": "/a", "count": 2, "bytes": 1300},
        {"path": "/b", "count": 2, "bytes": 500},
    ]
    assert [(one["index"], one["size"], one["files"], one["created_by"]) for one in found["layers"]] == [
        (0, 1000 + 500, 2, "RUN step 0"),
        (1, 300, 1, "RUN step 1"),
    ]
    assert all(one["diff_id"].startswith("sha256:") for one in found["layers"])


def test_its_json_says_what_is_in_the_image(tmp_path: Path) -> None:
    status = b"Package: curl\nStatus: install ok installed\nVersion: 7\n"
    path = saved(
        tmp_path, {"opt/\udcff": b"x" * 1000, "var/lib/dpkg/status": status}, {".wh.opt": b"", "b": b"x"}
    )
    found = json.loads(printed(path, "--json"))
    assert found["layers"][0]["folders"] == [{"path": "/opt", "bytes": 1000}]
    assert [found["layers"][1][key] for key in ("added", "changed", "removed")] == [1, 0, 1]
    assert found["largest_files"] == [
        {"path": "/var/lib/dpkg/status", "bytes": len(status)},
        {"path": "/b", "bytes": 1},
    ]
    assert found["packages"] == [
        {"manager": "dpkg", "name": "curl", "version": "7", "path": "/var/lib/dpkg/status", "layer": 0}
    ]
    assert [one["created_by"] for one in found["history"]] == ["RUN step 0", "RUN step 1"]


def test_the_base_is_as_many_layers_as_is_said(tmp_path: Path) -> None:
    assert json.loads(printed(saved(tmp_path, *LAYERS), "--json", "--base-layers", "0"))["own_size"] == 1800


def test_for_people_it_prints_layers_and_waste(tmp_path: Path) -> None:
    text = printed(saved(tmp_path, *LAYERS))
    assert text.startswith("app:1.0.0\n")
    assert "RUN step 1" in text
    assert "efficiency 16.7%" in text


@pytest.mark.parametrize("name", ["nothing-here.tar", "."])
def test_a_file_that_cannot_be_read_is_wrong_usage_in_one_line(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError) as error:
        printed(tmp_path / name)
    assert error.value.returncode == 2
    assert "\n" not in str(error.value)


def test_a_file_that_is_no_image_is_wrong_usage_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "x.tar"
    path.write_text("FROM busybox")
    with pytest.raises(CommandError, match="no tar") as error:
        printed(path)
    assert error.value.returncode == 2
