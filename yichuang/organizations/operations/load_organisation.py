"""Load an organisation's places from rows: all of them or none; loaded again, nothing changes (docs/operators.md)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.organizations import policies
from yichuang.organizations.events import PlaceAdded, PlaceChanged
from yichuang.organizations.operations.keeping import new_place, put
from yichuang.organizations.queries.places import find_place, known
from yichuang.organizations.rules.places import KINDS
from yichuang.organizations.rules.workbook import Change, Judged, Row, judge

SHOWN_TROUBLES = 20


def compare_organisation(actor: Actor, rows: Sequence[Row]) -> Judged:
    """Return what rows would do, and what of them cannot be used; nothing is written."""
    there = known()
    return judge(rows, there, policies.outside(actor, there))


@unit_of_work()
def load_organisation(*, actor: Actor, rows: Sequence[Row], now: datetime) -> Judged:
    """Add and change places as the rows say, and return what was done.

    :raises Refused: 422 when a single row cannot be used; nothing is written then.
    """
    judged = compare_organisation(actor, rows)
    if not judged.usable:
        reasons = [
            Reason("unusable", f"{one.where}：{one.reason}", field="file", rule="S0-25", todo="请改正这一行。")
            for one in judged.troubles
        ]
        kept = Reason(
            "kept",
            f"共 {len(reasons)} 处不能使用，一行也没有导入。",
            kept="组织机构没有改动。",
            todo="请改正文件后重新导入。",
        )
        raise Refused(kept, *reasons[:SHOWN_TROUBLES], status=422, title="没有导入")
    for kind in KINDS:
        _write(actor, [change for change in judged.changes if change.row.kind == kind], now)
    return judged


def _write(actor: Actor, changes: Sequence[Change], now: datetime) -> None:
    added: list[tuple[Any, Any]] = []
    for change in changes:
        kind, key = change.row.kind, change.row.key
        if change.added:
            values = {name: text for name, text in change.after.items() if text}
            added.append((new_place(kind, change.after), PlaceAdded(kind=kind, key=key, values=values)))
            continue
        row = find_place(kind, key, lock=True)
        assert row is not None, "judged as known"
        columns = put(row, kind, change.after)
        fields = {name: [change.before[name], text] for name, text in change.after.items()}
        ledger.write(row, PlaceChanged(kind=kind, key=key, fields=fields), actor=actor, at=now, update_fields=columns)
    if added:
        ledger.write_new(added, actor=actor, at=now)
