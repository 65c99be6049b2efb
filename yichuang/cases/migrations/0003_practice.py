"""Practice cases: serials of their own, no applicant behind them, and a rule of the database that keeps them apart (S0-26).

Cheap on a filled table: no row is written, and the rule is not checked against rows that were there before (none is a practice case).
"""

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Adds the sequence, drops NOT NULL, adds the check for rows to come."""

    dependencies = [("accounts", "0001_initial"), ("cases", "0002_number_serial")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE cases_practice_serial MINVALUE 1 MAXVALUE 999999 CYCLE",
            "DROP SEQUENCE cases_practice_serial",
        ),
        migrations.AlterField("case", "practice", models.BooleanField(default=False, verbose_name="练习件")),
        migrations.AlterField(
            "case",
            "applicant",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.applicant"
            ),
        ),
        AddConstraintNotValid(
            "case",
            models.CheckConstraint(
                condition=Q(("applicant__isnull", False), ("practice", False)) & ~Q(("source", "0"))
                | Q(("applicant__isnull", True), ("practice", True), ("source", "0")),
                name="practice_stands_apart",
            ),
        ),
    ]
