"""The rules that learners meet most, in our own words, which can be translated."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from grading.lint import Violation
from grading.messages import Message

_WORDS = {
    "DL1000": _("hadolint cannot read the Dockerfile here, so it finds nothing else in it"),
    "DL3000": _("WORKDIR needs a path from the root, such as /app"),
    "DL3002": _("the last USER is root: end with another one"),
    "DL3003": _("use WORKDIR instead of cd: each RUN starts in the folder that WORKDIR says"),
    "DL3004": _("sudo is not needed in a RUN, and unpredictable: USER says who runs it"),
    "DL3006": _("name the version of the base image: without a tag it is whatever latest is on that day"),
    "DL3007": _("latest is not a version: name the tag that you tested with"),
    "DL3008": _("name the version of each package that apt-get installs, as package=version"),
    "DL3009": _("remove the lists of apt-get in the same RUN: rm -rf /var/lib/apt/lists/*"),
    "DL3013": _("name the version of each package that pip installs, as package==version"),
    "DL3014": _("apt-get install needs -y: nobody is there to answer"),
    "DL3015": _(
        "add --no-install-recommends to apt-get install: recommended packages are hardly ever needed"
    ),
    "DL3020": _("use COPY for files and folders: ADD also unpacks and downloads"),
    "DL3025": _('write CMD and ENTRYPOINT as a JSON list, such as ["python", "app.py"]'),
    "DL3042": _("add --no-cache-dir to pip install: its cache is never used again"),
    "DL3045": _("COPY to a relative path needs a WORKDIR before it"),
    "DL3059": _("join RUN instructions that follow each other with &&"),
    "DL3066": _("give USER a number: only the image knows its names of users"),
    "DL4000": _("MAINTAINER is no longer in use: write a LABEL"),
    "DL4006": _(
        "SHELL with -o pipefail is needed before a RUN with a pipe: or else a failure in it is not seen"
    ),
    "SC2086": _("put double quotes around the variable"),
    "SC2164": _("what follows cd runs also when it failed: write cd … && … or use WORKDIR"),
}


def words(violation: Violation) -> Message | str:
    """What the rule asks for; hadolint's own English sentence where we have none."""
    ours = _WORDS.get(violation.code)
    return Message(ours) if ours else " ".join(violation.text.split()).rstrip(".")
