import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("labs", "0001_initial")]

    operations = [
        migrations.AddField("course", "revision", models.UUIDField(default=uuid.uuid4, editable=False)),
    ]
