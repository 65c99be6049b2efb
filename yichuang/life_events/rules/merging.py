"""Propose a life event from several matters: each question once, each field once, each paper once (S2-25, S3-9).

What is the same becomes one; what only looks the same is offered, and what differs is a conflict that the composer settles (conflicts.py).
The proposal is a readable spec, nothing more: the prover of the whole says what is still wrong with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from yichuang.catalog.rules.conditions import AllOf, AnyOf, Condition, In, Not, any_of, fact_in, mentions
from yichuang.catalog.rules.spec import Material, MatterSpec, Question
from yichuang.life_events.rules.joint_fields import folded, rows_of, strictest
from yichuang.life_events.rules.spec import LifeEventSpec

# By member: the version's number and its spec.
Matters = Mapping[str, tuple[int, MatterSpec]]


@dataclass(frozen=True)
class Frame:
    """What a life event is called and who leads it; the rest follows from its matters."""

    key: str
    name: str
    lead_departments: tuple[str, ...]
    theme: str = ""
    summary: str = ""


@dataclass
class _Group:
    """Questions that are one: the first as it is written, and by member which question it is."""

    first: Question
    asks: dict[str, Question] = field(default_factory=dict)


def propose(frame: Frame, matters: Matters) -> LifeEventSpec:
    """Return a life event of these matters, in this order, all in parallel.

    :raises ValueError: without a matter.
    """
    specs = {member: spec for member, (_, spec) in matters.items()}
    if not specs:
        raise ValueError("一件事至少要有一个事项")
    every = list(specs.values())
    kinds = [kind for kind in every[0].applicant_kinds if all(kind in one.applicant_kinds for one in every)]
    return LifeEventSpec.model_validate(
        {
            "key": frame.key,
            "name": frame.name,
            "theme": frame.theme,
            "summary": frame.summary,
            "lead_departments": frame.lead_departments,
            "applicant_kinds": kinds or every[0].applicant_kinds,
            "members": [
                {"id": member, "matter": spec.key, "version": matters[member][0]} for member, spec in specs.items()
            ],
            "questions": _questions(specs),
            "fields": _fields(specs),
            "materials": _materials(specs),
            "promised_limit": max((one.promised_limit for one in every), key=_rough_days).model_dump(),
            "max_visits": max(1, min(9, max(one.channels.max_visits for one in every))),
            "remedies": list(dict.fromkeys(remedy for one in every for remedy in one.remedies)),
        }
    )


def _rough_days(limit: Any) -> float:
    return 0.0 if limit.unit == "same_day" else limit.value * (1.4 if limit.unit == "workday" else 1.0)


def member_ids(keys: Sequence[str]) -> dict[str, str]:
    """Return by matter the id of its member: the key itself, shortened where it is too long."""
    found: dict[str, str] = {}
    for key in keys:
        name = key[:40]
        while name in found.values():
            name = f"{key[:36]}_{len(found)}"
        found[key] = name
    return found


def _questions(specs: Mapping[str, MatterSpec]) -> list[dict[str, Any]]:
    groups: dict[tuple[Any, ...], _Group] = {}
    for member, spec in specs.items():
        for question in spec.questions:
            same = (question.kind, folded(question.text), tuple(folded(one.text) for one in question.options))
            group = groups.get(same)
            if group is None or member in group.asks:
                # A matter that asks the same twice means two things by it.
                key = (*same, member, question.id) if group else same
                group = groups[key] = _Group(question)
            group.asks[member] = question
    listed = list(groups.values())
    places = {(member, asked.id): number for number, one in enumerate(listed) for member, asked in one.asks.items()}
    return [_question(number, one, specs, places) for number, one in enumerate(listed)]


def _question(
    number: int, group: _Group, specs: Mapping[str, MatterSpec], places: Mapping[tuple[str, str], int]
) -> dict[str, Any]:
    first = group.first
    asked = [translated(question.ask_if, member, specs[member], places) for member, question in group.asks.items()]
    said = [one for one in asked if one is not None]
    known = len(said) == len(asked) and all(int(part.fact[1:]) <= number for one in said for part in mentions(one))
    condition = any_of(*said).model_dump(mode="json") if known else None
    return {
        "id": f"q{number + 1}",
        "text": first.text,
        "help": first.help,
        "kind": first.kind,
        "options": [{"id": one.id, "text": one.text} for one in first.options],
        "asks": [
            {
                "member": member,
                "question": question.id,
                "options": {mine.id: its.id for mine, its in zip(first.options, question.options, strict=True)},
            }
            for member, question in group.asks.items()
        ],
        "ask_if": condition,
    }


def translated(
    condition: Condition | None, member: str, spec: MatterSpec, places: Mapping[tuple[str, str], int]
) -> Condition | None:
    """Return a member's condition over the joint questions; None where it cannot be said there: then the question is always asked.

    Asking more than a matter needs does no harm: its navigator ignores what it does not ask.
    """
    match condition:
        case In(fact=fact, values=values):
            question = next((one for one in spec.questions if one.kind == "single" and one.fact == fact), None)
            chosen = question and [one.id for one in question.options if set(one.values) & set(values)]
            place = places.get((member, question.id)) if question else None
            return fact_in(f"q{place + 1}", *chosen) if chosen and place is not None else None
        case Not(part=part):
            inner = translated(part, member, spec, places)
            return None if inner is None else Not.model_validate({"not": inner})
        case AllOf(parts=parts) | AnyOf(parts=parts):
            found = [translated(part, member, spec, places) for part in parts]
            if any(one is None for one in found):
                return None
            name = "all" if isinstance(condition, AllOf) else "any"
            return type(condition).model_validate({name: tuple(found)})
    return None


def _fields(specs: Mapping[str, MatterSpec]) -> list[dict[str, Any]]:
    groups: list[tuple[str, list[tuple[str, str]]]] = []
    for member, spec in specs.items():
        for name, row in _ordered(spec):
            label = folded(str(row.get("title", "")))
            there = next(
                (feeds for other, feeds in groups if other == label and _fits(specs, feeds, member, row)), None
            )
            if there is None:
                groups.append((label, [(member, name)]))
            else:
                there.append((member, name))
    found: list[dict[str, Any]] = []
    for _, feeds in groups:
        taken = {one["id"] for one in found}
        found.append(
            {
                "id": free(feeds[0][1], taken),
                "row": strictest([_row(specs, *feed) for feed in feeds]) or {},
                "required": any(name in (specs[member].form.get("required") or ()) for member, name in feeds),
                "feeds": [{"member": member, "field": name} for member, name in feeds],
            }
        )
    return found


def _fits(
    specs: Mapping[str, MatterSpec], feeds: Sequence[tuple[str, str]], member: str, row: Mapping[str, Any]
) -> bool:
    """Tell whether a field can be filled together with these: of another matter, and with a row that suits all."""
    if any(other == member for other, _ in feeds):
        return False
    return strictest([*(_row(specs, *feed) for feed in feeds), row]) is not None


def _ordered(spec: MatterSpec) -> list[tuple[str, dict[str, Any]]]:
    return sorted(rows_of(spec.form), key=lambda one: (one[1].get("x-order", 10**6), one[0]))


def _row(specs: Mapping[str, MatterSpec], member: str, name: str) -> dict[str, Any]:
    return dict(rows_of(specs[member].form))[name]


def free(name: str, taken: set[str]) -> str:
    """Return an id like `name` that is not taken."""
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}_{number}"
    return found


def _materials(specs: Mapping[str, MatterSpec]) -> list[dict[str, Any]]:
    groups: dict[tuple[str, str], list[tuple[str, Material]]] = {}
    for member, spec in specs.items():
        for one in spec.materials:
            kind = ("type", one.standard_type) if one.standard_type else ("name", folded(one.name))
            groups.setdefault(kind, []).append((member, one))
    found: list[dict[str, Any]] = []
    for (how, _), asked in groups.items():
        if how == "type" or len({member for member, _ in asked}) > 1:
            found.append(_material(asked, {one["id"] for one in found}))
    return found


def _material(asked: Sequence[tuple[str, Material]], taken: set[str]) -> dict[str, Any]:
    first = asked[0][1]
    shared = all(one.exempt_submission for _, one in asked)
    keeps = keepers(asked)
    return {
        "id": free(first.standard_type or first.id, taken),
        "name": first.name,
        "standard_type": first.standard_type,
        "way": "data_share" if shared else "one_copy",
        "gives": [{"member": member, "material": one.id} for member, one in asked],
        "original_for": keeps[0] if len(keeps) == 1 and not shared else "",
    }


def keepers(asked: Sequence[tuple[str, Material]]) -> list[str]:
    """Return the members that keep an original, in their order: they ask for one and do not merely look at it."""
    return list(dict.fromkeys(member for member, one in asked if one.original_count > 0))
