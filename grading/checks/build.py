"""The check that the docker commands succeed."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from grading.checks.kind import Kind
from grading.messages import Message
from grading.outcome import Evidence, Finding, Parameters, Work
from labs.spec import LabSpec


class Build(Kind):
    """All docker commands of the submission succeed. It has no parameters, and no partial credit.

    ```toml
    [[checks]]
    kind = "build"
    points = 40
    ```
    """

    partial = False

    def validate(self, parameters: Parameters, lab: LabSpec | None) -> None:
        pass

    def judge(self, parameters: Parameters, work: Work) -> Finding:
        build = work.build
        if build.ok:
            return Finding(1.0, Message(_("All docker commands succeeded.")))
        evidence = Evidence(line=build.error_line)
        error = build.error or Message(_("The build failed; the end of its log says why."))
        return Finding(0.0, error, evidence, looked=_is_of_the_lab(work))


def _is_of_the_lab(work: Work) -> bool:
    """Whether it failed at what the lab is about, which its hint may help with: at an instruction of the Dockerfile
    that was read, or, where there is a registry, at any command after it.
    """
    began = any(step.line for step in work.build.steps)
    return began and (work.build.error_line is not None or work.lab.registry is not None)
