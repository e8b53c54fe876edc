from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GradingConfig(AppConfig):
    name = "grading"
    verbose_name = _("How it is judged")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from grading.checks import validate
        from labs.checkkinds import register_validator

        register_validator(validate)
