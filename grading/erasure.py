"""An account deleted, and nothing personal left of it.

All that a learner made goes: submissions, grades, reading, preferences. What a grader said of others' work is part of
those learners' grades: it stays, without its author's name.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import PROTECT

NOBODY = "compte supprimé / deleted account"  # with spaces and a slash: nobody can sign up by it


def erase(user: User) -> None:
    """A submission that is being built is gone for its worker, too: what it finds out is dropped."""
    with transaction.atomic():
        for relation in User._meta.related_objects:
            if relation.on_delete is PROTECT:
                model: Any = relation.related_model
                field = relation.field.name
                for row in model._base_manager.filter(**{field: user}):
                    model._base_manager.filter(pk=row.pk).update(**{field: nobody()})
        User.objects.filter(guest__account=user).delete()  # with what has not moved into the account yet
        user.delete()


def nobody() -> User:
    """Whom the words of deleted graders belong to; it cannot sign in."""
    user, is_new = User.objects.get_or_create(username=NOBODY, defaults={"is_active": False})
    if is_new:
        user.set_unusable_password()
        user.save()
    return user
