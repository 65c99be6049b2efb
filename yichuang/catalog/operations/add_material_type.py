"""Take a type of material into the dictionary (S2-15)."""

from datetime import datetime

from yichuang.catalog.events import MaterialTypeAdded
from yichuang.catalog.models import MaterialType
from yichuang.catalog.operations.dictionary_rows import lock_names, others_than
from yichuang.catalog.rules.material_types import KEPT, TypeEntry, faults, faults_of_key
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def add_material_type(*, actor: Actor, key: str, entry: TypeEntry, now: datetime) -> MaterialType:
    """Add a type and return it.

    :raises NotAllowed: without the right; Refused 422 for an entry that may not stand, 409 for a key or name that is there already.
    """
    lock_names(actor)
    key, entry = key.strip(), entry.trimmed()
    reasons = [*faults(entry, others_than()), *faults_of_key(key)]
    if reasons:
        raise Refused(*reasons, status=422, title="没有登记")
    if reasons := _taken(key, entry.standard_name):
        raise Refused(*reasons, title="没有登记")
    row = MaterialType(key=key, **entry.columns())
    event = MaterialTypeAdded(key=key, standard_name=entry.standard_name, aliases=list(entry.aliases))
    ledger.write(row, event, actor=actor, at=now)
    return row


def _taken(key: str, name: str) -> list[Reason]:
    """Return what a type that is not in use any more still occupies: keys and standard names are never given twice."""
    found = []
    if MaterialType.objects.filter(key=key).exists():
        found.append(Reason("key_taken", f"编号“{key}”已经用过。", field="key", kept=KEPT, todo="请换一个编号。"))
    if MaterialType.objects.filter(standard_name=name).exists():
        said = f"“{name}”已经登记过，现已停用或并入其他材料。"
        found.append(Reason("name_taken", said, field="standard_name", kept=KEPT, todo="请查看原来那一条。"))
    return found
