"""docs/checks.md, made of the docstrings of the kinds.

`DJANGO_SETTINGS_MODULE=courseplatform.settings python -m grading.checks.document > docs/checks.md`
"""

from __future__ import annotations

import inspect
import re
import sys

from grading.checks import groups
from grading.checks.kind import Kind

HEAD = """\
# Checks

A lab's `lab.toml` lists its checks, each a `[[checks]]` table with a `kind`, its `points`, optional hints for
the learner (see [authoring](authoring.md)), and the parameters of its kind. An unknown kind or key, or a wrong value,
is an error that names the key and what was expected.

Every check answers with a fraction of its points, one sentence that says why, and where it can the Dockerfile
line and the layer. Points are rounded to two decimals. When no image was built, `build`, `instruction`, `lint` and
`context` are judged all the same, the last without what it asks of the image; every other kind earns nothing.

Where a kind asks for several things, the learner reads how many are right, and what is wrong with the first three; in
`command` and `http` with the first alone, which is often why others are wrong too.

Regular expressions (`matching`) are those of [RE2](https://github.com/google/re2/wiki/Syntax): as in Python, but
without looking ahead or back and without `\\1`. They are looked for anywhere; `^` and `$` stand for the ends of a
line. Between single quotes TOML leaves the backslash alone: `'app\\.py'` is `"app\\\\.py"`.

Paths have patterns of two sorts: in `context` those of a .dockerignore, without a first slash; in `file` and
`reproducible` paths from the image's root, where `*` stands for any characters, `/` among them.

Most kinds judge what was read of the image and of the Dockerfile. What else one needs is found out while the daemon
still lives, within the lab's seconds: by a container of the image, or by a rebuild.

The kinds below are described by their own docstrings in `grading/checks/`; this page is made from them.

| kind | what it asks | needs | points in part |
| --- | --- | --- | --- |
"""


def document() -> str:
    """The page as Markdown: an index, then each kind."""
    index, parts = [], []
    for group, kinds in groups.items():
        index.append(f"| **{group}** | | | |")
        parts.append(f"\n## {group}\n")
        for word, kind in kinds.items():
            index.append(_row(word.value, kind))
            parts.append(f"### `{word.value}`\n\n{inspect.getdoc(type(kind))}\n")
    return HEAD + "\n".join([*index, *parts])


def _row(word: str, kind: Kind) -> str:
    """One line of the index, with the first sentence of the docstring."""
    said = " ".join((inspect.getdoc(type(kind)) or "").split())
    sentence = re.split(r"(?<=\.) ", said)[0]
    return f"| [`{word}`](#{word}) | {sentence} | {kind.asks} | {'yes' if kind.partial else 'no'} |"


if __name__ == "__main__":
    sys.stdout.write(document())
