"""The places of a life event's content that a counter can object to in a simulated acceptance (S2-21②)."""

from collections.abc import Mapping

from yichuang.life_events.rules.spec import LifeEventSpec

WHOLE = "whole:"


def places_in(spec: LifeEventSpec, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return every place as (value, label); `names`: how each member's matter is called."""
    found = [(WHOLE, "一件事总体")]
    found += [(f"question:{one.id}", f"问题：{one.text}") for one in spec.questions]
    found += [(f"member:{one.id}", f"联办事项：{names.get(one.id, one.matter)}") for one in spec.members]
    found += [(f"field:{one.id}", f"栏目：{one.row.get('title', one.id)}") for one in spec.fields]
    return found + [(f"material:{one.id}", f"材料：{one.name}") for one in spec.materials]


def place_in(spec: LifeEventSpec, value: str, names: Mapping[str, str]) -> str:
    """Return how a place is called, nothing for what is none."""
    return dict(places_in(spec, names)).get(value, "")
