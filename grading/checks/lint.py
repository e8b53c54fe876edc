"""The check of what hadolint says of the Dockerfile."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from grading.checks.credit import straight_line
from grading.checks.kind import Kind
from grading.lint import UNREADABLE, Violation
from grading.lint.rules import RULES
from grading.lint.words import words
from grading.messages import Message
from grading.outcome import Evidence, Finding, Parameters, Work
from grading.probes.lint import Lint
from grading.probes.probe import Probe
from labs.checkkinds import CheckError
from labs.instead import instead
from labs.spec import LabSpec

_CODE = re.compile(r"(?:DL|SC)[1-9][0-9]{3}")


class LintCheck(Kind):
    """hadolint, which knows the usual mistakes in Dockerfiles, finds few of them.

    Its rules have codes: [DL](https://github.com/hadolint/hadolint/wiki) of the Dockerfile,
    [SC](https://www.shellcheck.net/wiki/) of the shell in RUN.

    - `rules`: the codes that count, as a list, or as a table that gives each a weight; without it all do, once each
      time.
    - `ignore`: a list of codes that do not count, instead of `rules`.
    - `full`: up to so many findings, each times its weight, all points are earned; 0 when it is not written.
    - `zero`: from so many on, none; between the two, points fall in a straight line.

    Comments of the learner that silence rules do not count. A script in a heredoc of RUN is looked at, at the line of
    its RUN; what other heredocs hold is not. A Dockerfile that hadolint cannot read earns nothing. It is judged also
    when the build failed.

    ```toml
    [[checks]]
    kind = "lint"
    points = 10
    rules = {DL3007 = 2, DL3009 = 1, DL3020 = 1, DL3025 = 1}
    zero = 3
    ```
    """

    keys = ("rules", "ignore", "full", "zero")
    asks = "hadolint"

    def validate(self, parameters: Parameters, lab: LabSpec | None) -> None:
        if "rules" in parameters and "ignore" in parameters:
            raise CheckError("ignore", gettext("expected either rules or ignore"))
        rules = parameters.get("rules", [UNREADABLE])
        if not isinstance(rules, list | tuple | Mapping) or not rules:
            raise CheckError(
                "rules",
                instead(gettext("expected a list of codes, or a table of codes and weights"), rules),
            )
        _validate_codes("rules", rules)
        for code, weight in rules.items() if isinstance(rules, Mapping) else ():
            if not _is_number(weight) or weight <= 0:
                raise CheckError(f"rules.{code}", instead(gettext("expected a weight above 0"), weight))
        ignore = parameters.get("ignore", [])
        if not isinstance(ignore, list | tuple):
            raise CheckError("ignore", instead(gettext("expected a list of codes"), ignore))
        _validate_codes("ignore", ignore)
        full, zero = parameters.get("full", 0), parameters.get("zero")
        if not _is_number(full) or full < 0:
            raise CheckError("full", instead(gettext("expected a number from 0"), full))
        if not _is_number(zero) or zero <= full:
            raise CheckError("zero", instead(gettext("expected a number above full"), zero))

    def probes(self, parameters: Parameters) -> tuple[Probe, ...]:
        return (Lint(),)

    def judge(self, parameters: Parameters, work: Work) -> Finding:
        violations = [Violation(**one) for one in work.answer(Lint())["violations"]]
        weighed = [(weight, one) for one in violations if (weight := _weight(one.code, parameters))]
        if not weighed:
            return Finding(1.0, Message(_("hadolint finds nothing of what was asked about.")))
        worst = max(weighed, key=lambda one: (one[1].code == UNREADABLE, one[0], -one[1].line))[1]
        full, zero = parameters.get("full", 0), parameters["zero"]
        count = sum(weight for weight, _violation in weighed)
        fraction = 0.0 if worst.code == UNREADABLE else straight_line(count, full, zero)
        says = {"count": len(weighed), "code": worst.code, "at": worst.line, "what": words(worst)}
        said = Message(_("Findings of hadolint: %(count)s. Line %(at)s, %(code)s: %(what)s."), says)
        return Finding(fraction, said, Evidence(line=worst.line))


def _weight(code: str, parameters: Parameters) -> float:
    """What one finding counts."""
    if code == UNREADABLE:
        return 1
    rules = parameters.get("rules")
    if isinstance(rules, Mapping):
        return float(rules.get(code, 0))
    return float(code in rules if rules is not None else code not in parameters.get("ignore", ()))


def _validate_codes(key: str, codes: Any) -> None:
    for code in codes:
        if not isinstance(code, str) or not _CODE.fullmatch(code):
            raise CheckError(key, instead(gettext("expected codes such as DL3008"), code))
        if code.startswith("DL") and code not in RULES:
            raise CheckError(key, gettext("%(code)s is no rule of hadolint") % {"code": code})


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
