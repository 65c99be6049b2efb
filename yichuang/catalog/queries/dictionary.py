"""Reads of the material dictionary (S2-15): the rules' value, the list, one type, and where a type is used.

The revision of the dictionary is the hash over the heads of its rows' ledger chains: rows are never deleted, every change appends an event,
and no two events hash alike.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from django.db import connection
from django.db.models import Q, QuerySet

from yichuang.catalog.indexing import sounds_of
from yichuang.catalog.models import IN_USE, MaterialType
from yichuang.catalog.queries import published_versions, specs_of
from yichuang.catalog.rules.cuts import type_of
from yichuang.catalog.rules.dictionary import Dictionary, DictionaryType, IssuerKind, Kind, dictionary_of
from yichuang.catalog.rules.search_text import fold, normalise
from yichuang.foundations.problems import NotFound, Reason, Refused

KEPT_USES = 4


@dataclass(frozen=True)
class Use:
    """One material of a published matter that is of a type; `written` is how the department writes it."""

    matter_key: str
    matter_name: str
    material_id: str
    written: str
    standard: bool


def dictionary() -> Dictionary:
    """Return the dictionary as the rules read it (one statement while nothing was changed since the last call of the process)."""
    return _dictionary(_revision())


def named_type(name: str, *, kept: str, title: str) -> DictionaryType:
    """Return the type that a person means by a standard name or an alias.

    :raises Refused: 422 when the dictionary has none of that name; `kept` and `title` say what was not done.
    """
    found = dictionary().named(name)
    if found is None:
        reason = Reason("unknown", f"词典里没有“{name}”。", "into", "S2-15", kept, "请填写词典里的标准名称或别名。")
        raise Refused(reason, status=422, title=title)
    return found


def _revision() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT md5(string_agg(chain_head, ''::bytea ORDER BY id)) FROM catalog_materialtype")
        return str(cursor.fetchone()[0] or "")


@lru_cache(maxsize=2)
def _dictionary(revision: str) -> Dictionary:
    rows = MaterialType.objects.select_related("merged_into").order_by("pk")
    return dictionary_of(as_type(row) for row in rows)


def as_type(row: MaterialType) -> DictionaryType:
    """Return a row as the rules read it."""
    return DictionaryType(
        key=row.key,
        standard_name=row.standard_name,
        aliases=tuple(row.aliases),
        issuer=row.issuer,
        issuer_kind=cast(IssuerKind, row.issuer_kind),
        kind=cast(Kind, row.kind),
        e_licence=row.e_licence,
        e_licence_type=row.e_licence_type,
        sharing_api=row.sharing_api,
        online_check=row.online_check,
        in_use=row.state == IN_USE,
        successor=row.merged_into.key if row.merged_into else "",
    )


def material_types(text: str = "", kind: str = "", state: str = IN_USE, shared: str = "") -> QuerySet[MaterialType]:
    """Return the types found by any part of a name, by pinyin or initials, of a kind and a state; `shared` yes or no."""
    rows = MaterialType.objects.select_related("merged_into")
    if text.strip():
        rows = rows.filter(key__in=_found(text))
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(state=state)
    if shared:
        obtainable = Q(e_licence=True) | ~Q(sharing_api="")
        rows = rows.filter(obtainable if shared == "yes" else ~obtainable)
    return rows


def _found(text: str) -> list[str]:
    plain = normalise(text)
    sound = fold(plain)
    return [
        item.key
        for item in dictionary().types
        for names in ((item.key, item.standard_name, *item.aliases, item.issuer),)
        if plain and any(matches(normalise(name), plain, sound) for name in names)
    ]


def matches(name: str, plain: str, sound: str) -> bool:
    """Tell whether a normalised text, or its folded sound, is part of a normalised name, its pinyin or its initials."""
    if plain in name:
        return True
    full, initials = sounds_of(name)
    return plain.isascii() and (sound in fold(full) or plain in initials)


def material_type_for(key: str) -> MaterialType:
    """Return a type, in use or not.

    :raises NotFound: when there is none of that key.
    """
    row = MaterialType.objects.select_related("merged_into").filter(key=key).first()
    if row is None:
        raise NotFound("这种材料", "请从材料词典的列表中选择。")
    return row


def uses_of(key: str) -> list[Use]:
    """Return where a type is used in the matters in force, by matter; an unlisted name counts by the key it was given."""
    versions = tuple(published_versions())
    return list(_uses(_revision(), versions).get(key, ()))


@lru_cache(maxsize=KEPT_USES)
def _uses(revision: str, versions: tuple[int, ...]) -> dict[str, tuple[Use, ...]]:
    known = _dictionary(revision)
    found: dict[str, list[Use]] = defaultdict(list)
    for spec in sorted(specs_of(versions).values(), key=lambda spec: spec.name):
        for material in spec.materials:
            if (kind := type_of(material, known)) is not None:
                written = known.recognise(material.name)
                standard = written is not None and written.standard
                found[kind.key].append(Use(spec.key, spec.name, material.id, material.name, standard))
    return {key: tuple(uses) for key, uses in found.items()}


def use_counts() -> dict[str, int]:
    """Return how many materials of matters in force are of each type."""
    return {key: len(uses) for key, uses in _uses(_revision(), tuple(published_versions())).items()}
