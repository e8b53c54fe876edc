"""Install what is needed, without what its packagers recommend beside it."""

from __future__ import annotations

import re

from grading.advice.options import add_option
from grading.advice.source import Rewritten, Source

_INSTALL = re.compile(r"\bapt(-get)?\s+(-\S+\s+)*install\b")


def rewrite(source: Source) -> Rewritten | None:
    return add_option(source, _INSTALL, "--no-install-recommends")
