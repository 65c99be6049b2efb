"""Where journeys end: everyone somewhere (covered), nobody in two places (disjoint), and no end or material for nobody (unreachable)."""

from collections.abc import Iterator
from itertools import combinations

from yichuang.catalog.rules.findings import MATTER, Finding, Place, Repair
from yichuang.catalog.rules.prover.diagrams import Flat
from yichuang.catalog.rules.prover.features import Features, values_of
from yichuang.catalog.rules.prover.words import sentence

GRAIN = "S2-11"


def uncovered(features: Features) -> Iterator[Finding]:
    """Yield the combination that reaches neither a situation nor an outcome, with how many there are."""
    journeys = features.journeys
    if journeys.uncovered == features.diagrams.false:
        return
    count = Flat(features.diagrams, journeys.uncovered, journeys.counting).count()
    cube = features.fewest(journeys.uncovered, journeys.arrived)
    yield Finding("covered", GRAIN, "error", MATTER, f"有 {count} 种回答不属于任何情形，也没有办理结果。请增加情形，或放宽已有情形的条件。",
                  sentence(features, cube, "没有可选的情形"), values_of(features.spec, features, cube))  # fmt: skip


def undivided(features: Features) -> Iterator[Finding]:
    """Yield leaves that hold together, and (as advice) outcomes with different contents that come at the same moment."""
    journeys, false = features.journeys, features.diagrams.false
    for one, other in combinations(journeys.leaves, 2):
        if one.holds == false or (both := one.holds & other.holds) == false:
            continue
        cube = features.fewest(both, journeys.arrived)
        yield Finding("disjoint", GRAIN, "error", Place("situation", one.situation.id), f"情形“{one.path}”与“{other.path}”有重叠。",
                      sentence(features, cube, f"同时属于“{one.path}”与“{other.path}”"), values_of(features.spec, features, cube),
                      (Place("situation", other.situation.id),))  # fmt: skip
    for first, second in combinations(journeys.ends, 2):
        differs = first.outcome.model_dump(exclude={"id", "condition"}) != second.outcome.model_dump(
            exclude={"id", "condition"}
        )
        if first.moment == second.moment and differs and (both := first.holds & second.holds) != false:
            cube = features.fewest(both, first.holds | second.holds)
            said = "两个办理结果同时成立，只会告知排在前面的一个"
            yield Finding("disjoint", GRAIN, "advice", Place("outcome", first.outcome.id), f"{said}：“{first.outcome.message}”。",
                          sentence(features, cube, said), values_of(features.spec, features, cube),
                          (Place("outcome", second.outcome.id),))  # fmt: skip


def dead_ends(features: Features) -> Iterator[Finding]:
    """Yield situations, outcomes and materials that no journey reaches."""
    journeys, d = features.journeys, features.diagrams
    for leaf in journeys.leaves:
        if leaf.holds == d.false:
            yield _dead(Place("situation", leaf.situation.id), f"情形“{leaf.path}”在任何情况下都到不了。")
        elif leaf.region == d.false:
            yield _dead(
                Place("situation", leaf.situation.id), f"情形“{leaf.path}”完全被排在前面的情形遮住，没有申请人会到达。"
            )
    for end in journeys.ends:
        if end.region == d.false:
            yield _dead(Place("outcome", end.outcome.id), f"办理结果“{end.outcome.message}”在任何情况下都不会出现。")
    settled = journeys.arrived & ~journeys.uncovered
    for material in journeys.spec.materials:
        if (settled & journeys.holds(material.needed_if)) == d.false:
            yield _dead(Place("material", material.id), f"材料“{material.name}”在任何情形下都不需要。")


def _dead(place: Place, message: str) -> Finding:
    repair = Repair("remove_node", "删除", {"kind": place.kind, "id": place.id, "parent": place.parent})
    return Finding("unreachable", GRAIN, "error", place, message, repair=repair)
