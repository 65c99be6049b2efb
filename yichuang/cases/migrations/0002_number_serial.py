"""The sequences from which the serials of declaration numbers (rulebook 3.5) and hand-over batches are drawn."""

from django.db import migrations


class Migration(migrations.Migration):
    """Runs through 1…999,999 and begins again: see cases/numbers.py."""

    dependencies = [("cases", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE cases_number_serial MINVALUE 1 MAXVALUE 999999 CYCLE",
            "DROP SEQUENCE cases_number_serial",
        ),
        migrations.RunSQL("CREATE SEQUENCE cases_handover_serial", "DROP SEQUENCE cases_handover_serial"),
    ]
