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
    statement = _statement(model, tuple(columns))
    given = [
        {_column(field): field.value_from_object(row) for field in _fields(model, ("pk", *columns))} for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(given, ensure_ascii=False, default=_plain), len(given)])
        return int(cursor.rowcount)


@lru_cache(maxsize=64)
def _fields(model: type[models.Model], names: tuple[str, ...]) -> list["models.Field[Any, Any]"]:
    fields: list[models.Field[Any, Any]] = []
    for name in names:
        field = model._meta.pk if name == "pk" else model._meta.get_field(name)
        if not isinstance(field, models.Field) or isinstance(field, models.BinaryField):
            raise TypeError(f"{name} is sealed or binary and cannot be written through JSON")
        fields.append(field)
    return fields


def _column(field: "models.Field[Any, Any]") -> str:
    return str(field.column)


@lru_cache(maxsize=64)
def _statement(model: type[models.Model], columns: tuple[str, ...]) -> str:
    key, *fields = _fields(model, ("pk", *columns))
    quoted = {field: connection.ops.quote_name(_column(field)) for field in (key, *fields)}
    types = ", ".join(f"{quoted[field]} {field.db_type(connection)}" for field in (key, *fields))
    sets = ", ".join(f"{quoted[field]} = given.{quoted[field]}" for field in fields)
    # The limit tells the planner that few rows come: otherwise it reads the whole table to meet a hundred.
    return (
        f"UPDATE {connection.ops.quote_name(model._meta.db_table)} AS kept SET {sets}"  # noqa: S608 - our own names
        f" FROM (SELECT * FROM jsonb_to_recordset(%s::jsonb) AS given({types}) LIMIT %s) AS given"
        f" WHERE kept.{quoted[key]} = given.{quoted[key]}"
    )


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"a column of {type(value).__name__} cannot be written through JSON")
