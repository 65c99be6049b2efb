"""Keep whose state of a draft each one is: an author takes his own steps back after he came again (S2-24)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("life_events", "0007_objections")]

    operations = [
        migrations.AddField(
            model_name="lifeeventrevision",
            name="author_id",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
    ]
