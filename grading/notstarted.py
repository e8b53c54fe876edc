"""Docker's reason for a container that did not start -> what to try, where the reason alone misleads."""

from __future__ import annotations

import re

from django.utils.translation import gettext_noop as _

from grading.messages import Message

_NO_PROGRAM = re.compile(r'exec: "([^"]{1,200})": executable file not found in \$PATH')
_NOT_ALLOWED = re.compile(r'exec: "([^"]{1,200})": permission denied')


def explained(reason: str) -> str | Message:
    """The reason as it is, or a sentence: Docker says "not found" of a file that is there, but may not be executed."""
    if found := _NO_PROGRAM.search(reason):
        text = _(
            "no folder of PATH has a program called %(name)s. If you copied it there, it may lack the right to be "
            "executed: COPY --chmod=755 gives it."
        )
    elif found := _NOT_ALLOWED.search(reason):
        text = _("%(name)s may not be executed: COPY --chmod=755 gives it that right.")
    else:
        return reason
    return Message(text, {"name": found[1]})
