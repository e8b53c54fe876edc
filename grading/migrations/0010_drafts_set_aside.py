"""Of two drafts that meet when a guest signs in, the older stays beside the newer."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("grading", "0009_advice_tried"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="aside",
            field=models.JSONField(default=list),
        ),
    ]
