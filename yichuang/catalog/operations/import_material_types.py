"""Take the types of a file into the dictionary that are not there yet; what people changed since is left alone."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from yichuang.catalog.events import MaterialTypeAdded
from yichuang.catalog.models import MaterialType
from yichuang.catalog.operations.dictionary_rows import lock_names, others_than
from yichuang.catalog.rules.material_types import TypeEntry, faults_together
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Refused
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def import_material_types(*, actor: Actor, rows: Iterable[Mapping[str, Any]], now: datetime) -> int:
    """Add the types (key and the fields of an entry) whose key is new; return how many.

    :raises NotAllowed: without the right. :raises Refused: 422 with every reason when one may not stand; then nothing is taken in.
    """
    lock_names(actor)
    known = set(MaterialType.objects.values_list("key", flat=True))
    fresh = {row["key"]: _entry(row) for row in rows if row["key"] not in known}
    if reasons := faults_together(fresh, others_than()):
        raise Refused(*reasons, status=422, title="没有导入")
    pairs = [(MaterialType(key=key, **entry.columns()), _added(key, entry)) for key, entry in fresh.items()]
    if pairs:
        ledger.write_new(pairs, actor=actor, at=now)
    return len(pairs)


def _entry(row: Mapping[str, Any]) -> TypeEntry:
    given = {name: value for name, value in row.items() if name not in ("key", "aliases")}
    return TypeEntry(**given, aliases=tuple(row.get("aliases", ()))).trimmed()


def _added(key: str, entry: TypeEntry) -> MaterialTypeAdded:
    return MaterialTypeAdded(key=key, standard_name=entry.standard_name, aliases=list(entry.aliases))
