"""Every page and state that people see, as a list that the tests of accessibility, width and weight go through.

A new page is one line in `PAGES`; what it shows is made in `rows` and `world`, what is done in it in `states` and
`benchstates`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser import benchstates, states
from tests.browser.people import (
    GRADER,
    GUEST,
    INSTRUCTOR,
    NEWCOMER,
    STRANGER,
    STUDENT,
    WAITING,
    WRITER,
)
from tests.browser.world import World


@dataclass(frozen=True)
class Shown:
    """A page as `who` sees it, once `prepare` was done in it. `path` may name an id of `World`."""

    name: str
    path: str
    who: str = STRANGER
    prepare: Callable[[Page, World], None] = states.nothing
    has_editor: bool = False


def lab(state: str, slug: str, who: str, prepare: Callable[[Page, World], None] = states.nothing) -> Shown:
    return Shown(f"lab {state}", f"/labs/{slug}/", who, prepare, has_editor=True)


IMAGE = "/submissions/{graded}/image/"
PAGES = (
    Shown("landing", "/"),
    Shown("sign up", "/accounts/signup/"),
    Shown("sign up refused", "/accounts/signup/", prepare=states.bad_account),
    Shown("sign in", "/accounts/login/"),
    Shown("sign in refused", "/accounts/login/", prepare=states.wrong_password),
    Shown("password forgotten", "/accounts/password/reset/"),
    Shown("password mail sent", "/accounts/password/reset/done/"),
    Shown("new password", "/accounts/password/reset/key/{reset}/"),
    Shown("new password, stale link", "/accounts/password/reset/key/1-stale/"),
    Shown("password is new", "/accounts/password/reset/key/done/"),
    Shown("confirm an address", "/accounts/confirm-email/{confirmation}/"),
    Shown("confirm an address, stale link", "/accounts/confirm-email/stale/"),
    Shown("mail to confirm sent", "/accounts/confirm-email/"),
    Shown("account not active", "/accounts/inactive/"),
    Shown("style guide", "/styleguide/"),
    Shown("page not found", "/no-such-page/"),
    Shown("form without a cookie", "/accounts/login/", prepare=states.form_without_a_cookie),
    Shown("try later", "/", prepare=states.too_many_guests),
    Shown("certificate", "/certificates/{certificate}/"),
    Shown("certificate that is none", "/certificates/no-such-certificate/"),
    lab("without an account", "premier-dockerfile", GUEST),
    Shown("home of a newcomer", "/", NEWCOMER),
    Shown("course before joining", "/courses/docker-fr/", NEWCOMER),
    Shown("home", "/", STUDENT),
    Shown("account menu", "/", STUDENT, states.open_menu),
    Shown("course", "/courses/docker-fr/", STUDENT),
    Shown("module", "/courses/docker-fr/04-images/", STUDENT),
    Shown("module answered", "/courses/docker-fr/04-images/", STUDENT, states.questions_answered),
    Shown("question without scripts", "/courses/docker-fr/04-images/", STUDENT, states.nothing_answered),
    Shown("search", "/search/", STUDENT),
    Shown("search, found", "/search/?q=couche", STUDENT),
    Shown("search, nothing found", "/search/?q=zzzzzz", STUDENT),
    Shown("name for a certificate", "/courses/petit-cours/certificate", STUDENT),
    Shown("another name for a certificate", "/courses/docker-fr/certificate", STUDENT),
    Shown("own certificate", "/certificates/{certificate}/", STUDENT),
    Shown("ranking", "/labs/golf/ranking", STUDENT),
    Shown("ranking before the first", "/labs/golf/ranking", WRITER),
    lab("before", "image-plus-legere", STUDENT),
    lab("editor", "image-plus-legere", STUDENT, benchstates.editor),
    lab("go back", "premier-dockerfile", STUDENT, benchstates.going_back),
    lab("queued", "golf", WAITING),
    lab("building", "ordre-et-cache", WAITING),
    lab("graded", "premier-dockerfile", STUDENT, benchstates.graded_in_the_lab),
    lab("failed build", "choisir-sa-base", STUDENT, benchstates.graded_in_the_lab),
    lab("refused", "ordre-et-cache", STUDENT, benchstates.graded_in_the_lab),
    lab("cancelled", "nettoyer-dans-la-meme-couche", STUDENT, benchstates.graded_in_the_lab),
    lab("limit", "tags-et-versions", STUDENT, benchstates.graded_in_the_lab),
    lab("ours", "contexte-et-secrets", STUDENT, benchstates.graded_in_the_lab),
    lab("attempts", "premier-dockerfile", STUDENT, benchstates.attempts),
    lab("closed", "publier-une-version", STUDENT, benchstates.editor),
    lab("problems", "image-plus-legere", WRITER, benchstates.problems_shown),
    lab("offers", "premier-dockerfile", WRITER, benchstates.offers),
    lab("refused at once", "nettoyer-dans-la-meme-couche", WRITER, benchstates.refused_at_once),
    lab("signed out", "choisir-sa-base", WRITER, benchstates.signed_out),
    lab("without a network", "tags-et-versions", WRITER, benchstates.without_a_network),
    lab("two texts", "contexte-et-secrets", WRITER, benchstates.two_texts),
    lab("closed meanwhile", "ordre-et-cache", WRITER, benchstates.closed_meanwhile),
    Shown("attempt graded", "/submissions/{graded}/", STUDENT),
    Shown("attempt with hidden bytes", "/submissions/{former}/", STUDENT),
    Shown("attempt, failed build", "/submissions/{broken}/", STUDENT),
    Shown("attempt building", "/submissions/{running}/", WAITING),
    Shown("attempt queued", "/submissions/{queued}/", WAITING),
    Shown("attempt at its limit", "/submissions/{limit}/", STUDENT),
    Shown("attempt refused", "/submissions/{refused}/", STUDENT),
    Shown("attempt cancelled", "/submissions/{cancelled}/", STUDENT),
    Shown("attempt, ours", "/submissions/{ours}/", STUDENT),
    Shown("attempt, the lab's", "/submissions/{lab_s}/", STUDENT),
    Shown("image", IMAGE, STUDENT),
    Shown("image with hidden bytes", "/submissions/{former}/image/", STUDENT),
    Shown("image files", f"{IMAGE}files", STUDENT),
    Shown("image files, folder opened", f"{IMAGE}files", STUDENT, states.folder_opened),
    Shown("image files of a line", f"{IMAGE}files?layer=1", STUDENT),
    Shown("image files found", f"{IMAGE}files?q=phrase", STUDENT),
    Shown("image files not found", f"{IMAGE}files?q=zzzzzz", STUDENT),
    Shown("image files not kept", "/submissions/{no_files}/image/files", STUDENT),
    Shown("image, largest", f"{IMAGE}largest", STUDENT),
    Shown("image, packages and rights", f"{IMAGE}lists", STUDENT),
    Shown("image beside the former", f"{IMAGE}comparison", STUDENT),
    Shown("image beside the former, removed", f"{IMAGE}comparison?what=removed", STUDENT),
    Shown("image beside its base", "/submissions/{former}/image/comparison", STUDENT),
    Shown("account", "/accounts/", STUDENT),
    Shown("account saved", "/accounts/", NEWCOMER, states.preferences_saved),
    Shown("notices", "/accounts/notices/", STUDENT),
    Shown("delete account", "/accounts/delete/", STUDENT),
    Shown("delete account refused", "/accounts/delete/", STUDENT, states.not_ones_password),
    Shown("email addresses", "/accounts/email/", STUDENT),
    Shown("change password", "/accounts/password/change/", STUDENT),
    Shown("password once more", "/accounts/reauthenticate/", STUDENT),
    Shown("sign out", "/accounts/logout/", STUDENT),
    Shown("not allowed", "/review/", STUDENT),
    Shown("review list", "/review/", GRADER),
    Shown("review list, none", "/review/?lab=no-such-lab", GRADER),
    Shown("review", "/review/{graded}/", GRADER),
    Shown("review, own points", "/review/{graded}/", GRADER, states.own_points),
    Shown("review with a comment", "/review/{limit}/", INSTRUCTOR, states.commented),
)
# Addresses that are in no line above, by why. What a form of theirs shows when it is refused is a state of its page.
NO_PAGES = {
    "a form's, which leads to a page": (
        *("join", "try", "module_read", "answer", "set_language", "submit", "submission_cancel"),
        *("review_comment", "review_adjust", "review_again"),
    ),
    "asked by scripts": (
        "section_read",
        "problems",
        "draft",
        "submission_state",
        "submission_result",
        "events",
    ),
    "a file": ("picture", "certificate_pdf", "account_export"),
    "of a code in a mail, which we do not send": ("account_confirm_login_code",),
    "leads to the change of a password: all accounts have one": ("account_set_password",),
}
