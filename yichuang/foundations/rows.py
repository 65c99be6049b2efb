"""Update many rows at once: one statement, one JSON parameter.

Django's `bulk_update` builds a CASE for every cell and its upsert an array for every column; on a counter intake each cost more time
than everything else together. PostgreSQL unpacks one JSON value by the columns' own types.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection, models


def update_rows(rows: Sequence[models.Model], columns: Sequence[str]) -> int:
    """Write the named columns of rows of one model that exist, by primary key; return how many were written.

    Columns may be text, numbers, booleans, dates, UUIDs, foreign keys and JSON; sealed and binary ones raise TypeError.
    """
    if not rows:
        return 0
    model = type(rows[0])
    fields = [model._meta.pk, *(model._meta.get_field(name) for name in columns)]
    statement = _statement(model, tuple(columns))
    given = [{field.column: field.value_from_object(row) for field in fields} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(given, ensure_ascii=False, default=_plain), len(given)])
        return int(cursor.rowcount)


@lru_cache(maxsize=64)
def _statement(model: type[models.Model], columns: tuple[str, ...]) -> str:
    quote = connection.ops.quote_name
    fields = [model._meta.get_field(name) for name in columns]
    for field in fields:
        if isinstance(field, models.BinaryField):
            raise TypeError(f"{field.name} is sealed or binary and cannot be written through JSON")
    key = model._meta.pk
    types = ", ".join(f"{quote(field.column)} {field.db_type(connection)}" for field in (key, *fields))
    sets = ", ".join(f"{quote(field.column)} = given.{quote(field.column)}" for field in fields)
    # The limit tells the planner that few rows come: otherwise it reads the whole table to meet a hundred.
    return (
        f"UPDATE {quote(model._meta.db_table)} AS kept SET {sets}"  # noqa: S608 - names of our own tables
        f" FROM (SELECT * FROM jsonb_to_recordset(%s::jsonb) AS given({types}) LIMIT %s) AS given"
        f" WHERE kept.{quote(key.column)} = given.{quote(key.column)}"
    )


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"a column of {type(value).__name__} cannot be written through JSON")
