"""Do not keep in the image what pip downloaded: nobody will install it again there."""

from __future__ import annotations

import re

from grading.advice.options import add_option
from grading.advice.source import Rewritten, Source

_INSTALL = re.compile(r"\bpip3?(\.\d+)?\s+install\b")


def rewrite(source: Source) -> Rewritten | None:
    return add_option(source, _INSTALL, "--no-cache-dir")
