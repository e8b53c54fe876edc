"""docs/checks.md, made of the docstrings of the kinds.

`DJANGO_SETTINGS_MODULE=courseplatform.settings python -m grading.checks.document > docs/checks.md`
"""

from __future__ import annotations

import inspect
import sys

from grading.checks import registry

HEAD = """\
# Checks

A lab's `lab.toml` lists its checks, each a `[[checks]]` table with a `kind`, its `points`, optional hints for
the learner (see [authoring](authoring.md)), and the parameters of its kind. An unknown kind or key, or a wrong value,
is an error that names the key and what was expected.

Every check answers with a fraction of its points, one sentence that says why, and where it can the Dockerfile
line and the layer. Points are rounded to two decimals. When no image was built, `build`, `instruction`, `lint` and
`context` are judged all the same, the last without what it asks of the image; every other kind earns nothing.

The kinds below are described by their own docstrings in `grading/checks/`; this page is made from them.
"""


def document() -> str:
    """The page as Markdown."""
    parts = [HEAD]
    for word, kind in registry.items():
        parts.append(f"## `{word.value}`\n\n{inspect.getdoc(type(kind))}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write(document())
