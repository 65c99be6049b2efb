"""Register a division, department, site, board or window (S0-25: the region's administrator keeps its organisation)."""

from collections.abc import Mapping
from datetime import datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.organizations import policies
from yichuang.organizations.events import PlaceAdded
from yichuang.organizations.models import Place
from yichuang.organizations.operations.keeping import KEPT, new_place, refuse
from yichuang.organizations.queries.places import find_place, is_closed, known
from yichuang.organizations.rules.places import BOARD, COLUMNS, FIELDS, INSIDE, KINDS, SITE, WINDOW, faults, key_of


@unit_of_work()
def add_place(*, actor: Actor, kind: str, values: Mapping[str, str], now: datetime) -> Place:
    """Register a place and return it.

    :raises NotAllowed: outside the actor's division. :raises Refused: 422 for values that cannot be kept, 409 for a code that is taken.
    """
    given = {name: values.get(name, "").strip() for name in FIELDS[kind]}
    division = _division_of(kind, given)
    if division:
        policies.demand(actor, kind, division, f"登记{KINDS[kind]}")
    elif not actor.may(policies.act_of(kind)):
        policies.demand(actor, kind, "", f"登记{KINDS[kind]}")
    _not_twice(kind, given)
    refuse(faults(kind, given, known(division[:6])), f"不能登记{KINDS[kind]}")
    row = new_place(kind, given)
    event = PlaceAdded(kind=kind, key=key_of(kind, given), values={name: text for name, text in given.items() if text})
    ledger.write(row, event, actor=actor, at=now)
    return row


def _division_of(kind: str, given: Mapping[str, str]) -> str:
    inside = given[INSIDE[kind]]
    if kind not in (BOARD, WINDOW):
        return inside
    site = find_place(SITE, inside)
    return str(getattr(site, "division_id", ""))


def _not_twice(kind: str, given: Mapping[str, str]) -> None:
    key = key_of(kind, given)
    there = find_place(kind, key)
    if there is None:
        return
    field = next(column.field for column in COLUMNS[kind] if column.fixed and column.field != "site")
    closed = "（已停用）" if is_closed(there) else ""
    said = f"已有{KINDS[kind]}使用“{given[field]}”：{there.name}{closed}。"
    todo = "请换一个；要继续用停用的那个，请打开它后恢复。" if closed else "请换一个，或打开那一个变更。"
    raise Refused(
        Reason("twice", said, field=field, rule="S0-25", kept=KEPT, todo=todo), title=f"不能登记{KINDS[kind]}"
    )
