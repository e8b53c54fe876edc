"""The rules that learners meet most, in our own words, which can be translated."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from grading.lint import Violation
from grading.messages import Message

_WORDS = {
    "DL1000": _("hadolint cannot read the Dockerfile here, so it finds nothing else in it"),
    "DL3000": _("WORKDIR needs a path from the root, such as /app"),
    "DL3001": _(
        "this command is about a whole machine, or somebody at a terminal: it makes no sense in a container"
    ),
    "DL3002": _("the last USER is root: end with another one"),
    "DL3003": _("use WORKDIR instead of cd: each RUN starts in the folder that WORKDIR says"),
    "DL3004": _("sudo is not needed in a RUN, and unpredictable: USER says who runs it"),
    "DL3006": _("name the version of the base image: without a tag it is whatever latest is on that day"),
    "DL3007": _("latest is not a version: name the tag that you tested with"),
    "DL3008": _("name the version of each package that apt-get installs, as package=version"),
    "DL3009": _("remove the lists of apt-get in the same RUN: rm -rf /var/lib/apt/lists/*"),
    "DL3010": _("ADD unpacks an archive by itself: use it in place of COPY for this one"),
    "DL3011": _("a port is a number from 0 to 65535"),
    "DL3012": _("only the last HEALTHCHECK counts: keep one"),
    "DL3013": _("name the version of each package that pip installs, as package==version"),
    "DL3014": _("apt-get install needs -y: nobody is there to answer"),
    "DL3015": _(
        "add --no-install-recommends to apt-get install: recommended packages are hardly ever needed"
    ),
    "DL3016": _("name the version of each package that npm installs, as package@version"),
    "DL3018": _("name the version of each package that apk adds, as package=version"),
    "DL3019": _("use apk add --no-cache: then no index of packages stays in the layer"),
    "DL3020": _("use COPY for files and folders: ADD also unpacks and downloads"),
    "DL3021": _("a COPY of several files needs a folder as its last word, ending with /"),
    "DL3022": _("COPY --from names no stage of this Dockerfile: give the stage a name with FROM … AS"),
    "DL3023": _("COPY --from cannot copy from its own stage"),
    "DL3024": _("two stages have the same name: only the last one would be found"),
    "DL3025": _('write CMD and ENTRYPOINT as a JSON list, such as ["python", "app.py"]'),
    "DL3027": _("use apt-get in place of apt, which is made for people at a terminal"),
    "DL3029": _("leave --platform to who builds: in FROM it holds on every machine"),
    "DL3042": _("add --no-cache-dir to pip install: its cache is never used again"),
    "DL3044": _("a variable has its new value only after the ENV that sets it: use two ENV"),
    "DL3045": _("COPY to a relative path needs a WORKDIR before it"),
    "DL3046": _("useradd needs -l for a high number of user: or else it writes a huge file of logins"),
    "DL3047": _("give wget --progress=dot:giga: its progress bar fills the log"),
    "DL3048": _(
        "a label’s name has lower-case letters, digits, dots and hyphens, such as org.opencontainers.image.title"
    ),
    "DL3059": _("join RUN instructions that follow each other with &&"),
    "DL3060": _("yarn keeps its cache in the layer: yarn cache clean in the same RUN"),
    "DL3066": _("give USER a number: only the image knows its names of users"),
    "DL4000": _("MAINTAINER is no longer in use: write a LABEL"),
    "DL4001": _("use either wget or curl, not both: one program less in the image"),
    "DL4003": _("only the last CMD counts: keep one"),
    "DL4004": _("only the last ENTRYPOINT counts: keep one"),
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
