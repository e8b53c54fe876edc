"""The check that a rebuild after a change takes from the cache what did not change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from grading.checks.kind import NO_IMAGE, Kind, require_integer
from grading.checks.wanted import fits, require_wanted_table, what
from grading.dockerfile import Dockerfile, Instruction
from grading.messages import Message
from grading.outcome import Evidence, Finding, Parameters, Work
from grading.probes import Answer
from grading.probes.rebuild import Rebuild
from labs.checkkinds import CheckError
from labs.instead import instead
from labs.spec import LabSpec

DECIMALS = 1  # of seconds


class Cache(Kind):
    """After files changed, a rebuild takes from the cache what they do not concern.

    It is really built again: the submission's last `docker build`, in the same daemon and within the lab's seconds,
    without `--no-cache` should the learner have written it.

    - `touch`: names of files in the folder of the build; each gets an empty line at its end, which nearly every kind
      of file allows. One that is missing is made.
    - `with`: for another change, a table of files and their new texts, such as `{"app.py" = "print(1)"}`.
    - `cached`: instructions, each as `{name = "RUN", matching = "pip install"}` and if need be `called` as in
      `instruction`, that must come from the cache in whatever stage they are. Points are shared out between all that
      fit; one that nothing in the Dockerfile fits earns none of its share.
    - `least`: or else the percent of all steps (`FROM` is none) that must; with fewer, points fall in proportion.

    ```toml
    [[checks]]
    kind = "cache"
    points = 20
    touch = ["app.py"]
    cached = [{name = "RUN", matching = "pip install"}]
    ```
    """

    keys = ("touch", "with", "cached", "least")
    asks = "a rebuild"

    def validate(self, parameters: Parameters, lab: LabSpec | None) -> None:
        touch, written = parameters.get("touch", []), parameters.get("with", {})
        if not isinstance(touch, list) or not all(isinstance(name, str) for name in touch):
            raise CheckError("touch", instead(gettext("expected a list of names of files"), touch))
        if not isinstance(written, dict) or not all(isinstance(text, str) for text in written.values()):
            raise CheckError("with", gettext("expected a table of files and their new texts"))
        if not touch and not written:
            raise CheckError("touch", gettext("expected a file to change, here or in with"))
        for key, names in (("touch", touch), ("with", written)):
            for name in names:
                if lab is not None and name not in lab.starter and name not in lab.editable:
                    raise CheckError(
                        key,
                        instead(gettext("expected files of the starter or editable ones"), name),
                    )
        if ("cached" in parameters) == ("least" in parameters):
            raise CheckError("cached", gettext("expected either cached or least"))
        if "least" in parameters and not 1 <= require_integer(parameters, "least") <= 100:
            raise CheckError("least", gettext("expected a percentage from 1 to 100"))
        cached = parameters.get("cached", [{"name": "RUN"}])
        if not isinstance(cached, list) or not cached:
            raise CheckError("cached", gettext("expected a list of instructions"))
        for number, wanted in enumerate(cached):
            require_wanted_table(wanted, f"cached[{number}]")

    def probes(self, parameters: Parameters) -> tuple[Rebuild]:
        return (Rebuild(tuple(parameters.get("touch", ())), tuple(parameters.get("with", {}).items())),)

    def judge(self, parameters: Parameters, work: Work) -> Finding:
        if work.image is None:
            return NO_IMAGE
        answer = work.answer(self.probes(parameters)[0])
        files = ", ".join([*parameters.get("touch", ()), *parameters.get("with", ())])
        if not answer["ok"]:
            failed = _("Built again after %(files)s changed, the build failed.")
            return Finding(0.0, Message(failed, {"files": files}), Evidence(line=answer["line"]))
        if "least" in parameters:
            return _share(parameters["least"], answer, files)
        return _instructions(parameters["cached"], answer, files, work)


def _share(least: int, answer: Answer, files: str) -> Finding:
    ran = [step for step in answer["steps"] if step["status"] != "cached"]
    count = len(answer["steps"])
    percent = 100 * (count - len(ran)) / count if count else 100.0
    says: dict[str, Any] = {"cached": count - len(ran), "count": count, "files": files}
    if percent >= least:
        well = _("After %(files)s changed, %(cached)s of %(count)s steps came from the cache.")
        return Finding(1.0, Message(well, says))
    says |= {"least": least, "at": ran[0]["line"], "seconds": round(answer["seconds"], DECIMALS)}
    few = _(
        "After %(files)s changed, %(cached)s of %(count)s steps came from the cache, %(least)s %% were asked for: "
        "from line %(at)s on, all that follows was run again; the rebuild took %(seconds)s s."
    )
    return Finding(percent / least, Message(few, says), Evidence(line=ran[0]["line"]))


def _instructions(wanted: Sequence[Parameters], answer: Answer, files: str, work: Work) -> Finding:
    built = {step.line for step in work.build.steps}
    instructions = [one for one in work.dockerfile.instructions if one.line in built]
    again = {step["line"]: step["seconds"] for step in answer["steps"] if step["status"] != "cached"}
    earned, missing, lost = 0.0, [], []
    for one in wanted:
        found = [instruction for instruction in instructions if fits(instruction, one)]
        if not found:
            missing.append(one)
            continue
        ran = [instruction for instruction in found if instruction.line in again]
        earned += 1 - len(ran) / len(found)
        lost += ran
    fraction = earned / len(wanted)
    if lost:
        slowest = max(lost, key=lambda one: again[one.line])
        return _run_again(fraction, slowest, again, files, work.dockerfile)
    if missing:
        asked = _("Asked for in the Dockerfile, to come from the cache: %(what)s; none was built.")
        return Finding(fraction, Message(asked, {"what": what(missing[0])}))
    says = {
        "files": files,
        "what": ", ".join(map(what, wanted)),
        "seconds": round(answer["seconds"], DECIMALS),
    }
    well = _("After %(files)s changed, this came from the cache: %(what)s. The rebuild took %(seconds)s s.")
    return Finding(1.0, Message(well, says))


def _run_again(
    fraction: float, lost: Instruction, again: dict[int, float], files: str, dockerfile: Dockerfile
) -> Finding:
    """Say of a step that was run again what it took, and which line above it took the change in."""
    cause = next(one for one in _above(lost, dockerfile) if one.line in again)
    says: dict[str, Any] = {
        "at": lost.line,
        "name": lost.name,
        "files": files,
        "seconds": round(again[lost.line], DECIMALS),
        "cause": cause.line,
    }
    if cause.line == lost.line:
        text = _("Line %(at)s (%(name)s) was run again after %(files)s changed, %(seconds)s s.")
    elif cause.name in ("COPY", "ADD") and "from" not in cause.flags:
        text = _(
            "Line %(cause)s copies %(files)s before the %(name)s on line %(at)s: that was run again after a change, "
            "%(seconds)s s. Copy only what line %(at)s needs before it, and the rest after it."
        )
    else:
        text = _(
            "Line %(cause)s uses %(files)s before the %(name)s on line %(at)s: that was run again after a change, "
            "%(seconds)s s. What changes often belongs below what is slow."
        )
    return Finding(fraction, Message(text, says), Evidence(line=cause.line))


def _above(last: Instruction, dockerfile: Dockerfile) -> list[Instruction]:
    """The instructions that the last is built on, in order, and itself."""
    stages = set()
    stage = dockerfile.stages[last.stage] if last.stage is not None else None
    while stage is not None:
        stages.add(stage.index)
        stage = dockerfile.stages[stage.parent] if stage.parent is not None else None
    return [one for one in dockerfile.instructions if one.stage in stages and one.line <= last.line]
