"""What a .dockerignore leaves in the context for a real daemon, it leaves for us."""

from __future__ import annotations

import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from grading import engine
from grading.context import read_context
from grading.daemon.isolation import Daemon
from grading.faults import LearnerFault

pytestmark = pytest.mark.engine

FILES = (
    "Dockerfile", ".env", ".git/config", ".git/objects/a1", "README.md", "a.log", "app.py", "app/main.py",
    "app/test.log", "app/tests/test_a.py", "app/tests/deep/data.csv", "docs/README.md", "docs/api/index.md",
    "docs/api/v1/a.md", "node_modules/x/index.js", "packages/y/node_modules/z.js", "x", "xx", "x+y", "x^y", "x.y",
    "xzy", "!x", "#x", "[x]", "x y", "été", "secrets/key.pem", "secrets/public/cert.pem", "star*",
)  # fmt: skip
IGNORED = (
    "",
    "# a comment\n\n   \n",
    "  # no comment\n#x\n",
    "\\#x\n",
    "*\n",
    "**\n",
    "*\n!app\n",
    "*\n!app/main.py\n",
    "*\n!app/*\n!**/x\n",
    "**\n!app/**\n",
    ".git\nnode_modules\n",
    "**/node_modules\n",
    "**/node_modules/**\n",
    "node_modules/\n.git/\n",
    "/docs\n/app.py\n",
    "//docs//api/\n",
    "./docs/./api/../README.md\n",
    "../x\n/../x\n..\n",
    ".\n/\n",
    "app/../x\n",
    "*.md\n",
    "*.md\n!README.md\n",
    "**/*.md\n!docs/README.md\n",
    "!README.md\n*.md\n",
    "docs\n!docs/README.md\n",
    "docs/*\n!docs/api\n",
    "docs/**\n!docs/api\n",
    "docs/api\n!docs\n",
    "docs/api\n!docs\ndocs/api/v1\n",
    "docs\n!docs/api\ndocs/api/v1\n",
    "secrets/**\n!secrets/public/*.pem\n",
    "a**\n",
    "**a\n",
    "**.py\n",
    "**/test*\n",
    "app/**/data.csv\n",
    "app/**/main.py\n",
    "app/*/deep\n",
    "?\n",
    "x?y\n",
    "x[+^]y\n",
    "x[^+]y\n",
    "x[!+]y\n",
    "x[a-z]y\n",
    "[*]\nstar[*]\n",
    "star\\*\n",
    "\\[x\\]\n",
    "[[]x]\n",
    "x.y\n",
    "x^y\n",
    "x^*\n",
    "x+?\n",
    "\\d\n",
    "!x\n*x\n",
    "x\n! x\n",
    "\\!x\n",
    "[!]x\n",
    "*\n/!x\n",
    "*\n!!x\n",
    "x y\n",
    "  .env  \n\t x\n",
    "?t?\n",
    "été\n",
    "\ufeffx\n",
    ".env\r\nx\r\n",
    "\xa0x\xa0\n",
    "app/main.py/\n",
    "app/main.py/*\n",
    "readme.md\n",
    "Dockerfile\n.dockerignore\n",
)
REFUSED = (
    "!\n",
    "x\n[\n",
    "[]a]\n",
    "x[a-]\n",
    "a\\\n",
    "[z-a]\n",
    "\\x\n",
    "x\\8\n",
    "!  \n",
    f"{'x' * 65536}\n",
)


@pytest.fixture
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        yield Path(folder)


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, newline="")
    return folder


def files_with(ignored: str) -> dict[str, str]:
    return dict.fromkeys(FILES, "") | {".dockerignore": ignored}


def built(daemon: Daemon, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(engine.buildx()), "build", "--network=none", "--progress=plain", *arguments, str(folder)],
        env={"DOCKER_HOST": f"unix://{daemon.socket}", "HOME": "/nonexistent"},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def listed(archive: Path) -> set[str]:
    with tarfile.open(archive) as tar:
        return {member.name for member in tar if member.isfile()}


def ours(files: dict[str, str], dockerfile: str = "Dockerfile") -> set[str]:
    context = read_context(files, dockerfile)
    return {name for name in files if context.has(name)}


def test_the_same_files_reach_the_builder(daemon: Daemon, folder: Path) -> None:
    """Each in a context of its own, all in one build."""
    lines, arguments = ["FROM scratch"], []
    for number, ignored in enumerate(IGNORED):
        context = write(folder / f"c{number}", files_with(ignored))
        arguments.append(f"--build-context=c{number}={context}")
        lines.append(f"COPY --from=c{number} . /{number}/")
    write(folder / "main", {"Dockerfile": "\n".join(lines)})
    done = built(daemon, folder / "main", f"--output=type=tar,dest={folder}/out.tar", *arguments)
    assert done.returncode == 0, done.stderr[-3000:]
    theirs: dict[str, set[str]] = {ignored: set() for ignored in IGNORED}
    for path in listed(folder / "out.tar"):
        case, _slash, name = path.partition("/")
        theirs[IGNORED[int(case)]].add(name)
    for ignored in IGNORED:
        assert (ignored, ours(files_with(ignored))) == (ignored, theirs[ignored])


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("Dockerfile", {".dockerignore": "x\n"}),
        ("Dockerfile", {".dockerignore": "x\n", "Dockerfile.dockerignore": "xx\n"}),
        ("Dockerfile", {".dockerignore": "x\n", "Dockerfile.dockerignore": ""}),
        ("app/Dockerfile", {".dockerignore": "x\n", "app/Dockerfile.dockerignore": "xx\n"}),
        ("app/Dockerfile", {".dockerignore": "x\n", "app/.dockerignore": "xx\n"}),
    ],
)
def test_the_file_that_rules_is_the_same(
    name: str, others: dict[str, str], daemon: Daemon, folder: Path
) -> None:
    files = dict.fromkeys(("x", "xx"), "") | others | {name: "FROM scratch\nCOPY . /\n"}
    write(folder / "main", files)
    done = built(
        daemon, folder / "main", f"--file={folder}/main/{name}", f"--output=type=tar,dest={folder}/out.tar"
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert ours(files, name) == listed(folder / "out.tar")


def test_what_the_builder_refuses_is_the_learners_fault(daemon: Daemon, folder: Path) -> None:
    for ignored in REFUSED:
        files = files_with(ignored) | {"Dockerfile": "FROM scratch\nCOPY . /\n"}
        done = built(daemon, write(folder, files))
        assert done.returncode != 0, ignored
        assert "pattern" in done.stderr or "dockerignore" in done.stderr, done.stderr
        with pytest.raises(LearnerFault):
            ours(files)
