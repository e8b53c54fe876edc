"""How checks that run a container of the image let authors say how."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext

from grading.checks.kind import require_truth
from grading.outcome import Evidence, Parameters, Work
from grading.probes.start import Start
from labs.checkkinds import CheckError
from labs.instead import instead
from labs.spec import LabSpec

KEYS = ("arguments", "user", "env", "workdir", "read_only", "writable")
MAX_WORDS = 100


def validate_start(parameters: Parameters) -> None:
    """Raise CheckError unless the values of KEYS are right."""
    words(parameters, "arguments")
    words(parameters, "writable")
    for key in ("user", "workdir"):
        if key in parameters and not (isinstance(parameters[key], str) and parameters[key]):
            raise CheckError(key, instead(gettext("expected a text"), parameters[key]))
    env = parameters.get("env", {})
    if not isinstance(env, Mapping) or not all(isinstance(value, str) for value in env.values()):
        raise CheckError("env", instead(gettext("expected a table of texts"), env))
    require_truth(parameters, "read_only")


def start(parameters: Parameters) -> Start:
    """As the parameters, which were validated, say. `run` comes in place of the image's own command."""
    return Start(
        entrypoint=words(parameters, "run"),
        command=words(parameters, "arguments"),
        user=parameters.get("user"),
        workdir=parameters.get("workdir"),
        env=dict(parameters.get("env", {})),
        read_only=parameters.get("read_only", False),
        tmpfs=words(parameters, "writable") or (),
    )


def words(parameters: Parameters, key: str) -> tuple[str, ...] | None:
    """A list of texts, or None when it is not written; CheckError."""
    if key not in parameters:
        return None
    value = parameters[key]
    right = isinstance(value, list | tuple) and 0 < len(value) <= MAX_WORDS
    if not right or not all(isinstance(one, str) and "\0" not in one for one in value):
        raise CheckError(key, instead(gettext("expected a list of texts"), value))
    return tuple(value)


def seconds(parameters: Parameters, key: str, default: float, lab: LabSpec | None = None) -> float:
    """A number of seconds, less than the lab gives for all; CheckError."""
    value = parameters.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 3600:
        raise CheckError(key, instead(gettext("expected a number of seconds"), value))
    if lab is not None and value >= lab.limits.seconds:
        raise CheckError(
            key,
            gettext("expected less than the %(seconds)s s that the lab gives for all")
            % {"seconds": lab.limits.seconds},
        )
    return float(value)


def own_command(work: Work) -> Evidence:
    """Where the Dockerfile says what the image runs, if it does."""
    lines = [one.line for one in work.dockerfile.instructions if one.name in ("CMD", "ENTRYPOINT")]
    return Evidence(line=max(lines, default=None))
