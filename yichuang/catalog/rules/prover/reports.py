"""How a check writes down what it found: the sentence, the smallest example in words and for programs, the place and the repair."""

from yichuang.catalog.rules.findings import Finding, Place, Repair, Severity
from yichuang.catalog.rules.prover.features import Cube, Features, values_of
from yichuang.catalog.rules.prover.words import sentence

GRAIN = "S2-11"


def report(
    features: Features, code: str, place: Place, message: str, example: tuple[Cube, str], *,
    severity: Severity = "error", related: tuple[Place, ...] = (), repair: Repair | None = None,
) -> Finding:  # fmt: skip
    """Return a finding with an example: the facts that force it, and what then happens."""
    cube, then = example
    return Finding(
        code,
        GRAIN,
        severity,
        place,
        message,
        sentence(features, cube, then),
        values_of(features, cube),
        related,
        repair,
    )


def dead(place: Place, message: str, *, removable: bool = True) -> Finding:
    """Return the finding that nobody ever comes to a node, with the offer to delete it."""
    return Finding("unreachable", GRAIN, "error", place, message, repair=removal(place) if removable else None)


def removal(place: Place) -> Repair:
    """Return the offer to delete a node."""
    return Repair("remove_node", "删除", {"kind": place.kind, "id": place.id, "parent": place.parent})
