"""Give objections of simulated acceptances a table: each is settled by whoever leads the acceptance (S2-21②)."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

UPHELD = "采纳：退回修改"


def take_over(apps: Any, _: Any) -> None:
    """Keep what was objected to so far: every objection sent its draft back at once."""
    runs = apps.get_model("life_events", "LifeEventRun").objects.exclude(objection={})
    objections = apps.get_model("life_events", "LifeEventObjection").objects
    for run in runs.iterator():
        said = run.objection
        objections.create(
            run=run,
            place=f"{said.get('kind', '')}:{said.get('id', '')}"[:80],
            label=said.get("label", "")[:400],
            text=said.get("text", "")[:300],
            at=run.done_at,
            author_id=run.clerk_id,
            author_name=run.clerk_name,
            settled_at=run.done_at,
            settled_by_name=run.clerk_name,
            settled_note=UPHELD,
            upheld=True,
        )


class Migration(migrations.Migration):
    dependencies = [("life_events", "0006_origins")]

    operations = [
        migrations.CreateModel(
            name="LifeEventObjection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=80, verbose_name="位置")),
                ("label", models.CharField(max_length=400, verbose_name="位置名称")),
                ("text", models.CharField(max_length=300, verbose_name="异议")),
                ("at", models.DateTimeField()),
                ("author_id", models.CharField(max_length=64)),
                ("author_name", models.CharField(max_length=80)),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by_name", models.CharField(blank=True, max_length=80)),
                ("settled_note", models.CharField(blank=True, max_length=300, verbose_name="处理")),
                ("upheld", models.BooleanField(default=False, verbose_name="采纳")),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="objections",
                        to="life_events.lifeeventrun",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["author_id", "id"], name="life_event_objection_by_author")],
            },
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
        migrations.RemoveField(model_name="lifeeventrun", name="objection"),
    ]
