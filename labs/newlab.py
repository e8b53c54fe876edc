"""A new lab folder: small, and already a lab that works, so that an author changes rather than invents."""

from __future__ import annotations

from pathlib import Path

from labs.contentfiles import ContentError, is_slug

FILES = {
    "lab.toml": """\
title = "A new lab"
summary = "One sentence: what the learner will have done."
editable = ["Dockerfile"]
base_images = ["busybox"]
network = "none"
commands = "docker build -t app:1.0.0 ."

[limits]
seconds = 60
memory = "512m"
disk = "512m"

# The kinds of checks and their keys: docs/checks.md
[[checks]]
kind = "build"
points = 50

[[checks]]
kind = "instruction"
points = 50
name = "COPY"
matching = "^greeting\\\\.txt"
hint = "The greeting must come along into the image."
""",
    "brief.md": """\
Build an image from `busybox` that holds `greeting.txt` and prints it when it runs.

1. Start from the base image.
2. Copy the file.
3. Say what the image runs.
""",
    "starter/Dockerfile": "FROM busybox\n# Your instructions\n",
    "starter/greeting.txt": "Hello!\n",
    "solution/Dockerfile": 'FROM busybox\nCOPY greeting.txt /greeting.txt\nCMD ["cat", "/greeting.txt"]\n',
    "mistakes/nothing-copied/Dockerfile": 'FROM busybox\nCMD ["cat", "/greeting.txt"]\n',
    "mistakes/nothing-copied/expect.toml": 'score = 50\nfailed = ["instruction"]\n',
    "mistakes/wrong-name/Dockerfile": "FROM busybox\nCOPY greetings.txt /greeting.txt\n",
    "mistakes/wrong-name/expect.toml": 'score = 0\nfault = "learner"\nfailed = ["build", "instruction"]\n',
    "mistakes/other-base/Dockerfile": "FROM debian\nCOPY greeting.txt /greeting.txt\n",
    "mistakes/other-base/expect.toml": 'score = 0\nstatus = "refused"\n',
}


def make(folder: Path) -> None:
    """Write it; ContentError when the folder is there already or its name is no slug."""
    if folder.exists():
        raise ContentError(folder, "expected a folder that is not there yet")
    if not is_slug(folder.name):
        raise ContentError(folder, "expected a name of letters, digits, - and _")
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
