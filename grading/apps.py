from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from labs.models import Lab


class GradingConfig(AppConfig):
    name = "grading"
    verbose_name = _("How it is judged")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from grading.checks import validate
        from grading.guests import on_signed_in
        from labs.checkkinds import register_validator
        from labs.regrading import register_account

        register_validator(validate)
        register_account(would_move)
        user_logged_in.connect(on_signed_in, dispatch_uid="grading.guests")


def would_move(lab: Lab) -> str:
    from grading import regrade

    said = str(regrade.preview(lab))
    return said and f"{said} (manage.py regrade {lab.slug})"
