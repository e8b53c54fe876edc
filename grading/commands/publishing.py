"""`docker login`, `logout`, `push` and `pull`: what has to do with the lab's registry, and with no other."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext_noop as _

from grading.commands.command import ClientCommand, Forms
from grading.commands.names import one_image
from grading.commands.options import Options
from grading.faults import LearnerFault
from grading.references import Reference
from grading.registry import ADDRESS

MAX_USER = 64
_USER = re.compile(rf"[A-Za-z0-9_][A-Za-z0-9_.@-]{{0,{MAX_USER - 1}}}")
_ADDRESSES = (ADDRESS, f"http://{ADDRESS}", f"http://{ADDRESS}/v2/")
_IN_OURS = f"{ADDRESS}/"


@dataclass(frozen=True)
class LoginCommand(ClientCommand):
    """`docker login -u USER --password-stdin localhost:5000`; the password is what the file of this name says."""

    user: str
    password_file: str = ""

    @property
    def arguments(self) -> tuple[str, ...]:
        return ("login", "--username", self.user, "--password-stdin", ADDRESS)

    def reading(self, file: str | None) -> LoginCommand:
        """The same with its password from this file, which the line must name."""
        if file is None:
            raise LearnerFault(
                _(
                    "docker login --password-stdin needs something to read: end the line with the password's file, "
                    "such as < password.txt"
                )
            )
        return replace(self, password_file=file)


@dataclass(frozen=True)
class LogoutCommand(ClientCommand):
    """`docker logout localhost:5000`."""

    @property
    def arguments(self) -> tuple[str, ...]:
        return ("logout", ADDRESS)


@dataclass(frozen=True)
class PushCommand(ClientCommand):
    """`docker push localhost:5000/NAME:TAG`, or all tags of a name."""

    image: Reference
    all_tags: bool = False

    @property
    def arguments(self) -> tuple[str, ...]:
        if self.all_tags:
            return ("push", "--all-tags", self.image.name)
        return ("push", self.image.canonical)


@dataclass(frozen=True)
class PullCommand(ClientCommand):
    """`docker pull IMAGE`: a base image, which is here already, or one of the lab's registry."""

    image: Reference

    @property
    def arguments(self) -> tuple[str, ...]:
        return ("pull", self.image.familiar)

    @property
    def from_registry(self) -> bool:
        return self.image.name.startswith(_IN_OURS)


_LOGIN = Options("docker login", "-u/--username, --password-stdin")
_LOGIN.add_argument("-u", "--username")
_LOGIN.add_argument("-p", "--password")
_LOGIN.add_argument("--password-stdin", action="store_true")
_LOGOUT = Options("docker logout", "")
_PUSH = Options("docker push", "-a/--all-tags")
_PUSH.add_argument("-a", "--all-tags", action="store_true")
_PULL = Options("docker pull", "")


def _login(line: int, words: list[str]) -> LoginCommand:
    options, words = _LOGIN.read(words)
    if options.password is not None:
        raise LearnerFault(
            _(
                "-p writes the password where others can read it: in the shell's history and in the list of processes. "
                "Let docker read it: docker login -u NAME --password-stdin localhost:5000 < password.txt"
            )
        )
    _refuse_other_registries("docker login", words)
    if options.username is None or not _USER.fullmatch(options.username):
        raise LearnerFault(_("docker login needs the user's name: -u NAME."))
    if not options.password_stdin:
        raise LearnerFault(
            _(
                "Nobody can type a password here: let docker read it, with --password-stdin and < password.txt "
                "at the end."
            )
        )
    return LoginCommand(line, options.username)


def _logout(line: int, words: list[str]) -> LogoutCommand:
    _none, words = _LOGOUT.read(words)
    _refuse_other_registries("docker logout", words)
    return LogoutCommand(line)


def _refuse_other_registries(command: str, words: list[str]) -> None:
    if not words:
        raise LearnerFault(
            _("%(command)s without an address means Docker Hub: name the lab's registry, %(registry)s."),
            command=command,
            registry=ADDRESS,
        )
    for word in words:
        if word not in _ADDRESSES:
            raise LearnerFault(
                _("%(command)s: %(address)s is not the lab's registry, which is %(registry)s."),
                command=command,
                address=word,
                registry=ADDRESS,
            )


def _push(line: int, words: list[str]) -> PushCommand:
    options, words = _PUSH.read(words)
    image = one_image("docker push", words)
    if not image.name.startswith(_IN_OURS):
        host, _slash, path = image.name.partition("/")
        raise LearnerFault(
            _(
                "docker push %(image)s would go to %(host)s: an image's name says its registry. Give it one of the "
                "lab's with docker tag %(image)s %(example)s and push that."
            ),
            image=words[0],
            host=host,
            example=f"{_IN_OURS}{path.removeprefix('library/')}{image.suffix if not image.digest else ''}",
        )
    if image.digest or (options.all_tags and image.tag):
        raise LearnerFault(
            _("docker push takes a name with a tag, or with -a a name without one, not %(image)s."),
            image=words[0],
        )
    return PushCommand(line, image, options.all_tags)


def _pull(line: int, words: list[str]) -> PullCommand:
    _none, words = _PULL.read(words)
    return PullCommand(line, one_image("docker pull", words))


FORMS: Forms = {
    ("login",): _login,
    ("logout",): _logout,
    ("push",): _push, ("image", "push"): _push,
    ("pull",): _pull, ("image", "pull"): _pull,
}  # fmt: skip
