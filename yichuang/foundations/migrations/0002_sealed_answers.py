"""Seal the stored answers of writes: those of an intake carry the query password."""

import json
from typing import Any

import yichuang.foundations.sealed
from django.db import migrations
from yichuang.foundations.sealed import seal

PORTION = 1000


def seal_answers(apps: Any, schema_editor: Any) -> None:
    """Write each answer into its sealed column; a repeat after the upgrade still gets it."""
    keys = apps.get_model("foundations", "IdempotencyKey").objects
    with schema_editor.connection.cursor() as cursor:
        last = 0
        while rows := list(keys.filter(pk__gt=last).order_by("pk").values_list("pk", "answer")[:PORTION]):
            sealed = [(seal(json.dumps(answer, ensure_ascii=False, sort_keys=True)), pk) for pk, answer in rows]
            cursor.executemany("UPDATE foundations_idempotencykey SET sealed_answer = %s WHERE id = %s", sealed)
            last = rows[-1][0]


class Migration(migrations.Migration):

    dependencies = [("foundations", "0001_initial")]

    operations = [
        migrations.AddField(
            "idempotencykey",
            "sealed_answer",
            yichuang.foundations.sealed.SealedJSONField(default=dict, verbose_name="答复"),
        ),
        migrations.RunPython(seal_answers, migrations.RunPython.noop),
        migrations.RemoveField("idempotencykey", "answer"),
        migrations.RenameField("idempotencykey", "sealed_answer", "answer"),
        migrations.AlterField(
            "idempotencykey",
            "answer",
            yichuang.foundations.sealed.SealedJSONField(verbose_name="答复"),
        ),
    ]
