"""Correct a type of the dictionary: names, issuer, where it can be had without paper (S2-15)."""

from datetime import datetime

from yichuang.catalog.events import MaterialTypeCorrected
from yichuang.catalog.models import MaterialType
from yichuang.catalog.operations.dictionary_rows import lock_names, locked_type, others_than
from yichuang.catalog.rules.material_types import KEPT, TypeEntry, faults, in_words
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def correct_material_type(*, actor: Actor, key: str, entry: TypeEntry, now: datetime) -> MaterialType:
    """Write an entry over a type and return it; the same entry again changes and records nothing.

    :raises NotAllowed: without the right; NotFound; Refused 409 when it is not in use, 422 for an entry that may not stand.
    """
    lock_names(actor)
    row, entry = locked_type(key), entry.trimmed()
    if reasons := faults(entry, others_than(key)):
        raise Refused(*reasons, status=422, title="没有修改")
    if MaterialType.objects.filter(standard_name=entry.standard_name).exclude(key=key).exists():
        said = f"“{entry.standard_name}”已经登记过，现已停用或并入其他材料。"
        reason = Reason("name_taken", said, field="standard_name", kept=KEPT, todo="请查看原来那一条。")
        raise Refused(reason, title="没有修改")
    changed = {name: value for name, value in entry.columns().items() if getattr(row, name) != value}
    if not changed:
        return row
    changes = {name: [in_words(name, getattr(row, name)), in_words(name, value)] for name, value in changed.items()}
    for name, value in changed.items():
        setattr(row, name, value)
    ledger.write(row, MaterialTypeCorrected(key=key, changes=changes), actor=actor, at=now, update_fields=list(changed))
    return row
