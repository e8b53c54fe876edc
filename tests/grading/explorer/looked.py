"""Submissions whose image can be looked at, made without Docker: layers by hand, everything else as after a build."""

from __future__ import annotations

import random
from collections.abc import Sequence

from grading.dockerfile import parse_dockerfile
from grading.explorer.costs import Item
from grading.explorer.listing import Listing
from grading.image.assembly import Assembly
from grading.models import ImageTree, Submission
from grading.tree import FILE, FOLDER, Entry, LayerFiles, Package
from tests.grading.conftest import Submit
from tests.grading.tree.made import layer

DOCKERFILE = "FROM python:3.11-slim\nCOPY . /app\nRUN pip install flask\nRUN rm -rf /app/cache\nUSER 1000\n"
BASE = layer({"etc/passwd": 900, "etc/motd": 100, "usr/bin/python3": 6_000_000})
STATUS = "var/lib/dpkg/status"


def own_layers() -> list[LayerFiles]:
    """COPY, pip install, and a line that removes what COPY brought and a file of the base."""
    copied = layer({"app/app.py": 400, "app/cache/big.bin": 5_000_000, "etc/passwd": 950})
    installed = layer({"usr/lib/python3/flask/app.py": 80_000, STATUS: 10})
    installed.entries["usr/bin/sudo"] = Entry(FILE, 300, 0o4755)
    installed.packages = {STATUS: [Package("dpkg", "sudo", "1.9")]}
    return [copied, installed, layer(removed=["app/cache", "etc/motd"])]


def looked_at(
    submitted: Submit,
    own: Sequence[LayerFiles] | None = None,
    dockerfile: str = DOCKERFILE,
    base: LayerFiles = BASE,
) -> Submission:
    """A graded attempt: own layers are made by the lines after FROM that make layers, in their order."""
    submission = submitted(score=40.0, files={"Dockerfile": dockerfile})
    read, made = parse_dockerfile(dockerfile), Assembly()
    made.add(base, base=True)
    history: list[dict[str, object]] = [{"created_by": "base"}]
    left = list(own_layers() if own is None else own)
    for one in read.instructions[1:]:
        has_layer = one.name in ("COPY", "RUN", "ADD") and bool(left)
        history.append({"created_by": f"{one.name} {one.value} # buildkit", "empty_layer": not has_layer})
        if has_layer:
            made.add(left.pop(0))
    diff_ids = [f"sha256:{number:064x}" for number in range(made.layers)]
    facts = made.facts(
        f"sha256:{submission.pk}", ["app:latest"], {"history": history}, diff_ids, read, "python:3.11-slim"
    )
    submission.image = facts.as_json()
    submission.save()
    ImageTree.keep(submission, facts.tree)
    return submission


def sized(**sizes: int) -> Listing:
    """`usr__bin__x=3` is a file of 3 bytes at usr/bin/x."""
    return Listing((path.replace("__", "/"), Item(FILE, size, layer=0)) for path, size in sizes.items())


def many_files(count: int, root: str, seed: int = 1) -> LayerFiles:
    """`count` files in folders of a dozen or so, as in /usr: the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311
    folders = [root]
    for number in range(count // 12):
        folder = f"{chance.choice(folders)}/folder{number}"
        if folder.count("/") < 9:
            folders.append(folder)
    entries = {folder: Entry(FOLDER, mode=0o755) for folder in folders}
    for number in range(count):
        entries[f"{chance.choice(folders)}/module_{number}.py"] = Entry(FILE, chance.randrange(1, 60_000))
    return LayerFiles(entries)


def a_large_image(submitted: Submit, seed: int = 1, left_out: int = 0) -> Submission:
    """50,000 files in 5 layers, 3,000 of them written twice and 1,000 removed; one seed, one base. With `left_out`, as
    it was an attempt before: the layer of 40,000 files has that many less.
    """
    base, own = many_files(7_000, "usr"), many_files(40_000, "app", seed)
    paths = [path for path, entry in own.entries.items() if entry.size]
    again = LayerFiles({path: own.entries[path] for path in paths[:3_000]})
    for path in paths[3_000 : 3_000 + left_out]:
        del own.entries[path]
    more = many_files(50, "srv", seed)
    dockerfile = "FROM python:3.11-slim\nCOPY . /\nRUN a\nRUN b\nRUN c\n"
    return looked_at(submitted, [own, again, more, layer(removed=paths[-1_000:])], dockerfile, base)
