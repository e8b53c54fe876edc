"""Sentences of django-allauth that our catalogue says in words of its own; only makemessages reads them here.

Its French has nouns on buttons ("Connexion"), and typewriter's apostrophes.
"""

from django.utils.translation import gettext_noop as _

SENTENCES = (
    _("Username"),
    _("Username or email"),
    _("The username and/or password you specified are not correct."),
    _("The email address and/or password you specified are not correct."),
)
