"""Change what is registered of a place; codes stay, because numbers, documents and accounts point at them."""

from collections.abc import Mapping
from datetime import datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.organizations import policies
from yichuang.organizations.events import PlaceChanged
from yichuang.organizations.models import Place
from yichuang.organizations.operations.keeping import KEPT, put, refuse
from yichuang.organizations.queries.places import division_of, is_closed, known, place_for, values_of
from yichuang.organizations.rules.places import FIELDS, KINDS, Fault, faults
from yichuang.organizations.rules.workbook import fixed_faults


@unit_of_work()
def change_place(*, actor: Actor, kind: str, key: str, values: Mapping[str, str], now: datetime) -> Place:
    """Change the fields given and return the place; what is left out stays.

    :raises NotFound: :raises NotAllowed: outside the actor's division. :raises Refused: 422 for values that cannot be kept, a code that
        would change or nothing changed, 409 for a closed place.
    """
    row = place_for(actor, kind, key, lock=True)
    name, division = KINDS[kind], division_of(row)
    policies.demand(actor, kind, division, f"变更这个{name}")
    if is_closed(row):
        reason = Reason("closed", f"这个{name}已停用。", kept=KEPT, todo="请先恢复，再变更。")
        raise Refused(reason, title=f"不能变更{name}")
    old = values_of(row)
    given = {field: values[field].strip() for field in FIELDS[kind] if field in values}
    moved = [Fault(one.field, f"“{one.name}”定后不能改。") for one in fixed_faults(kind, old, given)]
    refuse(moved, f"不能变更{name}")
    changed = {field: text for field, text in given.items() if text != old[field]}
    if not changed:
        reason = Reason("unchanged", "没有要变更的内容。", kept=KEPT, todo="请修改后再保存。")
        raise Refused(reason, status=422, title=f"不能变更{name}")
    refuse(faults(kind, {**old, **changed}, known(division[:6])), f"不能变更{name}")
    columns = put(row, kind, changed)
    event = PlaceChanged(kind=kind, key=key, fields={field: [old[field], text] for field, text in changed.items()})
    ledger.write(row, event, actor=actor, at=now, update_fields=columns)
    return row
