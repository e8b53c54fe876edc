"""The kinds of checks: one file each, one line each in `groups`."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext

from grading.checks.base_image import BaseImage
from grading.checks.build import Build
from grading.checks.cache import Cache
from grading.checks.command import Command
from grading.checks.config import Config
from grading.checks.context import ContextCheck
from grading.checks.efficiency import Efficiency
from grading.checks.file import File
from grading.checks.hidden_bytes import HiddenBytes
from grading.checks.http import Http
from grading.checks.image_size import ImageSize
from grading.checks.instruction import InstructionCheck
from grading.checks.kind import Kind
from grading.checks.layer_count import LayerCount
from grading.checks.lint import LintCheck
from grading.checks.packages import Packages
from grading.checks.pushed import Pushed
from grading.checks.reproducible import Reproducible
from grading.checks.secret import Secret
from grading.checks.stages import Stages
from grading.checks.tags import Tags
from grading.checks.user import User
from grading.outcome import Finding, Work
from grading.probes import Probe
from labs.checkkinds import CheckError, CheckKind
from labs.instead import instead
from labs.spec import CheckSpec, LabSpec

# What they look at, as docs/checks.md is arranged, and the kinds that do.
groups: dict[str, dict[CheckKind, Kind]] = {
    "Build and Dockerfile": {
        CheckKind.BUILD: Build(),
        CheckKind.BASE_IMAGE: BaseImage(),
        CheckKind.INSTRUCTION: InstructionCheck(),
        CheckKind.STAGES: Stages(),
        CheckKind.LINT: LintCheck(),
        CheckKind.CACHE: Cache(),
        CheckKind.REPRODUCIBLE: Reproducible(),
    },
    "Size and layers": {
        CheckKind.IMAGE_SIZE: ImageSize(),
        CheckKind.LAYER_COUNT: LayerCount(),
        CheckKind.EFFICIENCY: Efficiency(),
        CheckKind.HIDDEN_BYTES: HiddenBytes(),
    },
    "Names and registry": {
        CheckKind.TAGS: Tags(),
        CheckKind.PUSHED: Pushed(),
    },
    "Configuration": {
        CheckKind.CONFIG: Config(),
        CheckKind.USER: User(),
    },
    "Files": {
        CheckKind.CONTEXT: ContextCheck(),
        CheckKind.FILE: File(),
        CheckKind.PACKAGES: Packages(),
        CheckKind.SECRET: Secret(),
    },
    "Running it": {
        CheckKind.COMMAND: Command(),
        CheckKind.HTTP: Http(),
    },
}
registry: dict[CheckKind, Kind] = {word: kind for kinds in groups.values() for word, kind in kinds.items()}


def validate(check: CheckSpec, lab: LabSpec | None = None) -> None:
    """Raise CheckError, with the key and what was expected, unless the check's parameters are right."""
    kind = _kind(check)
    for key in check.parameters:
        if key not in kind.keys:
            known = ", ".join(kind.keys) or gettext("no parameters")
            problem = gettext("unknown key for %(kind)s, expected %(known)s")
            raise CheckError(key, problem % {"kind": check.kind, "known": known})
    kind.validate(check.parameters, lab)


def run(check: CheckSpec, work: Work) -> Finding:
    """What the check finds in a built submission; LabFault when the lab's own solution is missing."""
    return _kind(check).judge(check.parameters, work)


def probes(checks: Iterable[CheckSpec], built: bool = True) -> tuple[Probe, ...]:
    """What the checks want to know while the daemon lives, of what was `built` or without an image."""
    wanted = (probe for check in checks for probe in _kind(check).probes(check.parameters))
    return tuple(probe for probe in wanted if built or not probe.needs_image)


def need_reference(checks: Iterable[CheckSpec]) -> bool:
    """Whether any of the checks compares with the lab's own solution."""
    return any(_kind(check).needs_reference(check.parameters) for check in checks)


def _kind(check: CheckSpec) -> Kind:
    try:
        return registry[CheckKind(check.kind)]
    except ValueError:
        expected = gettext("expected one of %(known)s") % {"known": ", ".join(registry)}
        raise CheckError("kind", instead(expected, check.kind)) from None
