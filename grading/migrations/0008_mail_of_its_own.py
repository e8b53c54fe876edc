from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("grading", "0007_workbench")]

    operations = [
        migrations.RenameField(model_name="alert", old_name="sent_at", new_name="told_at"),
        migrations.AddField(model_name="alert", name="text", field=models.TextField(default="")),
        migrations.AddField(
            model_name="alert", name="due_at", field=models.DateTimeField(db_index=True, null=True)
        ),
    ]
