from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class LabsConfig(AppConfig):
    name = "labs"
    verbose_name = _("What is taught")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from labs import indexing, preferences
        from labs.outline import follow_changes
        from labs.roles import make_groups

        follow_changes()
        indexing.follow_changes()
        user_logged_in.connect(preferences.on_signed_in, dispatch_uid="labs.preferences")
        post_migrate.connect(make_groups, dispatch_uid="labs.roles")
