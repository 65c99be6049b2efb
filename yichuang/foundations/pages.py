"""Keyset paging: a page is the rows after a mark, never an offset and never a COUNT(*)."""

import base64
import binascii
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F, Model, Q, QuerySet

from yichuang.foundations.problems import Reason, Refused

Row = TypeVar("Row", bound=Model)
MAX_SIZE = 200


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of rows with the cursors to its neighbours; an empty cursor means there is none."""

    rows: list[Row]
    next: str = ""
    previous: str = ""


def page_of(rows: QuerySet[Row], order: Sequence[str], cursor: str = "", size: int = 20) -> Page[Row]:
    """Return the page of `rows` at `cursor`, ordered by `order` (`-` for descending) with the primary key as the tie-breaker.

    Columns in `order` must not be nullable: the caller coalesces. Fetches one row more than asked to know whether there is another page.

    :raises Refused: 422 for a cursor that is not one of ours.
    """
    size = max(1, min(size, MAX_SIZE))
    columns = [*order] if order and order[-1].lstrip("-") == "pk" else [*order, "pk"]
    backwards, mark = _read(cursor, columns) if cursor else (False, None)
    directions = [column.startswith("-") != backwards for column in columns]
    names = [column.lstrip("-") for column in columns]
    if mark is not None:
        try:
            rows = rows.filter(_after(names, directions, mark))
        except (TypeError, ValueError, ValidationError) as error:
            raise _unknown() from error
    ordering = [F(name).desc() if down else F(name).asc() for name, down in zip(names, directions, strict=True)]
    found = list(rows.order_by(*ordering)[: size + 1])
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    return Page(
        rows=found,
        next=_write(found[-1], names, False) if found and (more or backwards) else "",
        previous=_write(found[0], names, True) if found and mark is not None and (more or not backwards) else "",
    )


def _after(names: Sequence[str], directions: Sequence[bool], mark: Sequence[Any]) -> Q:
    condition, equal = Q(), Q()
    for name, down, value in zip(names, directions, mark, strict=True):
        condition |= equal & Q(**{f"{name}__{'lt' if down else 'gt'}": value})
        equal &= Q(**{name: value})
    return condition


def _write(row: Model, names: Sequence[str], backwards: bool) -> str:
    values = [_plain(_value(row, name)) for name in names]
    return (
        base64.urlsafe_b64encode(json.dumps([int(backwards), *values], ensure_ascii=False).encode())
        .decode()
        .rstrip("=")
    )


def _value(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _plain(value: Any) -> Any:
    return (
        value.isoformat()
        if isinstance(value, datetime | date)
        else str(value)
        if isinstance(value, Decimal | uuid.UUID)
        else value
    )


def _read(cursor: str, names: Sequence[str]) -> tuple[bool, list[Any]]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != len(names) + 1:
            raise ValueError("wrong number of values")
        if any(not isinstance(value, str | int | type(None)) for value in values):
            raise ValueError("wrong kind of value")
        return bool(values[0]), values[1:]
    except (ValueError, binascii.Error) as error:
        raise _unknown() from error


def _unknown() -> Refused:
    reason = Reason("cursor", "翻页标记无法识别。", field="cursor", todo="请从第一页重新查询。")
    return Refused(reason, status=422, title="翻页标记无效")
