"""Merge two types of the dictionary that are one paper: the names of the first become aliases of the second (S2-15)."""

from datetime import datetime

from yichuang.catalog.events import MaterialTypeAbsorbed, MaterialTypeMerged
from yichuang.catalog.models import MERGED, MaterialType
from yichuang.catalog.operations.dictionary_rows import lock_names, locked_type
from yichuang.catalog.rules.material_types import KEPT, MOST_ALIASES
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def merge_material_types(*, actor: Actor, key: str, into: str, now: datetime) -> MaterialType:
    """Merge type `key` into type `into` and return the latter; specs that name the first are read as naming the second.

    :raises NotAllowed: without the right; NotFound; Refused 409 when one is not in use, 422 for one with itself or too many aliases.
    """
    lock_names(actor)
    if key == into:
        said = "一种材料不能并入它自己。"
        raise Refused(
            Reason("itself", said, field="into", kept=KEPT, todo="请选另一种。"), status=422, title="没有合并"
        )
    goes, stays = locked_type(key), locked_type(into)
    names = [name for name in (goes.standard_name, *goes.aliases) if name not in stays.aliases]
    if len(stays.aliases) + len(names) > MOST_ALIASES:
        said = f"合并后别名超过 {MOST_ALIASES} 个。"
        raise Refused(
            Reason("many", said, field="into", kept=KEPT, todo="请先删去少见的别名。"), status=422, title="没有合并"
        )
    stays.aliases = [*stays.aliases, *names]
    absorbed = MaterialTypeAbsorbed(key=stays.key, source=goes.key, source_name=goes.standard_name, names=names)
    ledger.write(stays, absorbed, actor=actor, at=now, update_fields=["aliases"])
    goes.state, goes.merged_into = MERGED, stays
    merged = MaterialTypeMerged(
        key=goes.key, standard_name=goes.standard_name, into=stays.key, into_name=stays.standard_name
    )
    ledger.write(goes, merged, actor=actor, at=now, update_fields=["state", "merged_into"])
    return stays
