"""What every change of the material dictionary shares: the right, the lock on all names, the row."""

from django.db import connection

from yichuang.catalog import policies
from yichuang.catalog.models import IN_USE, TYPE_STATE_NAMES, MaterialType
from yichuang.catalog.queries.dictionary import as_type, material_type_for
from yichuang.catalog.rules.dictionary import Dictionary, dictionary_of
from yichuang.catalog.rules.material_types import KEPT
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused

# Two people who add one name to two types at once must not both succeed; changes are rare, so one lock for the whole dictionary is enough.
LOCK = 0x63_69_64_69


def lock_names(actor: Actor) -> None:
    """Let the actor go on only with the right, and hold all names of the dictionary until the transaction ends.

    :raises NotAllowed: without the right.
    """
    policies.demand(actor, "dictionary.manage", None, "维护材料词典")
    hold_names()


def hold_names() -> None:
    """Hold all names of the dictionary, and those proposed for it, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def locked_type(key: str) -> MaterialType:
    """Return a type that is in use, locked.

    :raises NotFound: without such a type; Refused 409 when it was retired or merged.
    """
    row = MaterialType.objects.select_for_update().filter(key=key).first() or material_type_for(key)
    if row.state != IN_USE:
        said = f"“{row.standard_name}”{TYPE_STATE_NAMES[row.state]}，不能再改。"
        raise Refused(Reason("not_in_use", said, kept=KEPT, todo="请刷新页面查看最新状态。"), title="没有修改")
    return row


def others_than(*keys: str) -> Dictionary:
    """Return the types in use but for some, read fresh under the lock."""
    rows = MaterialType.objects.select_related("merged_into").filter(state=IN_USE).exclude(key__in=keys)
    return dictionary_of(as_type(row) for row in rows)
