import pytest

from grading.faults import LearnerFault
from grading.references import Reference, parse_reference
from tests.grading.said import said

DIGEST = "sha256:" + "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("text", "name", "tag", "familiar"),
    [
        ("app", "docker.io/library/app", None, "app:latest"),
        ("app:1.0.0", "docker.io/library/app", "1.0.0", "app:1.0.0"),
        ("library/app:1", "docker.io/library/app", "1", "app:1"),
        ("docker.io/app:1", "docker.io/library/app", "1", "app:1"),
        ("index.docker.io/library/app", "docker.io/library/app", None, "app:latest"),
        ("docker.io/library/python:3.11-slim", "docker.io/library/python", "3.11-slim", "python:3.11-slim"),
        ("team/app", "docker.io/team/app", None, "team/app:latest"),
        ("docker.io/library/a/b", "docker.io/library/a/b", None, "library/a/b:latest"),
        ("localhost/app", "localhost/app", None, "localhost/app:latest"),
        ("localhost:5000/team/app:2", "localhost:5000/team/app", "2", "localhost:5000/team/app:2"),
        ("Registry.example.org/app", "Registry.example.org/app", None, "Registry.example.org/app:latest"),
        ("Foo/app", "Foo/app", None, "Foo/app:latest"),
        ("[2001:db8::1]:5000/app:1", "[2001:db8::1]:5000/app", "1", "[2001:db8::1]:5000/app:1"),
        ("a__b.c-d--e_f", "docker.io/library/a__b.c-d--e_f", None, "a__b.c-d--e_f:latest"),
        ("app:_A.b-c", "docker.io/library/app", "_A.b-c", "app:_A.b-c"),
        ("app:" + "x" * 128, "docker.io/library/app", "x" * 128, "app:" + "x" * 128),
    ],
)
def test_a_reference_is_read_as_docker_reads_it(text: str, name: str, tag: str | None, familiar: str) -> None:
    reference = parse_reference(text)
    assert reference == Reference(name, tag)
    assert reference.familiar == familiar
    assert str(reference) == familiar


def test_a_digest_stands_for_the_tag() -> None:
    reference = parse_reference(f"python@{DIGEST}")
    assert reference.digest == DIGEST
    assert reference.familiar == f"python@{DIGEST}"
    assert parse_reference(f"python:3@{DIGEST}").canonical == f"docker.io/library/python:3@{DIGEST}"


@pytest.mark.parametrize("text", ["python", "library/python:latest", "docker.io/library/python:latest"])
def test_spellings_of_one_image_have_one_canonical_form(text: str) -> None:
    assert parse_reference(text).canonical == "docker.io/library/python:latest"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "invalid reference format: repository name must have at least one component"),
        ("App", "invalid reference format: repository name (library/App) must be lowercase"),
        ("team/App:1", "invalid reference format: repository name (team/App) must be lowercase"),
        ("App@" + DIGEST, "repository name (library/App) must be lowercase"),
        ("Étape", "repository name (library/Étape) must be lowercase"),
        ("étape", "invalid reference format: étape is no repository name"),
        ("-app", "invalid reference format: -app is no repository name"),
        ("app-", "app- is no repository name"),
        ("a___b", "a___b is no repository name"),
        ("a..b", "a..b is no repository name"),
        ("a/", "a/ is no repository name"),
        ("a//b", "a//b is no repository name"),
        ("my app", "my app is no repository name"),
        ("app;ls", "app;ls is no repository name"),
        ("app\n", "app\n is no repository name"),
        (":1", '"" is no repository name'),
        ("app:", 'invalid tag format: ""'),
        ("app:-1", "invalid tag format: -1; expected letters"),
        ("app:1.0+build", "invalid tag format: 1.0+build"),
        ("app:é", "invalid tag format: é"),
        ("app:1:2", "invalid tag format: 1:2"),
        ("app:" + "x" * 129, "invalid tag format: a tag has at most 128 characters, this one 129"),
        ("host:port/app", "invalid reference format: host:port is no registry host"),
        ("-host.org/app", "-host.org is no registry host"),
        ("app@sha256:12", "invalid digest format: sha256:12"),
        ("app@md5:" + "0" * 32, "invalid digest format: md5:"),
        ("a" * 256, "repository name must not be more than 255 characters"),
        ("a" * 2000, "a reference has at most 1024 characters, this one 2000"),
        ("0" * 64, "cannot specify 64-byte hexadecimal strings"),
    ],
)
def test_what_docker_refuses_is_refused_in_its_words(text: str, says: str) -> None:
    with pytest.raises(LearnerFault) as refused:
        parse_reference(text)
    assert says in said(refused.value)


@pytest.mark.parametrize("text", ["a-" * 500, "a." * 500, "a" * 1024, "a.a/" * 250, "-" * 1000, "a:" * 500])
def test_no_text_takes_long(text: str) -> None:
    with pytest.raises(LearnerFault):
        parse_reference(text)
