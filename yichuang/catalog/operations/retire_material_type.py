"""Retire a type of the dictionary: nobody is offered it any more, published specs keep it (S2-15, S2-16)."""

from datetime import datetime

from yichuang.catalog.events import MaterialTypeRetired
from yichuang.catalog.models import RETIRED, MaterialType
from yichuang.catalog.operations.dictionary_rows import lock_names, locked_type
from yichuang.catalog.rules.material_types import KEPT
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work

LONGEST_REASON = 300


@unit_of_work()
def retire_material_type(*, actor: Actor, key: str, reason: str, now: datetime) -> MaterialType:
    """Retire a type and return it.

    :raises NotAllowed: without the right; NotFound; Refused 409 when it is not in use, 422 without a reason.
    """
    lock_names(actor)
    row, reason = locked_type(key), reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        said = f"停用的原因超过 {LONGEST_REASON} 字。" if reason else "没有写明停用的原因。"
        missing = Reason("reason", said, field="reason", kept=KEPT, todo="请写明原因，例如该证照已不再核发。")
        raise Refused(missing, status=422, title="没有停用")
    row.state = RETIRED
    event = MaterialTypeRetired(key=key, standard_name=row.standard_name, reason=reason)
    ledger.write(row, event, actor=actor, at=now, update_fields=["state"])
    return row
