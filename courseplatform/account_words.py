"""Sentences of django-allauth that our catalogue says in words of its own; only makemessages reads them here.

Its French has nouns on buttons ("Connexion"), and typewriter's apostrophes.
"""

from django.utils.translation import gettext_noop as _

SENTENCES = (
    _("Sign In"),
    _("Sign Up"),
    _("Username"),
    _("Username or email"),
    _("Already have an account? Then please %(link)ssign in%(end_link)s."),
    _("If you have not created an account yet, then please %(link)ssign up%(end_link)s first."),
    _("The username and/or password you specified are not correct."),
    _("The email address and/or password you specified are not correct."),
    _("Successfully signed in as %(name)s."),
)
