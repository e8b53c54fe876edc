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
        "from_attempt": _("These are the files of attempt {number}."),
        "from_attempt_kept": _(
            "These are the files of attempt {number}. What you were writing is kept under "
            "“Go back to…”, “My text from before”."
        ),
        "text_of": _("My text of {time}"),
        "two_texts": _(
            "As you signed in, you had two texts of this lab. The newer one was taken; the other is kept "
            "under “Go back to…”, “My text of {time}”."
        ),
        "starter_loaded": _("The lab's files are back. Your text from before is kept under “Go back to…”."),
        "signed_out": _("You are signed out. Your text is kept in this browser: build, and sign in again."),
        "leave_editor": _("Escape leaves the editor, then Tab moves on. F8 goes to the next problem."),
        "sending": _("Sending…"),
        "build_label": _("Build"),
        "offline": _("No connection. Your text is safe; we try again in {seconds} s."),
        "server_error": _(
            "The site could not take this (error {status}). Your text is safe; try again in a moment."
        ),
        "watch_offline": _(
            "The connection was lost. Your submission goes on; we look again every few seconds."
        ),
        "result_missing": _(
            "This attempt has ended, but its result could not be fetched. We ask for it again until it comes."
        ),
        "asking_again": _("Asking…"),
        "failed_here": _("The build failed here"),
        "elsewhere": _("This lab is being written in another window too."),
        "queued_for": _("Waiting: number {position} in the queue, about {seconds} s"),
        "queued_next": _("Waiting for a builder, about {seconds} s"),
        "cancelled": _("Cancelled: this attempt does not count"),
        "cancelling": _("Cancelling…"),
        "cancel_too_late": _("This attempt can no longer be cancelled."),
        "stage": _("Stage {name}"),
        "asking_BuildTwice": _("Grading: building a second time, to compare"),
        "asking_CommandRun": _("Grading: running a command in your image"),
        "asking_FileText": _("Grading: reading a file of your image"),
        "asking_Lint": _("Grading: reading your Dockerfile with hadolint"),
        "asking_PushedTags": _("Grading: looking at what was pushed"),
        "asking_Rebuild": _("Grading: building again after a change, to see what the cache keeps"),
        "asking_Recommended": _("Grading: looking for packages that are not needed"),
        "asking_Secrets": _("Grading: searching the layers for secrets"),
        "asking_Service": _("Grading: starting your image and asking it"),
        "saved_everywhere": _("Saved at {time}"),
        "other_device": _("Your newer text, from another window or device, of {time}"),
        "here": _("Here, now"),
        "there": _("There, at {time}"),
        "problems_none": _("Nothing to mend as far as can be seen without building"),
        "problems_errors": _("Problems to fix before it can be built: {count}"),
        "problems_advice": _("Advice: {count}"),
        "problems_later": _("Looking…"),
        "problems_offline": _("No connection: we look again when it is back."),
        "problems_worst": _("{place}: {message}"),
        "problems_more": _("And {count} more below the editor."),
        "closed_now": _(
            "This lab has closed meanwhile: it takes no submissions now. Your text is kept; "
            "“Go back to…” lets you download it."
        ),
        "opened_now": _("This lab is open again."),
        "lab_changed": _(
            "This lab was changed by its instructors meanwhile. Your text is kept: reload the page "
            "to see the lab as it is now."
        ),
        "cost_cached": _("cache"),
    }


def phrases() -> dict[str, str]:
    """What CodeMirror says, by its own words for it."""
    return {
        "Completions": _("Suggestions"),
        "Control character": _("Control character"),
        "Diagnostics": _("Problems"),
        "No diagnostics": _("No problem is marked in this file."),
        "Selection deleted": _("Selection deleted"),
        "close": _("Close"),
    }
