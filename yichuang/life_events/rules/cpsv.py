"""A life event in the EU's vocabulary (CPSV-AP 3.2.0): `cv:LifeEvent` with its public services, as JSON-LD, its context inside. Pure."""

from collections.abc import Sequence

from yichuang.catalog.rules.cpsv import CONTEXT, LANGUAGE, Node
from yichuang.life_events.rules.spec import LifeEventSpec

# An event's related services (dct:relation), beside what a catalogue of matters needs.
RELATED: Node = {"relation": {"@id": "dct:relation", "@type": "@id", "@container": "@set"}}


def life_event(spec: LifeEventSpec, services: Sequence[Node], *, site: str, page: str) -> Node:
    """Return a life event; `services`: its matters as `catalog.rules.cpsv.service` gives them.

    Its identity is the one that a matter's `isGroupedBy` names.
    """
    kind = "cv:BusinessEvent" if set(spec.applicant_kinds) == {"enterprise"} else "cv:LifeEvent"
    node: Node = {
        "@context": {**CONTEXT, **RELATED},
        "@id": f"{site}/life-events/{spec.key}",
        "@type": kind,
        "identifier": spec.key,
        "title": spec.name,
        "description": spec.summary,
        "keyword": [word for word in (spec.theme, spec.trigger) if word],
        "language": LANGUAGE,
        "page": page,
        "relation": list(services),
    }
    return {name: value for name, value in node.items() if value not in ("", [])}
