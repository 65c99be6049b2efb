"""The sequence from which the serial of a declaration number is drawn (rulebook 3.5)."""

from django.db import migrations


class Migration(migrations.Migration):
    """Runs through 1…999,999 and begins again: see cases/numbers.py."""

    dependencies = [("cases", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE cases_number_serial MINVALUE 1 MAXVALUE 999999 CYCLE",
            "DROP SEQUENCE cases_number_serial",
        )
    ]
