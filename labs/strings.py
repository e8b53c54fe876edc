"""Every sentence that the workbench's scripts show, in the reader's language. {places} are filled in by the scripts."""

from __future__ import annotations

from django.utils.translation import gettext as _


def strings() -> dict[str, str]:
    return {
        "attempt": _("Attempt {number}"),
        "queued": _("Waiting for a builder"),
        "queued_at": _("Waiting: number {position} in the queue"),
        "daemon": _("Preparing a Docker daemon of its own"),
        "build": _("Building"),
        "inspect": _("Reading the image"),
        "checks": _("Grading"),
        "graded": _("Graded"),
        "graded_failed": _("The build failed"),
        "command_failed": _("A docker command failed after the build"),
        "refused": _("Not built"),
        "limit": _("Stopped: a limit was reached"),
        "failed": _("Something failed on our side: this attempt does not count"),
        "steps": _("{count} in all, {cached} from cache, {time}"),
        "seconds": _("{seconds} s"),
        "line": _("line {line}"),
        "command_line": _("docker commands, line {line}"),
        "step_running": _("running"),
        "step_done": _("done"),
        "step_cached": _("from cache"),
        "step_error": _("failed"),
        "step_cancelled": _("stopped"),
        "saved": _("Saved in this browser at {time}"),
        "restored": _("Your text of {time} is back"),
        "not_saved": _("This browser refuses to keep your text: copy it before you leave."),
        "loaded": _("Loaded. Your text from before is kept under “Go back to…”."),
        "starter_loaded": _("The lab's files are back. Your text from before is kept under “Go back to…”."),
        "sending": _("Sending…"),
        "build_label": _("Build"),
        "offline": _("No connection. Your text is safe; we try again in {seconds} s."),
        "server_error": _(
            "The site could not take this (error {status}). Your text is safe; try again in a moment."
        ),
        "watch_offline": _(
            "The connection was lost. Your submission goes on; we look again every few seconds."
        ),
        "failed_here": _("The build failed here"),
        "elsewhere": _("This lab was changed in another window. Reload the page to go on with that text."),
    }
