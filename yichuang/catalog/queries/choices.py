"""The types of the material dictionary as they are offered to who describes a material (S2-15): found, ranked, called by their names."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from yichuang.catalog.indexing import sounds_of
from yichuang.catalog.models import IN_USE, MERGED, RETIRED
from yichuang.catalog.queries.dictionary import dictionary, matches
from yichuang.catalog.rules.dictionary import KIND_NAMES, DictionaryType
from yichuang.catalog.rules.material_types import KEY
from yichuang.catalog.rules.search_text import fold, normalise

OFFERED = 20
EXACT, BEGINS, WITHIN, ELSEWHERE = range(4)


@dataclass(frozen=True)
class Choice:
    """One type as it is offered; `alias` is the name it was found by when that is not the standard one."""

    key: str
    name: str
    kind: str
    issuer: str
    e_licence: bool
    e_licence_type: str
    sharing_api: str
    state: str
    alias: str = ""


def offered_types(text: str, written: str = "") -> tuple[list[Choice], bool]:
    """Return the types in use that a text may mean, the likeliest first, and whether there are more than are offered.

    Without a text: what the name `written` on the material stands for, before all others by name.
    """
    usable = sorted((item for item in dictionary().types if item.in_use), key=lambda item: item.standard_name)
    found = _near(usable, text) if normalise(text) else _beginning(usable, written)
    return found[:OFFERED], len(found) > OFFERED


def choices_of(keys: Iterable[str]) -> dict[str, Choice]:
    """Return what the dictionary says of the keys that it knows, in use or not; a merged type is called by its successor's name."""
    known = dictionary()
    own = {item.key: item for item in known.types}
    found = {key: (own[key], known.type_of(key) or own[key]) for key in keys if key in own}
    return {key: replace(_choice(meant), key=key, state=_state(row)) for key, (row, meant) in found.items()}


def type_words() -> Callable[[str], str]:
    """Return what calls a key of the dictionary by its name (one statement for a whole page); what is no key is left as it is written."""
    known = dictionary()

    def word(written: str) -> str:
        found = known.type_of(written)
        if found is not None:
            return found.standard_name
        return "（词典里没有的材料）" if KEY.fullmatch(written) else written

    return word


def _beginning(usable: list[DictionaryType], written: str) -> list[Choice]:
    meant = dictionary().recognise(written) if written.strip() else None
    first = [meant.type] if meant is not None else []
    return [_choice(item) for item in [*first, *(item for item in usable if item not in first)]]


def _near(usable: list[DictionaryType], text: str) -> list[Choice]:
    plain = normalise(text)
    ranked = [(nearest, item) for item in usable if (nearest := _nearest(item, plain, fold(plain))) is not None]
    ranked.sort(key=lambda one: one[0][0])
    return [_choice(item, alias) for (_, alias), item in ranked]


def _nearest(item: DictionaryType, plain: str, sound: str) -> tuple[int, str] | None:
    """Return how near a text comes to a type, and the alias that it comes near to; the standard name goes before an alias as near."""
    near = []
    for name in (item.standard_name, *item.aliases):
        written = normalise(name)
        if matches(written, plain, sound):
            spoken = (written, *sounds_of(written))
            begins = BEGINS if any(one.startswith(plain) for one in spoken) else WITHIN
            near.append((EXACT if plain in spoken else begins, "" if name == item.standard_name else name))
    if near:
        return min(near, key=lambda one: (one[0], one[1] != ""))
    others = (normalise(item.issuer), normalise(item.key))
    return (ELSEWHERE, "") if any(matches(other, plain, sound) for other in others) else None


def _state(item: DictionaryType) -> str:
    return IN_USE if item.in_use else MERGED if item.successor else RETIRED


def _choice(item: DictionaryType, alias: str = "") -> Choice:
    return Choice(
        key=item.key,
        name=item.standard_name,
        kind=KIND_NAMES[item.kind],
        issuer=item.issuer,
        e_licence=item.e_licence,
        e_licence_type=item.e_licence_type,
        sharing_api=item.sharing_api,
        state=IN_USE,
        alias=alias,
    )
