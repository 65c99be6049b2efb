"""Rows of several tables written together: one statement, one JSON parameter for each table.

Django's `save` and `bulk_create` build their SQL anew each time, `bulk_update` a CASE for every cell; on a counter intake that cost more
time than everything else together (docs/decisions/intake-cost.md). Here the SQL of a table is made once, and PostgreSQL unpacks a JSON
value by the columns' own types. What belongs to one act goes to the database in one step: `write_together`.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, models
from django.db.models.signals import post_init, post_save, pre_init, pre_save

from yichuang.foundations.statements import run

M = TypeVar("M", bound=models.Model)


class Column(NamedTuple):
    """How a column goes into JSON: a value of the `plain` type as it is, another one through `encode`."""

    field: "models.Field[Any, Any]"
    attribute: str
    name: str
    plain: type
    encode: Callable[[Any], Any]


def made(model: type[M], **values: Any) -> M:
    """Return a new row as `model(**values)` would, by a shorter way: what Django asks of every field, it is asked once in a process.

    :raises TypeError: for a name that the model does not have.
    """
    fixed, fresh, related = _defaults(model)
    row = model.__new__(model)
    row._state = models.base.ModelState()
    row.__dict__.update(fixed)
    for name, default in fresh:
        if name not in values:
            row.__dict__[name] = default()
    for name, value in values.items():
        if name in related:
            setattr(row, name, value)
        elif name in row.__dict__ or any(name == one for one, _ in fresh):
            row.__dict__[name] = value
        elif name == "pk":
            row.pk = value
        else:
            raise TypeError(f"{model.__name__} has no {name}")
    return row


@lru_cache(maxsize=256)
def _defaults(model: type[models.Model]) -> tuple[dict[str, Any], list[tuple[str, Callable[[], Any]]], frozenset[str]]:
    """Return the defaults that are always the same, those made anew for each row, and the names that stand for other rows."""
    if model.__init__ is not models.Model.__init__ or pre_init.has_listeners(model) or post_init.has_listeners(model):
        raise TypeError(f"{model.__name__} does something of its own when it is made")
    fields = model._meta.concrete_fields
    fresh = [(field.attname, field.get_default) for field in fields if callable(field.default) and field.has_default()]
    anew = {name for name, _ in fresh}
    fixed = {field.attname: field.get_default() for field in fields if field.attname not in anew}
    return fixed, fresh, frozenset(field.name for field in fields if field.is_relation)


@dataclass(frozen=True)
class Write:
    """Rows of one model to be written: `columns` of those that exist, or with None new rows whole."""

    rows: Sequence[models.Model]
    columns: tuple[str, ...] | None = None


def new(*rows: models.Model) -> Write:
    """Say that new rows of one model are to be written."""
    return Write(rows)


def changed(columns: Sequence[str], *rows: models.Model) -> Write:
    """Say that these columns of rows of one model are to be written, by primary key."""
    return Write(rows, tuple(columns))


def write_together(*writes: Write) -> None:
    """Write everything in one statement; new rows get their keys. Two writes must not be about the same row.

    :raises DatabaseError: when a row that was to be changed is not there; with nothing written, as when a constraint is broken.
    :raises TypeError: for a model or column that does something of its own when it is saved, or a value that JSON cannot carry.
    """
    wanted = [write for write in writes if write.rows]
    for write, answer in zip(wanted, _run(wanted), strict=True):
        if write.columns is None:
            _keep_keys(write.rows, answer)
        elif answer != len(write.rows):
            raise DatabaseError(f"{len(write.rows) - answer} rows of {type(write.rows[0]).__name__} were not there")


def update_rows(rows: Sequence[models.Model], columns: Sequence[str]) -> int:
    """Write the named columns of rows of one model that exist, by primary key; return how many were written.

    :raises TypeError: as `write_together`.
    """
    return int(_run([changed(columns, *rows)])[0]) if rows else 0


def _run(writes: Sequence[Write]) -> Sequence[Any]:
    if not writes:
        return ()
    shapes, given = [], list[Any]()
    for write in writes:
        model = type(write.rows[0])
        keyed = write.columns is not None or _are_keyed(write.rows)
        shapes.append((model, write.columns, keyed, len(write.rows) > 1))
        given.append(_json(_columns(model, write.columns, keyed), write.rows))
        if write.columns is not None and len(write.rows) > 1:
            given.append(len(write.rows))
    return run(_statement(tuple(shapes)), given)[0]


def _are_keyed(rows: Sequence[models.Model]) -> bool:
    keyed = {row.pk is not None for row in rows}
    if len(keyed) > 1:
        raise TypeError("new rows have their keys all or none")
    return keyed == {True}


def _json(columns: Sequence[Column], rows: Sequence[models.Model]) -> str:
    return json.dumps([_object(columns, row) for row in rows], ensure_ascii=False)


def _object(columns: Sequence[Column], row: models.Model) -> dict[str, Any]:
    values = row.__dict__
    return {
        name: value if (value := values[attribute]) is None or type(value) is plain else encode(value)
        for _, attribute, name, plain, encode in columns
    }


def _keep_keys(rows: Sequence[models.Model], keys: Sequence[Any] | None) -> None:
    for place, row in enumerate(rows):
        if keys is not None:
            row.pk = keys[place]
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


@lru_cache(maxsize=256)
def _columns(model: type[models.Model], names: tuple[str, ...] | None, keyed: bool) -> tuple[Column, ...]:
    options = model._meta
    if names is None:
        _demand_plain(model)
        fields = [field for field in options.concrete_fields if keyed or not field.primary_key]
    else:
        fields = [options.pk, *(options.get_field(name) for name in names)]  # type: ignore[list-item]
    return tuple(Column(field, field.attname, str(field.column), *_encoder(field)) for field in fields)


def _demand_plain(model: type[models.Model]) -> None:
    if not is_plain(model):
        raise TypeError(f"{model.__name__} does something of its own when it is saved")


@lru_cache(maxsize=256)
def is_plain(model: type[models.Model]) -> bool:
    """Tell whether saving a row of a model does nothing but write its columns, all of which are ours to write."""
    listened = pre_save.has_listeners(model) or post_save.has_listeners(model)
    ways = ("save", "save_base", "_save_table", "_do_insert", "_do_update")
    own = any(getattr(model, name) is not getattr(models.Model, name) for name in ways)
    if listened or own or model._meta.parents:
        return False
    try:
        return all(_encoder(field) for field in model._meta.concrete_fields)
    except TypeError:
        return False


def _encoder(field: "models.Field[Any, Any]") -> tuple[type, Callable[[Any], Any]]:
    """Return what turns a column's value into JSON as Django would turn it into SQL, and the type that may go as it is."""
    computed = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False) or field.generated
    if computed or isinstance(field, models.FileField) or field.has_db_default():
        raise TypeError(f"{field.name} is given a value when it is saved")
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.JSONField):
        if field.encoder:
            raise TypeError(f"{field.name} has JSON of its own")
        return _Never, _same
    prepare = field.get_db_prep_save
    if isinstance(field, models.BinaryField):
        return _Never, lambda value: _hex(prepare(value, connection))
    kind, plain = next((one for one in _PLAIN if isinstance(field, one[0])), (None, None))
    if kind is None or plain is None:
        raise TypeError(f"{field.name}: a {type(field).__name__} is not written through JSON")
    python, encode = plain

    def encoded(value: Any) -> Any:
        if type(value) is not python:
            value = prepare(value, connection)
        return value if value is None or encode is None else encode(value)

    return _Never if encode else python, encoded


class _Never:
    """The type of no value."""


def _same(value: Any) -> Any:
    return value


def _hex(value: Any) -> str:
    return "\\x" + bytes(getattr(value, "obj", value)).hex()


def _instant(value: datetime) -> str:
    if value.tzinfo is None:
        raise TypeError("an instant needs a time zone")
    return value.isoformat()


# A value of the Python type is right as it is; another one goes through the field's own preparation first.
_PLAIN: tuple[tuple[type["models.Field[Any, Any]"], tuple[type, Callable[[Any], Any] | None]], ...] = (
    (models.DateTimeField, (datetime, _instant)),
    (models.DateField, (date, date.isoformat)),
    (models.BooleanField, (bool, None)),
    (models.IntegerField, (int, None)),
    (models.UUIDField, (UUID, str)),
    (models.CharField, (str, None)),
    (models.TextField, (str, None)),
)


@lru_cache(maxsize=512)
def _statement(shapes: tuple[tuple[type[models.Model], tuple[str, ...] | None, bool, bool], ...]) -> str:
    parts, answers = [], []
    for place, (model, names, keyed, many) in enumerate(shapes):
        part = f"w{place}"
        parts.append(f"{part} AS ({_insert(model, keyed) if names is None else _update(model, names, many=many)})")
        key = connection.ops.quote_name(str(model._meta.pk.column))
        told = "count(*)" if names is not None else f"array_agg({key} ORDER BY {key})"
        answers.append("NULL" if names is None and keyed else f"(SELECT {told} FROM {part})")  # noqa: S608 - our own names
    return f"WITH {', '.join(parts)} SELECT {', '.join(answers)}"


def _insert(model: type[models.Model], keyed: bool) -> str:
    columns = _columns(model, None, keyed)
    names = ", ".join(_quoted(column) for column in columns)
    key = connection.ops.quote_name(str(model._meta.pk.column))
    return (
        f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({names})"  # noqa: S608 - our own names
        f" SELECT {names} FROM jsonb_to_recordset(%s::jsonb) AS given({_types(columns)})"
        + ("" if keyed else f" RETURNING {key}")
    )


def _update(model: type[models.Model], names: tuple[str, ...], *, many: bool) -> str:
    columns = _columns(model, names, True)
    key, *fields = (_quoted(column) for column in columns)
    sets = ", ".join(f"{field} = given.{field}" for field in fields)
    # The limit tells the planner that few rows come: otherwise it reads the whole table to meet a hundred.
    return (
        f"UPDATE {connection.ops.quote_name(model._meta.db_table)} AS kept SET {sets}"  # noqa: S608 - our own names
        f" FROM (SELECT * FROM jsonb_to_recordset(%s::jsonb) AS given({_types(columns)}) LIMIT {'%s' if many else 1}) AS given"
        f" WHERE kept.{key} = given.{key} RETURNING kept.{key}"
    )


def _quoted(column: Column) -> str:
    return connection.ops.quote_name(column.name)


def _types(columns: Sequence[Column]) -> str:
    return ", ".join(f"{_quoted(column)} {_type(column.field)}" for column in columns)


def _type(field: "models.Field[Any, Any]") -> str:
    return str(field.rel_db_type(connection) if field.primary_key else field.db_type(connection))
