from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("labs", "0003_more_kinds_of_checks")]

    operations = [
        migrations.AddField(
            "lab",
            "registry_user",
            models.CharField(
                blank=True,
                help_text="Who may log in to the lab's own registry, localhost:5000; empty for a lab without one.",
                max_length=32,
                verbose_name="user of the registry",
            ),
        ),
        migrations.AddField(
            "lab",
            "registry_password_file",
            models.CharField(
                default="password.txt",
                help_text="A file of the starter that learners cannot edit.",
                max_length=200,
                verbose_name="file with the registry's password",
            ),
        ),
    ]
