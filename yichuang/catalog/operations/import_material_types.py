"""Take the types of a file into the dictionary that are not there yet; what people changed since is left alone."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from yichuang.catalog.models import MaterialType
from yichuang.catalog.operations.add_material_type import add_material_type
from yichuang.catalog.operations.dictionary_rows import lock_names
from yichuang.catalog.rules.material_types import TypeEntry
from yichuang.foundations.actors import Actor
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def import_material_types(*, actor: Actor, rows: Iterable[Mapping[str, Any]], now: datetime) -> int:
    """Add the types (key and the fields of an entry) whose key is new; return how many.

    :raises NotAllowed: without the right. :raises Refused: as `add_material_type` does; then nothing is taken in.
    """
    lock_names(actor)
    known = set(MaterialType.objects.values_list("key", flat=True))
    fresh = [row for row in rows if row["key"] not in known]
    for row in fresh:
        given = {name: value for name, value in row.items() if name not in ("key", "aliases")}
        entry = TypeEntry(**given, aliases=tuple(row.get("aliases", ())))
        add_material_type(actor=actor, key=row["key"], entry=entry, now=now)
    return len(fresh)
