"""`docker run --rm`: a container of an image, for a moment and without a network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_noop as _

from grading.commands.command import Command, Forms
from grading.commands.names import VARIABLE
from grading.commands.options import Options
from grading.faults import LearnerFault
from grading.references import Reference, parse_reference

ALLOWED_OPTIONS = "--rm, -e/--env, -u/--user, -w/--workdir, --entrypoint, --read-only, --network none"
MAX_VARIABLES = 50

# Options that people know, with the reason why they are not allowed.
_REFUSED = {
    ("-p", "--publish", "-P", "--publish-all"): _(
        "docker run %(option)s: nobody could reach the port, as containers here have no network. Leave it out."
    ),
    ("-v", "--volume", "--mount"): _(
        "docker run %(option)s: there is no folder of yours to mount here. What the container needs is in its image."
    ),
    ("--privileged", "--cap-add", "--device", "--security-opt", "--pid", "--ipc", "--userns"): _(
        "docker run %(option)s: it would take away what keeps the container in. No image of this course needs it."
    ),
    ("-d", "--detach"): _(
        "docker run %(option)s: the container would run on unseen. Without it, what it prints is in the log."
    ),
    ("-i", "--interactive", "-t", "--tty", "-it", "-ti"): _(
        "docker run %(option)s: nobody can type into the container here. Give it a command to run instead."
    ),
}

_WHY_NOT = {option: why for options, why in _REFUSED.items() for option in options}


@dataclass(frozen=True)
class RunCommand(Command):
    """`docker run --rm IMAGE [COMMAND…]`; None and () leave a thing as the image says."""

    image: Reference
    command: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    user: str | None = None
    workdir: str | None = None
    entrypoint: str | None = None
    read_only: bool = False


def _options() -> Options:
    options = Options("docker run", ALLOWED_OPTIONS, _WHY_NOT)
    for flag in ("--rm", "--read-only"):
        options.add_argument(flag, action="store_true")
    options.add_argument("-e", "--env", action="append", default=[])
    options.add_argument("-u", "--user")
    options.add_argument("-w", "--workdir")
    options.add_argument("--entrypoint")
    options.add_argument("--network", "--net")
    return options


_OPTIONS = _options()


def _run(line: int, words: list[str]) -> RunCommand:
    options, words = _OPTIONS.read_before(words)
    if not options.rm:
        raise LearnerFault(
            _("docker run needs --rm here: without it the ended container stays, and its image with it.")
        )
    if options.network not in (None, "none"):
        raise LearnerFault(
            _("docker run --network %(network)s: containers here have no network, only none is allowed."),
            network=options.network,
        )
    if not words:
        raise LearnerFault(
            _("docker run takes the name of an image, and then what to run in it if you like.")
        )
    if len(options.env) > MAX_VARIABLES:
        raise LearnerFault(_("docker run: at most %(most)s variables are allowed."), most=MAX_VARIABLES)
    return RunCommand(
        line,
        parse_reference(words[0]),
        tuple(words[1:]),
        dict(_variable(text) for text in options.env),
        options.user,
        options.workdir,
        options.entrypoint,
        options.read_only,
    )


def _variable(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not VARIABLE.fullmatch(name) or not equals:
        raise LearnerFault(
            _("-e %(given)s is wrong: expected NAME=value, the name made of letters, digits and _."),
            given=text,
        )
    return name, value


FORMS: Forms = {("run",): _run, ("container", "run"): _run}
