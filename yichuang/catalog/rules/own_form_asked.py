"""Which fields of a matter's own form a situation asks for (S2-51): the condition language of materials, judged by the facts that count.

A field that is not asked is not shown, not demanded and not passed on; what was typed in it before the answers changed is not thrown away.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.compiled import Arrived, SpecGap, compiled
from yichuang.catalog.rules.own_form import fields_of
from yichuang.catalog.rules.spec import MatterSpec


def asked_fields(spec: MatterSpec, facts: Mapping[str, str]) -> frozenset[str]:
    """Return the names of the fields that are asked; before a situation is reached, those that every one asks."""
    names, conditions = frozenset(spec.form.get("properties") or ()), spec.form_conditions
    if not conditions:
        return names
    fast = compiled(spec)
    try:
        walk = fast.walk(facts)
    except SpecGap:
        return names - conditions.keys()
    arrived = isinstance(walk.end, Arrived)
    return frozenset(
        name for name in names if name not in conditions or (arrived and fast.holds(conditions[name], walk.mask))
    )


def asked_under(spec: MatterSpec, answers: Mapping[str, Any], *, applicant_kind: str, on: date) -> frozenset[str]:
    """Return the names of the fields that are asked under answers, for a kind of applicant, on the day of receipt."""
    if not spec.form_conditions:
        return frozenset(spec.form.get("properties") or ())
    return asked_fields(spec, navigator.facts_with_known(spec, answers, applicant_kind=applicant_kind, on=on))


def open_fields(spec: MatterSpec, asked: Collection[str], values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the labels of the fields that must be filled, are asked and are empty: a changed situation may ask for more."""
    return tuple(
        field.label
        for field in fields_of(spec.form)
        if field.required and field.name in asked and values.get(field.name) is None
    )
