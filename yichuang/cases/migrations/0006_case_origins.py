"""Keep where each value of a case's forms came from (S2-51)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_intake_draft_key")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="origins",
            field=models.JSONField(null=True, verbose_name="各栏来源"),
        ),
    ]
