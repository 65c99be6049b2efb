"""Conflicts of meaning between the matters' fields, both sides shown; each must be settled by the composer (S2-25).

Settled: one field whose meaning is written down, or fields kept apart under different names with their meanings. What may be the same
though it is called otherwise is an offer, and nobody has to take it up.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from yichuang.catalog.rules.own_form import OwnField
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.life_events.rules.joint_fields import ASPECTS, differing, folded, near, own_fields, words_of
from yichuang.life_events.rules.spec import JointField, LifeEventSpec


@dataclass(frozen=True)
class Side:
    """One matter's field as it writes it."""

    member: str
    matter: str
    field: str
    label: str
    words: str


@dataclass(frozen=True)
class Conflict:
    """Fields that clash: the joint fields they are in (one: merged; several: kept apart), in what they differ, both sides, how settled."""

    fields: tuple[str, ...]
    label: str
    differs: tuple[str, ...]
    sides: tuple[Side, ...]
    settled: bool
    meaning: str = ""

    @property
    def words(self) -> str:
        """Return what clashes as a sentence."""
        aspects = "、".join(ASPECTS[one] for one in self.differs)
        if len(self.fields) > 1:
            return f"几个事项都叫“{self.label}”，没有合并" + (f"（{aspects}不同）" if aspects else "")
        return f"合并为一栏的“{self.label}”，各事项的{aspects}不同"


@dataclass(frozen=True)
class Offer:
    """Two joint fields that may mean the same, with both sides."""

    one: str
    other: str
    sides: tuple[Side, Side]


Specs = Mapping[str, MatterSpec]


def conflicts(spec: LifeEventSpec, specs: Specs) -> tuple[Conflict, ...]:
    """Return every conflict of meaning in the merged form, settled or not, in the form's order."""
    fields = {member: own_fields(matter) for member, matter in specs.items()}
    return (*_within(spec, specs, fields), *_between(spec, specs, fields))


def open_conflicts(spec: LifeEventSpec, specs: Specs) -> tuple[Conflict, ...]:
    """Return the conflicts that nobody has settled yet."""
    return tuple(one for one in conflicts(spec, specs) if not one.settled)


Fields = Mapping[str, Mapping[str, OwnField]]


def _fed(one: JointField, fields: Fields) -> list[tuple[str, OwnField]]:
    found = [(feed.member, fields.get(feed.member, {}).get(feed.field)) for feed in one.feeds]
    return [(member, field) for member, field in found if field is not None]


def _side(member: str, field: OwnField, specs: Specs) -> Side:
    return Side(member, specs[member].name, field.name, field.label, words_of(field))


def _within(spec: LifeEventSpec, specs: Specs, fields: Fields) -> list[Conflict]:
    found = []
    for one in spec.fields:
        fed = _fed(one, fields)
        if differs := differing([field for _, field in fed]) if len(fed) > 1 else ():
            sides = tuple(_side(member, field, specs) for member, field in fed)
            label = str(one.row.get("title", one.id))
            found.append(Conflict((one.id,), label, differs, sides, bool(one.meaning.strip()), one.meaning))
    return found


def _between(spec: LifeEventSpec, specs: Specs, fields: Fields) -> list[Conflict]:
    called: dict[str, list[tuple[JointField, str, OwnField]]] = {}
    for one in spec.fields:
        for member, field in _fed(one, fields):
            called.setdefault(folded(field.label), []).append((one, member, field))
    found = []
    for rows in called.values():
        joint = {one.id: one for one, _, _ in rows}
        if len(joint) < 2:
            continue
        sides = tuple(_side(member, field, specs) for _, member, field in rows)
        names = [folded(str(one.row.get("title", ""))) for one in joint.values()]
        told = (
            len(set(names)) == len(names) and sum(bool(one.meaning.strip()) for one in joint.values()) >= len(joint) - 1
        )
        meaning = "；".join(one.meaning for one in joint.values() if one.meaning.strip())
        differs = differing([field for _, _, field in rows])
        found.append(Conflict(tuple(joint), rows[0][2].label, differs, sides, told, meaning))
    return found


def offers(spec: LifeEventSpec, specs: Specs) -> tuple[Offer, ...]:
    """Return pairs of joint fields of different matters that may mean the same, by the particular they end in (姓名, 身份证号码…)."""
    fields = {member: own_fields(matter) for member, matter in specs.items()}
    rows = [(one, fed) for one in spec.fields if (fed := _fed(one, fields))]
    found = []
    for place, (one, fed) in enumerate(rows):
        for other, its in rows[place + 1 :]:
            if {member for member, _ in fed} & {member for member, _ in its}:
                continue
            alike = {near(field.label) for _, field in fed} & {near(field.label) for _, field in its}
            same = {folded(field.label) for _, field in fed} & {folded(field.label) for _, field in its}
            if alike and not same and fed[0][1].kind == its[0][1].kind:
                found.append(Offer(one.id, other.id, (_side(*fed[0], specs), _side(*its[0], specs))))
    return tuple(found)
