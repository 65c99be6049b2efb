"""Which push is under way, and for which live system an opening sheet speaks (S0-22)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Three columns of the runs."""

    dependencies = [("debugging", "0001_initial"), ("exchange", "0007_route_basis")]

    operations = [
        migrations.AddField(
            model_name="debuggingrun",
            name="live_system",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="exchange.clientsystem"
            ),
        ),
        migrations.AddField(
            model_name="debuggingrun",
            name="pushing",
            field=models.CharField(blank=True, default="", max_length=40),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="debuggingrun", name="pushing_since", field=models.DateTimeField(null=True)
        ),
    ]
