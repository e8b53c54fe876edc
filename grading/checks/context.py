"""The check of which files reach the builder and the image."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from grading.checks.credit import equal_parts
from grading.checks.kind import NO_IMAGE, Kind
from grading.context import Context, read_context
from grading.context.copies import copied_at
from grading.context.ignorefile import IgnoreFile
from grading.context.pattern import parse_pattern
from grading.faults import LearnerFault
from grading.messages import Message
from grading.outcome import Evidence, Finding, Parameters, Work
from grading.tree import FOLDER, Node, readable
from labs.checkkinds import CheckError
from labs.instead import instead
from labs.spec import LabSpec


class ContextCheck(Kind):
    """The right files reach the builder, and the image; what must not is kept out by .dockerignore or not copied.

    - `present`, `absent`: files of the submission that must, and must not, be in the build context.
    - `image_present`, `image_absent`: files that must, and must not, be in the finished image; what the base image
      brings is not looked at for `image_absent`.

    Each is a list of patterns as in a .dockerignore: `".env"` is that file in the first folder, `"**/*.log"` such a
    file in any, and a folder stands for all that is in it. Paths in the image are written without the first slash,
    such as `"app/.env"`. A pattern for the context must match a file that the lab gives or that learners may edit.
    Each pattern earns an equal part of the points.

    The context is what .dockerignore leaves of the submission's files, also when no COPY takes it. It is judged also
    when the build failed; patterns of the image then earn nothing.

    ```toml
    [[checks]]
    kind = "context"
    points = 20
    present = ["app.py", "requirements.txt"]
    absent = [".env", "**/*.log"]
    image_absent = ["**/.env"]
    ```
    """

    keys = ("present", "absent", "image_present", "image_absent")

    def validate(self, parameters: Parameters, lab: LabSpec | None) -> None:
        if not parameters:
            raise CheckError(
                "absent", gettext("expected at least one of %(keys)s") % {"keys": ", ".join(self.keys)}
            )
        for key, patterns in parameters.items():
            if not isinstance(patterns, list | tuple) or not patterns:
                raise CheckError(key, instead(gettext("expected a list of patterns"), patterns))
            for written in patterns:
                matcher = _matcher(written, key)
                known = {*lab.starter, *lab.editable} if lab and not key.startswith("image_") else None
                if known is not None and not any(map(matcher.ignores, known)):
                    raise CheckError(
                        key,
                        instead(gettext("expected files of the lab's starter or editable"), written),
                    )

    def judge(self, parameters: Parameters, work: Work) -> Finding:
        try:
            context = read_context(work.files, work.dockerfile_name)
            asked = [*_in_context(parameters, context, work), *_in_image(parameters, work)]
        except LearnerFault as fault:
            return Finding(0.0, fault.message)
        return equal_parts(
            asked, Finding(1.0, Message(_("The build context and the image hold what was asked for.")))
        )


def _matcher(written: str, key: str) -> IgnoreFile:
    """What matches the files that an author means; CheckError."""
    try:
        pattern = parse_pattern(written, 1) if isinstance(written, str) else None
        found = IgnoreFile((pattern,)) if pattern and not pattern.exception else None
        if found:
            found.ignores("")  # so that what cannot be read shows now
            return found
    except LearnerFault:
        pass
    raise CheckError(key, instead(gettext("expected patterns such as **/*.log"), written))


def _in_context(parameters: Parameters, context: Context, work: Work) -> Iterator[Finding | None]:
    for written in parameters.get("present", ()):
        named = [name for name in context.names if _matcher(written, "present").ignores(name)]
        out = [name for name in named if not context.has(name)]
        if not named:
            yield Finding(
                0.0, Message(_("%(file)s is not among the files that were sent."), {"file": written})
            )
        else:
            yield _kept_out(out[0], context) if out else None
    for written in parameters.get("absent", ()):
        matcher = _matcher(written, "absent")
        inside = [name for name in context.names if matcher.ignores(name) and context.has(name)]
        yield _let_in(inside[0], context, work) if inside else None


def _kept_out(name: str, context: Context) -> Finding:
    ruling = context.ignore_file.ruling(name)
    assert ruling is not None  # it keeps the file out
    says = {"file": name, "at": ruling.line, "ignorefile": context.ignore_name, "pattern": ruling.written}
    text = _("%(file)s does not reach the builder: line %(at)s of %(ignorefile)s, %(pattern)s, keeps it out.")
    return Finding(0.0, Message(text, says))


def _let_in(name: str, context: Context, work: Work) -> Finding:
    evidence = Evidence(line=copied_at(name, work.dockerfile))
    ruling = context.ignore_file.ruling(name)
    says = {"file": name, "ignorefile": context.ignore_name}
    if ruling is not None:
        text = _("%(file)s reaches the builder: line %(at)s of %(ignorefile)s, %(pattern)s, lets it in.")
        return Finding(0.0, Message(text, {**says, "at": ruling.line, "pattern": ruling.written}), evidence)
    if context.ignore_name is None:
        return Finding(
            0.0,
            Message(_("%(file)s reaches the builder: there is no .dockerignore."), {"file": name}),
            evidence,
        )
    return Finding(
        0.0,
        Message(_("%(file)s reaches the builder: no line of %(ignorefile)s keeps it out."), says),
        evidence,
    )


def _in_image(parameters: Parameters, work: Work) -> Iterator[Finding | None]:
    wanted = [*parameters.get("image_present", ()), *parameters.get("image_absent", ())]
    if not wanted:
        return
    if work.image is None:
        yield from (NO_IMAGE for _pattern in wanted)
        return
    nodes = {_matched(node): node for node in work.tree.below() if node.kind != FOLDER}
    for written in parameters.get("image_present", ()):
        matcher = _matcher(written, "image_present")
        there = any(map(matcher.ignores, nodes))
        yield None if there else Finding(0.0, Message(_("Not in the image: %(file)s."), {"file": written}))
    own = {path: node for path, node in nodes.items() if not work.image.layers[node.layer].base}
    for written in parameters.get("image_absent", ()):
        matcher = _matcher(written, "image_absent")
        found = next((node for path, node in own.items() if matcher.ignores(path)), None)
        yield _brought_in(found, work) if found else None


def _matched(node: Node) -> str:
    """A path of the image for patterns, in which no strange character of a name hides it."""
    return readable(node.path)[1:].replace("\n", " ")


def _brought_in(node: Node, work: Work) -> Finding:
    assert work.image is not None  # the node is of it
    line = work.image.layers[node.layer].line
    evidence = Evidence(line=line, layer=node.layer, path=readable(node.path))
    if line is None:
        return Finding(0.0, Message(_("%(file)s is in the image."), {"file": evidence.path}), evidence)
    says = {"file": evidence.path, "at": line}
    return Finding(0.0, Message(_("%(file)s is in the image: line %(at)s brings it in."), says), evidence)
