"""Docker commands that a lab does not allow, though they are rightly written: base images, the lab's registry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext_noop as _

from grading.commands import (
    BuildCommand,
    Command,
    LoginCommand,
    LogoutCommand,
    PullCommand,
    PushCommand,
    RemoveCommand,
    TagCommand,
)
from grading.faults import LearnerFault
from grading.references import Reference
from grading.validation import sources
from labs.spec import LabSpec


def problems(lab: LabSpec, files: Mapping[str, str], requests: Sequence[Command]) -> list[LearnerFault]:
    """What is wrong with the commands for this lab, with their lines; `files` are those of the submission."""
    return [
        sources.in_commands(fault, request.line)
        for request in requests
        for fault in (*_base_images(lab, request), *_registry(lab, files, request))
    ]


def _base_images(lab: LabSpec, request: Command) -> Iterator[LearnerFault]:
    """A tag named as a base image would replace it inside the daemon."""
    bases = sources.base_names(lab)
    for tag in _new_names(request):
        if tag.canonical in bases:
            yield LearnerFault(
                _("%(tag)s is the name of a base image: give your image a name of its own."),
                tag=tag.familiar,
            )
    if isinstance(request, RemoveCommand):
        for image in request.images:
            if image.canonical in bases:
                yield LearnerFault(
                    _("docker rmi: the base image %(image)s stays here."), image=image.familiar
                )
    if (
        isinstance(request, PullCommand)
        and not request.from_registry
        and request.image.canonical not in bases
    ):
        yield LearnerFault(
            _(
                "docker pull: %(image)s is not here, and nothing else can be reached. This lab has %(allowed)s."
            ),
            image=request.image.familiar,
            allowed=", ".join(lab.base_images),
        )


def _new_names(request: Command) -> tuple[Reference, ...]:
    if isinstance(request, TagCommand):
        return (request.target,)
    return request.tags if isinstance(request, BuildCommand) else ()


def _registry(lab: LabSpec, files: Mapping[str, str], request: Command) -> Iterator[LearnerFault]:
    about_it = isinstance(request, LoginCommand | LogoutCommand | PushCommand) or (
        isinstance(request, PullCommand) and request.from_registry
    )
    if about_it and lab.registry is None:
        yield LearnerFault(
            _("This lab has no registry: there is nothing to log in to, push to or pull from.")
        )
    elif isinstance(request, LoginCommand) and request.password_file not in files:
        yield LearnerFault(
            _("docker login: the file %(file)s is missing. This lab's password is in %(password_file)s."),
            file=request.password_file,
            password_file=lab.registry.password_file if lab.registry else "",
        )
