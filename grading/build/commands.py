"""Runs docker commands, one after the other, in the same folder and daemon."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.utils.translation import gettext_noop as _

from grading import base_images
from grading.build import buildx, client, running, tagging
from grading.build.errors import explain
from grading.build.log import plain
from grading.build.steps import Steps
from grading.build.watch import Watch
from grading.commands import (
    BuildCommand,
    ClientCommand,
    Command,
    ImagesCommand,
    LoginCommand,
    PullCommand,
    RemoveCommand,
    RunCommand,
    TagCommand,
)
from grading.daemon.isolation import Daemon
from grading.dockerfile import Dockerfile
from grading.egress import Relay
from grading.faults import LearnerFault, PlatformFault
from grading.references import parse_reference
from labs.spec import Limits

# Docker counts so with containerd's image store; a size in a grade is that of the files in an image's layers.
ON_DISK = (
    "SIZE is what an image takes on the disk, packed and unpacked. What is graded is the unpacked part alone."
)


class Commands:
    """`image_id` is that of the last build, if it made one, `tags` the names given and what they name."""

    def __init__(
        self,
        daemon: Daemon,
        folder: Path,
        files: Mapping[str, str],
        known: Mapping[str, Dockerfile],
        steps: Steps,
        deadline: float,
        limits: Limits,
        packages: Relay | None,
    ) -> None:
        self.daemon, self.folder, self.files, self.known = daemon, folder, files, known
        self.steps, self.deadline, self.packages = steps, deadline, packages
        self.watch = Watch(daemon, limits)
        self.image_id: str | None = None
        self.tags: dict[str, str] = {}
        self.removed = False  # whether an image lost a name

    def run(self, request: Command) -> None:
        known = self.known.get(request.dockerfile) if isinstance(request, BuildCommand) else None
        self.steps.start(f"$ {plain(request.text)}", known)
        if isinstance(request, BuildCommand):
            self.build(request, known)
        elif isinstance(request, TagCommand):
            self.tags[request.target.familiar] = tagging.tag(self.daemon, request)
        elif isinstance(request, RunCommand):
            running.run(request, self.daemon, self.watch.limits, self.steps, self.deadline)
        elif isinstance(request, ClientCommand):
            self.ask_client(request)

    def ask_client(self, request: ClientCommand) -> None:
        if isinstance(request, PullCommand) and not request.from_registry:
            self.steps.show(
                client.already_here(request, tagging.image_id(self.daemon, request.image.familiar))
            )
            return
        password = (
            self.files[request.password_file].strip("\r\n") if isinstance(request, LoginCommand) else ""
        )
        try:
            reason = client.run(
                request, self.daemon, self.folder, self.steps, self.tick, self.deadline, password
            )
        except TimeoutError:
            raise self.watch.out_of_time() from None
        finally:
            self.steps.end()
        if reason is not None:
            if client.registry_failed(reason) and self.watch.full:
                self.steps.ran_out_of_space = True
            self.require_daemon(reason)
            raise client.explain(request, reason)
        if isinstance(request, ImagesCommand) and not request.only_ids:
            self.steps.say(ON_DISK)
            self.steps.end()
        if isinstance(request, PullCommand):
            found = tagging.image_id(self.daemon, request.image.familiar)
            self.tags |= {request.image.familiar: found} if found else {}
        if isinstance(request, RemoveCommand):
            self.removed = True
            for image in request.images:
                self.tags.pop(image.familiar, None)

    def require_image(self) -> None:
        """LearnerFault when the image that was built is gone by now."""
        if (
            self.image_id is not None
            and self.removed
            and tagging.image_id(self.daemon, self.image_id) is None
        ):
            self.image_id = None
            raise LearnerFault(
                _("docker rmi took the last name of the image that was built: there is none to grade.")
            )

    def require_daemon(self, reason: str) -> None:
        """Raise LimitReached, or PlatformFault, when a command failed by that rather than by itself."""
        self.watch.check(self.steps.ran_out_of_space)
        if not self.daemon.alive or not tagging.answers(self.daemon):
            raise PlatformFault("The daemon ended during the build: %(reason)s", reason=reason)

    def build(self, request: BuildCommand, known: Dockerfile | None) -> None:
        self.image_id = None  # the last build counts, also one that fails
        answer = self.folder / "answer.json"
        answer.unlink(missing_ok=True)
        try:
            ended = buildx.build(
                buildx.arguments_for(request, self.folder / "context", answer, self.packages is not None),
                self.daemon,
                self.folder,
                self.steps.take,
                self.tick,
                self.deadline,
            )
        except TimeoutError:
            raise self.watch.out_of_time() from None
        finally:
            self.steps.end()
        if self.packages is not None:
            self.look_at(self.packages)
        if ended.failure is None:
            self.image_id = buildx.image_id(answer)
            self.tags |= {tag.familiar: self.image_id for tag in request.tags}
            return
        self.steps.fail(ended.failure.reason)
        self.require_daemon(ended.failure.reason)
        if self.packages is not None and (fault := self.packages.fault()) is not None:
            raise fault
        raise explain(
            ended.failure,
            known,
            wanted_network=self.steps.wanted_network,
            refused=tuple(self.packages.refused) if self.packages is not None else None,
            here={parse_reference(name).canonical for name in base_images.available()},
        )

    def look_at(self, packages: Relay) -> None:
        """Say in the log what the proxy refused; raise LimitReached when too much was fetched."""
        if packages.refused:
            self.steps.say(f"This lab's builds reach only package sources, not {', '.join(packages.refused)}")
        packages.check()

    def tick(self) -> None:
        self.steps.flush()
        self.watch.look()
