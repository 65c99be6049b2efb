"""Keep where each value of a joint intake came from (S2-51, S2-53)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("life_events", "0005_practice")]

    operations = [
        migrations.AddField(
            model_name="jointcase",
            name="origins",
            field=models.JSONField(null=True, verbose_name="各栏来源"),
        ),
    ]
