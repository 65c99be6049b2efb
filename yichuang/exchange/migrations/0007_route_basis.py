"""On what a route stands (S0-22): those set before the rule say so."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def trial(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Mark the routes of the test environment as what they are."""
    apps.get_model("exchange", "MatterRoute").objects.filter(environment="test").update(basis="trial")


class Migration(migrations.Migration):
    """Two columns of the routes."""

    dependencies = [("exchange", "0006_reconciliations")]

    operations = [
        migrations.AddField(
            model_name="matterroute",
            name="basis",
            field=models.CharField(
                choices=[
                    ("trial", "联调环境"),
                    ("sheet", "事项开通确认单"),
                    ("emergency", "紧急开通"),
                    ("preset", "演示预置"),
                    ("earlier", "规则启用前设置"),
                ],
                default="earlier",
                max_length=9,
                verbose_name="依据",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="matterroute",
            name="said",
            field=models.CharField(blank=True, max_length=300, default=""),
            preserve_default=False,
        ),
        migrations.RunPython(trial, migrations.RunPython.noop),
    ]
