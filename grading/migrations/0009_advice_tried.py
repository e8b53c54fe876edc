from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("grading", "0008_mail_of_its_own")]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="advice_tried",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
    ]
