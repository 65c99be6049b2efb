"""Say what becomes of large answers, which APIs are about people, and on which consent they were called (S2-48)."""

from typing import Any

from django.db import migrations, models


def mark_personal(apps: Any, schema_editor: Any) -> None:
    """Household entries and licences are about people."""
    apps.get_model("sharing", "SharedApi").objects.filter(use__in=["person", "licence"]).update(personal=True)


class Migration(migrations.Migration):
    dependencies = [("sharing", "0001_sharing")]

    operations = [
        migrations.AddField("sharedapi", "personal", models.BooleanField(default=False, verbose_name="涉及个人信息")),
        migrations.AddField(
            "sharedapi", "answer_mb", models.PositiveSmallIntegerField(default=1, verbose_name="核对的答复上限（MB）")
        ),
        migrations.AddField(
            "sharedapi",
            "beyond",
            models.CharField(
                choices=[("refuse", "拒绝，答复 502"), ("pass", "不核对，照原样转发")],
                default="refuse",
                max_length=6,
                verbose_name="超过上限的答复",
            ),
        ),
        migrations.AddField(
            "sharedcall", "consent_reference", models.CharField(blank=True, max_length=120, verbose_name="授权依据")
        ),
        migrations.AddField("sharedcall", "unchecked", models.BooleanField(default=False, verbose_name="答复未核对")),
        migrations.RunPython(mark_personal, migrations.RunPython.noop),
    ]
