"""Mails about accounts: a server that takes none must not keep people out, nor one that hangs the site waiting."""

from __future__ import annotations

import logging
from smtplib import SMTPServerDisconnected
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from labs.guests import FORMER_KEY

logger = logging.getLogger(__name__)

HANGS = "mail-server-hangs"
PAUSE_SECONDS = 60  # so long no process asks a server again that let a request wait in vain


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_safe_url(self, url: str) -> bool:
        try:
            return bool(super().is_safe_url(url))
        except ValueError:  # it is no address at all
            return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        try:
            if cache.get(HANGS):
                raise TimeoutError("the mail server hangs")
            super().send_mail(template_prefix, email, context)
        except OSError as error:  # also what smtplib raises
            if isinstance(error, TimeoutError | SMTPServerDisconnected):
                cache.add(HANGS, True, PAUSE_SECONDS)
            logger.error("A mail could not be sent (%s): %s", template_prefix, error)
            current.request.mail_failed = True
            messages.error(current.request, _("We could not send the mail just now. Please try again later."))

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        """Not that a mail was sent, when it was not. The template knows whether a guest's work came along."""
        if hasattr(request, "mail_failed") and str(message_template).endswith("_sent.txt"):
            return
        said = {**(message_context or {}), "came_along": FORMER_KEY in request.session}
        super().add_message(request, level, message_template, said, **kwargs)
