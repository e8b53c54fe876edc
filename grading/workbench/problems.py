"""What is wrong with a text that is still being written: what the gate would refuse, what BuildKit would fail at, and
what hadolint would say.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from grading.commands import COMMANDS_FILE, BuildCommand, half_read_builds, read_commands
from grading.dockerfile import Dockerfile, parse_dockerfile
from grading.faults import Fault, LearnerFault
from grading.kept import kept
from grading.lint import UNREADABLE, Violation, lint, words
from grading.validation import Invalid, sources, validate
from grading.workbench.arguments import unknown_arguments
from grading.workbench.instructions import impossible
from grading.workbench.missing import missing
from grading.workbench.unmade import unmade
from grading.workbench.unused import unused
from labs.spec import LabSpec

MAX_LINTED = 16 * 1024  # characters of a Dockerfile that hadolint is given while it is written
CPU_SECONDS = 1  # of hadolint; a usual Dockerfile takes 0.06
MAX_PROBLEMS = 100
KEPT_SECONDS = 600
# Rules of hadolint that contradict what the labs teach, so nobody is told of them while writing. A check `lint` that
# names one still asks for it.
NOT_TAUGHT = frozenset(
    {
        "DL3059",  # join RUNs: the labs on the cache and on secrets want what changes apart from what does not
        "DL3008",  # versions of apt-get's and apk's packages: the next security update takes them away, and
        "DL3018",  # the build fails; the labs fix the base image's version instead
    }
)
_SEVERITIES = {"error": "warning", "warning": "warning", "info": "info", "style": "info"}


@dataclass(frozen=True, slots=True)
class Found:
    """`severity` is error for what would be refused, warning or info for advice, whose rule is `code`.

    `line` counts from 1; None is the file as a whole, and an empty `path` the submission.
    """

    path: str
    line: int | None
    severity: str
    message: str
    code: str = ""


def problems(lab: LabSpec, files: Mapping[str, str | bytes], commands: str) -> list[Found]:
    """All problems, in the reader's language. Raises PlatformFault when hadolint cannot be run."""
    texts = {path: text for path, text in files.items() if path in lab.editable and isinstance(text, str)}
    dockerfiles = {path: text for path, text in texts.items() if _is_dockerfile(path)}
    refused = _refusals(lab, files, commands)
    said = {(one.path, one.line) for one in refused}
    readable = {path: read for path, text in dockerfiles.items() if (read := _read(text))}
    refused += [
        Found(path, line, "error", message)
        for path, read in readable.items()
        for line, message in impossible(read)
        if (path, line) not in said
    ]
    said = {(one.path, one.line) for one in refused}
    wrong = {one.path for one in refused}
    requests, half_read = read_commands(commands)[0], half_read_builds(commands)
    builds = [one for one in requests if isinstance(one, BuildCommand)]
    names = {*lab.starter, *texts}
    warned = [
        found
        for path, read in readable.items()
        for found in _warnings(path, read, names, builds, half_read, is_wrong=path in wrong)
    ]
    if COMMANDS_FILE not in wrong:  # a wrong one may be about to make it
        absent = unmade(requests, sources.base_names(lab))
        warned += [Found(COMMANDS_FILE, line, "warning", message) for line, message in absent]
    advice = [
        one
        for path, text in dockerfiles.items()
        for one in _advice(path, text, said_already=path in wrong)
        if (path, one.line) not in said
    ]
    return (refused + warned + advice)[:MAX_PROBLEMS]


def _warnings(
    path: str,
    dockerfile: Dockerfile,
    files: Iterable[str],
    builds: Sequence[BuildCommand],
    half_read: Sequence[BuildCommand],
    is_wrong: bool,
) -> Iterator[Found]:
    """What BuildKit would fail at, or leave out without a word."""
    for line, message in missing(dockerfile, files):
        yield Found(path, line, "warning", message)
    if not is_wrong:  # what is wrong in it may be the name of a stage
        known = [one for one in (*builds, *half_read) if one.dockerfile == path]
        for line, message in unused(dockerfile, known):
            yield Found(path, line, "warning", message)
    for build in builds:  # of those half read, what is wrong in the command is said already
        for message in unknown_arguments(dockerfile, build) if build.dockerfile == path else ():
            yield Found(COMMANDS_FILE, build.line, "warning", message)


def _refusals(lab: LabSpec, files: Mapping[str, str | bytes], commands: str) -> list[Found]:
    try:
        validate(lab, files, commands)
    except Invalid as invalid:
        return [_refusal(fault) for fault in invalid.faults]
    return []


def _refusal(fault: Fault) -> Found:
    return Found(fault.path or "", fault.line, "error", str(fault))


def _read(text: str) -> Dockerfile | None:
    try:
        return parse_dockerfile(text)
    except LearnerFault:  # the gate says it
        return None


def _is_dockerfile(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.startswith("Dockerfile") and not name.endswith(".dockerignore")


def _advice(path: str, text: str, said_already: bool) -> list[Found]:
    """hadolint's; that it cannot read a Dockerfile is not said beside the gate's own reason."""
    if not text.strip() or len(text) > MAX_LINTED:
        return []
    return [
        Found(path, one.line, _SEVERITIES.get(one.level, "info"), str(words.words(one)), one.code)
        for one in _linted(text)
        if one.code not in NOT_TAUGHT and not (said_already and one.code == UNREADABLE)
    ]


def _linted(text: str) -> tuple[Violation, ...]:
    """Kept for a while: going back and forth in a text is usual, and so is the same text for a whole class."""
    key = f"linted:{hashlib.sha256(text.encode(errors='replace')).hexdigest()}"
    return kept(key, KEPT_SECONDS, lambda: lint(text, CPU_SECONDS))
