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
        # A Dockerfile that could not even be read says nothing of what the lab's hint is about.
        began = any(step.line for step in build.steps)
        if build.error is None:
            return Finding(
                0.0, Message(_("The build failed; the end of its log says why.")), evidence, looked=began
            )
        return Finding(0.0, build.error, evidence, looked=began)
