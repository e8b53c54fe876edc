"""The check of one path in the finished image."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from grading.checks import pattern
from grading.checks.credit import equal_parts
from grading.checks.kind import NO_IMAGE, Kind, require_truth
from grading.checks.sizes import require_size
from grading.checks.texts import parts, validate_texts
from grading.messages import Message
from grading.outcome import Evidence, Finding, Parameters, Work
from grading.probes import Probe
from grading.probes.file_text import FileText
from grading.tree import FILE, Node, readable
from labs.checkkinds import CheckError
from labs.instead import instead
from labs.spec import LabSpec

_MODE = re.compile(r"[0-7]{3,4}")
_OWNER = re.compile(r"[a-z_0-9][a-z0-9_-]*(?::[a-z_0-9][a-z0-9_-]*)?")
_KINDS = ("file", "folder", "symlink")
PASSWD, GROUP = FileText("/etc/passwd"), FileText("/etc/group")


class File(Kind):
    """A path of the finished image is there, with what was asked for; or it is not there.

    Each thing asked for earns an equal part of the points, once the path is there.

    - `path`: from the image's root, such as `"/app/app.py"`. Links are followed, within the image.
    - `absent`: `true` asks that nothing is there. The path may then have `*` for any characters, those of folders below
      among them: `"/var/lib/apt/lists/*"`.
    - `kind`: `"file"`, `"folder"` or `"symlink"` (which is not followed then).
    - `mode`: its rights in octal digits, such as `"0755"`.
    - `owner`: a user, or user and group, as names or numbers: `"app"`, `"1000:1000"`.
    - `most`: the largest size of a file, such as `"20kB"`.
    - `contains`: a text, or a list of texts, each a part of its own, that the first 64 KiB of the file hold.
    - `matching`: a regular expression that they hold.

    ```toml
    [[checks]]
    kind = "file"
    points = 10
    path = "/app/app.py"
    owner = "app"
    mode = "0644"
    ```
    """

    keys = ("path", "absent", "kind", "mode", "owner", "most", "contains", "matching")
    asks = "files' contents"

    def validate(self, parameters: Parameters, lab: LabSpec | None) -> None:
        path = parameters.get("path")
        if not isinstance(path, str) or not path.startswith("/"):
            raise CheckError("path", instead(gettext("expected a path that starts with /"), path))
        if require_truth(parameters, "absent"):
            if others := [key for key in parameters if key not in ("path", "absent")]:
                raise CheckError(others[0], gettext("expected nothing but path beside absent"))
            return
        if parameters.get("kind", FILE) not in _KINDS:
            raise CheckError(
                "kind",
                instead(
                    gettext("expected one of %(known)s") % {"known": ", ".join(_KINDS)}, parameters["kind"]
                ),
            )
        if not _fits(parameters, "mode", _MODE):
            expected = gettext('expected octal digits such as "0755"')
            raise CheckError("mode", instead(expected, parameters["mode"]))
        if not _fits(parameters, "owner", _OWNER):
            expected = gettext('expected a user such as "app" or "1000:1000"')
            raise CheckError("owner", instead(expected, parameters["owner"]))
        if "most" in parameters:
            require_size("most", parameters["most"])
        validate_texts(parameters, None)

    def probes(self, parameters: Parameters) -> tuple[Probe, ...]:
        text = (FileText(parameters["path"]),) if parameters.keys() & {"contains", "matching"} else ()
        names = (PASSWD, GROUP) if re.search("[a-z_]", parameters.get("owner", "")) else ()
        return (*text, *names)

    def judge(self, parameters: Parameters, work: Work) -> Finding:
        if work.image is None:
            return NO_IMAGE
        path = parameters["path"]
        if parameters.get("absent"):
            return _absent(path, work)
        node = work.tree.find(path, follow=parameters.get("kind") != "symlink")
        if node is None:
            return Finding(
                0.0, Message(_("Not in the image: %(path)s."), {"path": path}), Evidence(path=path)
            )
        place = _place(node, work)
        asked = [
            None if message is None else Finding(0.0, message, place)
            for message in _wishes(parameters, node, work)
        ]
        well = Message(_("In the image, as was asked for: %(path)s."), {"path": path})
        return equal_parts(asked, Finding(1.0, well, place))


def _absent(path: str, work: Work) -> Finding:
    found = _first(path, work)
    if found is None:
        return Finding(1.0, Message(_("Not in the image, as was asked for: %(path)s."), {"path": path}))
    says = {"path": readable(found.path[1:])}
    return Finding(0.0, Message(_("Not wanted in the image: %(path)s."), says), _place(found, work))


def _first(path: str, work: Work) -> Node | None:
    if "*" not in path:
        return work.tree.find(path, follow=False)
    folder = path[: path.index("*")].rpartition("/")[0] or "/"
    return next((node for node in work.tree.below(folder) if fnmatchcase(node.path, path)), None)


def _wishes(parameters: Parameters, node: Node, work: Work) -> Iterator[Message | None]:
    """For each thing asked for, what is wrong with it, or None."""
    path = parameters["path"]
    kind, mode, owner = (parameters.get(key) for key in ("kind", "mode", "owner"))
    if kind is not None:
        says = {"path": path, "wanted": kind, "found": node.kind}
        yield (
            None
            if node.kind == kind
            else Message(_("%(path)s is a %(found)s; asked for: a %(wanted)s."), says)
        )
    if mode is not None:
        says = {"path": path, "wanted": f"{int(mode, 8):04o}", "found": f"{node.mode:04o}"}
        fits = node.mode == int(mode, 8)
        yield None if fits else Message(_("%(path)s has the mode %(found)s; asked for: %(wanted)s."), says)
    if owner is not None:
        says = {"path": path, "wanted": owner, "found": f"{node.uid}:{node.gid}"}
        fits = _owns(owner, node, work)
        yield None if fits else Message(_("%(path)s belongs to %(found)s; asked for: %(wanted)s."), says)
    if "most" in parameters:
        most = require_size("most", parameters["most"])
        sizes = {"path": path, "found_bytes": node.size, "most_bytes": most}
        text = _("%(path)s has %(found_bytes)s; at most %(most_bytes)s were asked for.")
        yield None if node.size <= most else Message(text, sizes)
    if parameters.keys() & {"contains", "matching"}:
        text = work.answer(FileText(path))["text"] or ""
        for wanted in parts(parameters):
            yield None if wanted in text else _not_held(path, wanted)
        if "matching" in parameters:
            wanted = parameters["matching"]
            yield None if pattern.found(wanted, text) else _not_held(path, wanted)


def _not_held(path: str, wanted: str) -> Message:
    says = {"path": path, "wanted": wanted}
    return Message(_("%(path)s does not hold what was asked for: %(wanted)s"), says)


def _owns(owner: str, node: Node, work: Work) -> bool:
    """Whether the node belongs to `user` or `user:group`; names as the image's own files list them."""
    user, _colon, group = owner.partition(":")
    return _number(user, PASSWD, work) == node.uid and (not group or _number(group, GROUP, work) == node.gid)


def _number(name: str, names: FileText, work: Work) -> int | None:
    if name.isascii() and name.isdecimal():
        return int(name)
    for line in str(work.answer(names)["text"] or "").splitlines():
        fields = line.split(":")
        if fields[0] == name and len(fields) > 2 and fields[2].isascii() and fields[2].isdecimal():
            return int(fields[2][:10])
    return None


def _place(node: Node, work: Work) -> Evidence:
    assert work.image is not None
    layer = work.image.layers[node.layer]
    return Evidence(line=layer.line, layer=layer.index, path=readable(node.path[1:]))


def _fits(parameters: Parameters, key: str, form: re.Pattern[str]) -> bool:
    """Whether it is a text of that form, or not written."""
    value = parameters.get(key)
    return key not in parameters or (isinstance(value, str) and form.fullmatch(value) is not None)
