"""Queries made ready once: Django writes the SQL the first time, and every later run only brings other values.

Building a query costs Django ten times what asking it does (docs/decisions/intake-cost.md). What is asked at every step of an intake is
therefore still said in Django's own words, so that there is one truth about it, but put into SQL once in the life of a process.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable, ValuesListIterable, get_related_populators
from django.db.models.signals import post_init, pre_init
from django.db.transaction import TransactionManagementError

from yichuang.foundations.statements import run

T = TypeVar("T")
# Values that stand for those of a later run while the SQL is made; nobody asks for them.
_STANDING_IN: dict[type, Callable[[int], Any]] = {
    str: lambda place: f"\ue000{place}\ue001",
    int: lambda place: 2**31 - 7 - place,
    bytes: lambda place: b"\xee\x80\x80%d\xee\x80\x81" % place,
    UUID: lambda place: UUID(int=2**127 + place),
    date: lambda place: date(9990, 1, 1 + place),
    datetime: lambda place: datetime(9990, 1, 1, 0, 0, place, tzinfo=UTC),
}


@dataclass(frozen=True)
class _Made:
    """A query as SQL: its parameters (a string names a slot, another value is meant itself), and how a row is read."""

    sql: str
    slots: tuple[tuple[str, Any], ...]
    locks: bool
    converters: tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...]
    read: Callable[[Sequence[Any]], Any]


class Ready(Generic[T]):
    """A query that is made ready at its first run: `Ready(lambda number: Case.objects.filter(number=number), number=str)`.

    The queryset may filter, order, cut, lock, follow foreign keys (`select_related`) and be a `values_list`; what Django would fetch by a
    second statement or compute beside the rows raises TypeError, as does a slot whose value does not go into the SQL as it is given.
    """

    def __init__(self, build: Callable[..., "models.QuerySet[Any, T]"], **slots: type) -> None:
        self._build, self._slots = build, slots
        self._made: _Made | None = None

    def rows(self, **given: Any) -> list[T]:
        """Run it with these values (one statement) and return the rows, as the queryset would.

        :raises TypeError: when a slot has no value or another type of value. :raises TransactionManagementError: to lock outside of one.
        """
        wrong = [name for name, kind in self._slots.items() if not isinstance(given.get(name), kind)]
        if wrong or len(given) != len(self._slots):
            raise TypeError(f"wanted {self._slots}, wrong are {wrong or sorted(given)}")
        try:
            made = self._made or self._make()
        except EmptyResultSet:
            return []
        if made.locks and connection.get_autocommit():
            raise TransactionManagementError("select_for_update cannot be used outside of a transaction.")
        found = run(made.sql, [given[name] if name else value for name, value in made.slots])
        return [made.read(_converted(row, made)) for row in found]

    def first(self, **given: Any) -> T | None:
        """Return the first row, None when there is none; the queryset says itself how many it fetches."""
        found = self.rows(**given)
        return found[0] if found else None

    def _make(self) -> _Made:
        stand_ins = {name: _STANDING_IN[kind](place) for place, (name, kind) in enumerate(self._slots.items())}
        rows = self._build(**stand_ins)
        compiler = rows.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        names = {(type(value), value): name for name, value in stand_ins.items()}
        slots = tuple(_slot(getattr(value, "obj", value), value, names) for value in params)
        missing = stand_ins.keys() - {name for name, _ in slots}
        if missing:
            raise TypeError(f"{sorted(missing)} do not go into the statement as they are given")
        converters = tuple(
            (place, tuple(convert), expression)
            for place, (convert, expression) in compiler.get_converters(
                column for column, *_ in compiler.select
            ).items()
        )
        self._made = _Made(sql, slots, rows.query.select_for_update, converters, _reader(rows, compiler))
        return self._made


def _slot(plain: Any, value: Any, names: dict[tuple[type, Any], str]) -> tuple[str, Any]:
    try:
        return names.get((type(plain), plain), ""), value
    except TypeError:  # a list or a dict is no stand-in
        return "", value


def _converted(row: Sequence[Any], made: _Made) -> Sequence[Any]:
    if not made.converters:
        return row
    values = list(row)
    for place, converters, expression in made.converters:
        for convert in converters:
            values[place] = convert(values[place], expression, connection)
    return values


def _reader(rows: Any, compiler: Any) -> Callable[[Sequence[Any]], Any]:
    if rows._prefetch_related_lookups or rows.query.annotation_select or rows._known_related_objects:
        raise TypeError("what is fetched or computed beside the rows cannot be made ready")
    if rows._iterable_class is ValuesListIterable:
        return tuple
    if rows._iterable_class is not ModelIterable:
        raise TypeError("only rows and values_list can be made ready")
    start, end = compiler.klass_info["select_fields"][0], compiler.klass_info["select_fields"][-1] + 1
    names = [column.target.attname for column, *_ in compiler.select[start:end]]
    model, database = cast(type[models.Model], rows.model), rows.db
    related = get_related_populators(compiler.klass_info, compiler.select, database)  # type: ignore[call-arg]
    _demand_plain(model)

    def read(row: Sequence[Any]) -> models.Model:
        found = model.__new__(model)
        found.__dict__.update(zip(names, row[start:end], strict=True))
        found._state = state = ModelState()
        state.db, state.adding = database, False
        for populator in related:
            populator.populate(row, found)
        return found

    return read


def _demand_plain(model: type[models.Model]) -> None:
    """:raises TypeError: for a model that does something of its own when a row is read."""
    own = model.__init__ is not models.Model.__init__ or "from_db" in vars(model)
    if own or pre_init.has_listeners(model) or post_init.has_listeners(model):
        raise TypeError(f"{model.__name__} does something of its own when a row is read")
