"""S2-11 and S2-21: the prover against every journey walked one by one, on thousands of small specs."""

from collections import defaultdict
from itertools import combinations

from hypothesis import given, settings

from tests.catalog.prover.oracle import Journey, Oracle
from tests.catalog.prover.specs import SEEDS, any_spec
from yichuang.catalog.rules.findings import Finding
from yichuang.catalog.rules.prover import prove
from yichuang.catalog.rules.prover.checks_questions import asked_anyway
from yichuang.catalog.rules.prover.variables import is_known
from yichuang.catalog.rules.spec import MatterSpec

THOROUGH = settings(max_examples=1500, deadline=None, derandomize=True, database=None)


def found(findings: tuple[Finding, ...], code: str, severity: str = "error") -> list[Finding]:
    return [finding for finding in findings if finding.code == code and finding.severity == severity]


@THOROUGH
@given(SEEDS)
def test_every_check_agrees_with_brute_force(seed: int) -> None:
    spec = any_spec(seed)
    oracle, proof = Oracle(spec), prove(spec)
    assert not found(proof.findings, "complete", "undecided")
    assert proof.paths == len(oracle.complete)
    questions(spec, oracle, proof.findings)
    ends(spec, oracle, proof.findings)
    grain(spec, oracle, proof.findings)


def questions(spec: MatterSpec, oracle: Oracle, findings: tuple[Finding, ...]) -> None:
    missing = {question for journey in oracle.journeys for question, _ in journey.missing}
    single = {question.id for question in spec.questions if question.kind == "single"}
    empty = {question for journey in oracle.journeys for question, offered in journey.asked if not offered} & single
    assert {finding.place.id for finding in found(findings, "complete")} == missing | empty
    offers = {
        (question, option) for journey in oracle.journeys for question, offered in journey.asked for option in offered
    }
    asked = {question for journey in oracle.journeys for question, _ in journey.asked}
    assert {
        finding.place.id for finding in findings if finding.place.kind == "question" and finding.code == "unreachable"
    } == {question.id for question in spec.questions} - asked
    impossible = {
        (question.id, option.id)
        for question in spec.questions
        if question.kind == "single" and is_known(spec.fact(question.fact))
        for option in question.options
        if not any(
            journey.facts.get(question.fact) in option.values
            and (question.id, offered) in journey.asked
            and option.id in offered
            for journey in oracle.journeys
            for _, offered in journey.asked
        )
    }
    dead = {
        (question.id, option.id) for question in spec.questions if question.id in asked for option in question.options
    }
    dead -= offers - impossible
    options = [
        finding.place for finding in findings if finding.place.kind == "option" and finding.code == "unreachable"
    ]
    assert {(place.parent, place.id) for place in options} == dead
    again = {question for journey in oracle.journeys for question in journey.again}
    overlaps = found(findings, "overlap")
    assert {finding.place.id for finding in overlaps if finding.place.kind == "question"} == again | asked_anyway(spec)
    assert {
        (finding.place.parent, finding.place.id, finding.related[0].id)
        for finding in overlaps
        if finding.place.kind == "option"
    } == doubled(spec, oracle)


def doubled(spec: MatterSpec, oracle: Oracle) -> set[tuple[str, str, str]]:
    pairs = set()
    for question in spec.questions:
        for one, other in combinations(question.options, 2):
            same = set(one.values) & set(other.values) if question.kind == "single" else one.fact == other.fact
            both = any(
                asked == question.id and {one.id, other.id} <= set(offered)
                for journey in oracle.journeys
                for asked, offered in journey.asked
            )
            if same and both:
                pairs.add((question.id, one.id, other.id))
    return pairs


def ends(spec: MatterSpec, oracle: Oracle, findings: tuple[Finding, ...]) -> None:
    arrived = [journey for journey in oracle.complete if not journey.outcome]
    lost = [journey for journey in arrived if not journey.leaves]
    covered = found(findings, "covered")
    assert [f"有 {len(lost)} 种" in finding.message for finding in covered] == ([True] if lost else [])
    both = {pair for journey in arrived for pair in combinations(journey.leaves, 2)}
    assert {(finding.place.id, finding.related[0].id) for finding in found(findings, "disjoint")} == both
    advised = {(finding.place.id, finding.related[0].id) for finding in found(findings, "disjoint", "advice")}
    messages = {outcome.id: outcome.message for outcome in spec.outcomes}
    assert advised == {
        pair
        for journey in oracle.journeys
        for pair in combinations(journey.outcomes, 2)
        if messages[pair[0]] != messages[pair[1]]
    }
    reached = {
        "situation": {journey.leaf for journey in arrived},
        "outcome": {journey.outcome for journey in oracle.complete},
        "material": {material for journey in arrived for material in journey.materials},
    }
    for kind, every in (
        ("situation", [leaf.id for leaf, _ in spec.leaves]),
        ("outcome", [outcome.id for outcome in spec.outcomes]),
        ("material", [material.id for material in spec.materials]),
    ):
        dead = {finding.place.id for finding in found(findings, "unreachable") if finding.place.kind == kind}
        assert dead == set(every) - reached[kind]
    for finding in covered:
        holds_for(oracle, finding, arrived, lost)
    for finding in found(findings, "disjoint"):
        pair = {finding.place.id, finding.related[0].id}
        holds_for(oracle, finding, arrived, [journey for journey in arrived if pair <= set(journey.leaves)])


def holds_for(oracle: Oracle, finding: Finding, universe: list[Journey], bad: list[Journey]) -> None:
    """The example is one: some journey fits it, and (unless it speaks of what is not asked) every journey that fits has the fault."""
    fitting = [journey for journey in universe if all(fits(oracle, journey, *pair) for pair in finding.facts.items())]
    assert any(journey in bad for journey in fitting), finding
    if "没有问到" not in finding.example:
        assert all(journey in bad for journey in fitting), finding


def fits(oracle: Oracle, journey: Journey, fact: str, value: str) -> bool:
    held = journey.facts.get(fact, journey.kind if fact == "kind" else None)
    return held == value or any({held, value} <= set(group) for group in oracle.classes[fact])


def grain(spec: MatterSpec, oracle: Oracle, findings: tuple[Finding, ...]) -> None:
    lists: dict[str, list[frozenset[str]]] = defaultdict(list)
    for journey in oracle.complete:
        if journey.leaf:
            lists[journey.leaf].append(journey.materials)
    coarse = {leaf: frozenset.union(*found) - frozenset.intersection(*found) for leaf, found in lists.items()}
    split = found(findings, "finest_grain")
    assert {finding.place.id: {place.id for place in finding.related} for finding in split} == {
        leaf: set(materials) for leaf, materials in coarse.items() if materials
    }
    for finding in split:
        assert f"{len(set(lists[finding.place.id]))} 个四级情形" in finding.message
    fixed: dict[frozenset[str], list[str]] = defaultdict(list)
    for leaf, _ in spec.leaves:
        if leaf.id in lists and (common := frozenset.intersection(*lists[leaf.id])):
            fixed[common].append(leaf.id)
    groups = [
        [finding.place.id, *(place.id for place in finding.related)]
        for finding in found(findings, "mergeable", "advice")
    ]
    assert sorted(groups) == sorted(group for group in fixed.values() if len(group) > 1)


@THOROUGH
@given(SEEDS)
def test_situations_are_counted_listed_and_reached_by_the_shortest_answers(seed: int) -> None:
    spec = any_spec(seed)
    oracle, proof = Oracle(spec), prove(spec)
    shortest: dict[tuple[str, str, frozenset[str]], int] = {}
    for journey in oracle.complete:
        if journey.leaf or journey.outcome:
            shortest[journey.signature] = min(journey.cost, shortest.get(journey.signature, journey.cost))
    assert proof.situations.count == len(shortest)
    rows = [
        row
        for start in range(0, len(shortest), 3)
        for row in proof.situations.page(str(start) if start else "", 3).rows
    ]
    assert [row.number for row in rows] == list(range(1, len(shortest) + 1))
    assert {(row.leaf, row.outcome, frozenset(row.materials)) for row in rows} == set(shortest)
    if oracle.asks_twice:
        return  # a question that is asked twice has no one price
    for row in rows:
        journey = walked(spec, oracle, row)
        assert journey.signature == (row.leaf, row.outcome, frozenset(row.materials))
        assert journey.cost == shortest[journey.signature]


def walked(spec: MatterSpec, oracle: Oracle, row) -> Journey:
    """The journey of the brute force that a row's answers walk."""
    for journey in oracle.complete:
        if (
            journey.known == row.known
            and (not journey.kind or journey.kind == row.kind)
            and answered(spec, journey) == row.answers
        ):
            return journey
    raise AssertionError((row, [answered(spec, journey) for journey in oracle.complete]))


def answered(spec: MatterSpec, journey: Journey) -> dict[str, object]:
    answers: dict[str, object] = {}
    asked = dict(journey.asked)
    for question in spec.questions:
        offered = [option for option in question.options if option.id in asked.get(question.id, ())]
        mine = [fact for fact in question.facts if not is_known(spec.fact(fact))]
        if offered and question.kind == "single" and mine:
            answers[question.id] = next(
                option.id for option in offered if journey.facts[question.fact] in option.values
            )
        elif offered and mine:
            answers[question.id] = [option.id for option in offered if journey.facts[option.fact] == "yes"]
    return answers
