from dataclasses import replace
from typing import Any

import pytest

from grading.checks.secret import Secret
from grading.outcome import Evidence, Work
from grading.probes.secrets import PATTERNS, Secrets
from grading.tree import Entry, LayerFiles, Tree
from labs.checkkinds import CheckError
from tests.grading.checks.work import an_image, work
from tests.grading.said import said

VALUES = {"API_TOKEN": "tk-7f3a91c2"}
PROBE = Secrets((("API_TOKEN", "tk-7f3a91c2"),), True)


def built(*found: dict[str, Any]) -> Work:
    layers = (LayerFiles(), LayerFiles({"app/.env": Entry("file", 9)}), LayerFiles(removed=["app/.env"]))
    image = replace(an_image([(9, 3), (0, 4)]), tree=Tree(layers))
    return replace(work(image), answers={PROBE.key: {"found": list(found)}})


def judge(*found: dict[str, Any]) -> tuple[float, str, Evidence]:
    finding = Secret().judge({"values": VALUES}, built(*found))
    return finding.fraction, said(finding.message), finding.evidence


def test_nothing_found_earns_all() -> None:
    assert judge()[:2] == (1.0, "No secret was found in the image's layers, configuration and history.")


def test_a_file_that_was_deleted_later_is_still_given_away() -> None:
    assert judge({"name": "API_TOKEN", "where": "file", "path": "/app/.env", "layer": 1}) == (
        0.0,
        "The secret API_TOKEN is in /app/.env: a later layer removes or replaces it, but this one still carries it.",
        Evidence(line=3, layer=1, path="/app/.env"),
    )


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("env", "The secret API_TOKEN is in an environment variable of the image."),
        ("label", "The secret API_TOKEN is in a label of the image."),
        (
            "history",
            "The secret API_TOKEN is in the image's history: build arguments and commands are kept there.",
        ),
    ],
)
def test_where_it_is_is_said(where: str, message: str) -> None:
    assert judge({"name": "API_TOKEN", "where": where, "line": 2})[:2] == (0.0, message)


SAMPLES = {
    "private key": b"x\n-----BEGIN OPENSSH PRIVATE KEY-----\n",
    "AWS access key": b"key=AKIA" + b"ABCDEFGHIJKLMNOP",
    "GitHub token": b"ghp_" + b"a1" * 18,
    "GitLab token": b"glpat-" + b"a1_-b" * 4,
    "Slack token": b"xoxb-" + b"1234567890",
    "Stripe key": b"sk_live_" + b"a1b2c3d4e5f6g7h8i9j0",
    "npm token": b"npm_" + b"a1" * 18,
    "PyPI token": b"pypi-AgEIcHlwaS5vcmc" + b"x" * 50,
}


@pytest.mark.parametrize("name", PATTERNS)
def test_well_known_forms_are_found(name: str) -> None:
    assert list(PROBE.names_in(b"a = " + SAMPLES[name] + b"\n")) == [name]


@pytest.mark.parametrize(
    "text", [b"", b"-----BEGIN PUBLIC KEY-----", b"AKIA", b"ghp_short", b"sk_test_abcdefghijklmnopqrstu"]
)
def test_what_only_looks_like_one_is_not(text: bytes) -> None:
    assert list(PROBE.names_in(text)) == []


def test_a_value_is_found_as_it_is_and_in_base64() -> None:
    assert list(PROBE.names_in(b"export T=tk-7f3a91c2;")) == ["API_TOKEN"]
    assert list(PROBE.names_in(b"T=dGstN2YzYTkxYzI=")) == ["API_TOKEN"]


@pytest.mark.parametrize(
    ("parameters", "key"),
    [
        ({"values": "x"}, "values"),
        ({"values": {"A": "short"}}, "values.A"),
        ({"values": {"A": 1}}, "values.A"),
        ({"patterns": "no"}, "patterns"),
        ({"patterns": False}, "values"),
    ],
)
def test_wrong_parameters_are_refused_by_key(parameters: dict[str, Any], key: str) -> None:
    with pytest.raises(CheckError) as refused:
        Secret().validate(parameters, None)
    assert refused.value.key == key
