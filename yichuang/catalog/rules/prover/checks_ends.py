"""Where journeys end: everyone somewhere (covered), nobody in two places (disjoint), and no end or material for nobody (unreachable)."""

from collections.abc import Iterator
from itertools import combinations

from yichuang.catalog.rules.findings import MATTER, Finding, Place
from yichuang.catalog.rules.prover.diagrams import Flat
from yichuang.catalog.rules.prover.features import Features
from yichuang.catalog.rules.prover.reports import dead, report


def uncovered(features: Features) -> Iterator[Finding]:
    """Yield the combination that reaches neither a situation nor an outcome, with how many there are."""
    journeys = features.journeys
    if journeys.uncovered == features.diagrams.false:
        return
    count = Flat(features.diagrams, journeys.uncovered, journeys.counting).count()
    message = f"有 {count} 种回答不属于任何情形，也没有办理结果。请增加情形，或放宽已有情形的条件。"
    yield report(
        features, "covered", MATTER, message, (features.fewest(journeys.uncovered, journeys.arrived), "没有可选的情形")
    )


def undivided(features: Features) -> Iterator[Finding]:
    """Yield leaves that hold together, and (as advice) outcomes with different contents that come at the same moment."""
    journeys, false = features.journeys, features.diagrams.false
    for one, other in combinations(journeys.leaves, 2):
        if one.holds != false and (both := one.holds & other.holds) != false:
            places = [Place("situation", leaf.situation.id) for leaf in (one, other)]
            example = features.fewest(both, journeys.arrived), f"同时属于“{one.path}”与“{other.path}”"
            yield report(
                features,
                "disjoint",
                places[0],
                f"情形“{one.path}”与“{other.path}”有重叠。",
                example,
                related=(places[1],),
            )
    for first, second in combinations(journeys.ends, 2):
        contents = [end.outcome.model_dump(exclude={"id", "condition"}) for end in (first, second)]
        same = first.moment != second.moment or contents[0] == contents[1]
        if not same and (both := first.holds & second.holds) != false:
            places = [Place("outcome", end.outcome.id) for end in (first, second)]
            said = "两个办理结果同时成立，只会告知排在前面的一个"
            message = f"{said}：“{first.outcome.message}”与“{second.outcome.message}”。"
            example = features.fewest(both, first.holds | second.holds), said
            yield report(features, "disjoint", places[0], message, example, severity="advice", related=(places[1],))


def dead_ends(features: Features) -> Iterator[Finding]:
    """Yield situations, outcomes, materials and fields of the own form that no journey reaches."""
    journeys, false = features.journeys, features.diagrams.false
    removable = len(journeys.leaves) > 1
    for leaf in journeys.leaves:
        place = Place("situation", leaf.situation.id)
        if leaf.holds == false:
            yield dead(place, f"情形“{leaf.path}”在任何情况下都到不了。", removable=removable)
        elif leaf.region == false:
            yield dead(place, f"情形“{leaf.path}”完全被排在前面的情形遮住，没有申请人会到达。", removable=removable)
    for end in journeys.ends:
        if end.region == false:
            yield dead(Place("outcome", end.outcome.id), f"办理结果“{end.outcome.message}”在任何情况下都不会出现。")
    settled = journeys.arrived & ~journeys.uncovered
    for material in journeys.spec.materials:
        if (settled & journeys.holds(material.needed_if)) == false:
            yield dead(Place("material", material.id), f"材料“{material.name}”在任何情形下都不需要。")
    for name, condition in journeys.spec.form_conditions.items():
        if (settled & journeys.holds(condition)) == false:
            title = journeys.spec.form["properties"][name].get("title") or name
            said = f"申请表栏目“{title}”在任何情形下都不会填写：适用情形永远不成立。请改写条件或删去栏目。"
            yield dead(Place("matter", field=f"form.{name}"), said, removable=False)
