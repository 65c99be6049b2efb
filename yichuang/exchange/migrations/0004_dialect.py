"""How a system's pushes are worded."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the dialect; every system so far speaks the contract."""

    dependencies = [("exchange", "0003_sender_beat")]

    operations = [
        migrations.AddField(
            model_name="clientsystem",
            name="dialect",
            field=models.CharField(default="contract", max_length=20, verbose_name="报文格式"),
        ),
    ]
