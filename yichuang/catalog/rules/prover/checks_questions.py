"""Questions: is there an answer for everyone (complete), only one (overlap), and is each asked and offered at all (unreachable)?"""

from collections.abc import Iterator
from itertools import combinations

from yichuang.catalog.rules.conditions import mentions
from yichuang.catalog.rules.findings import Finding, Place, Repair
from yichuang.catalog.rules.prover.diagrams import Function
from yichuang.catalog.rules.prover.features import Features, values_of
from yichuang.catalog.rules.prover.journeys import Stage
from yichuang.catalog.rules.prover.variables import is_known
from yichuang.catalog.rules.prover.words import names, sentence
from yichuang.catalog.rules.spec import Fact, MatterSpec, Question

GRAIN = "S2-11"


def incomplete(features: Features) -> Iterator[Finding]:
    """Yield questions that are asked although no offered option holds the answer of some applicant."""
    d = features.diagrams
    for stage in features.journeys.stages:
        universe = stage.reach & stage.asked
        if stage.question.kind == "single" and (empty := universe & ~d.any(stage.offered)) != d.false:
            cube = features.fewest(empty, universe)
            yield Finding("complete", GRAIN, "error", _place(stage.question), f"题目“{stage.question.text}”会问到，但没有可选的选项。",
                          sentence(features, cube, f"题目“{stage.question.text}”没有可选的选项"), values_of(features.spec, features, cube))  # fmt: skip
        regions = [(value, universe & region) for value, region in stage.missing]
        missing = [(value, region) for value, region in regions if region != d.false]
        if missing:
            yield _missing(features, stage, [value for value, _ in missing])


def _missing(features: Features, stage: Stage, values: list[str]) -> Finding:
    """Return the finding for the values that lack an option, with the smallest example of the first of them."""
    question, universe = stage.question, stage.reach & stage.asked
    value, region = next((value, universe & region) for value, region in stage.missing if value == values[0])
    if not value or question.kind == "multi":
        cube = features.fewest(region, universe)
        said = f"题目“{question.text}”没有与已知信息相符的选项"
        return Finding(
            "complete",
            GRAIN,
            "error",
            _place(question),
            f"{said}。",
            sentence(features, cube, said),
            values_of(features.spec, features, cube),
        )
    fact = features.spec.fact(question.fact)
    texts = {item.id: item.text for item in fact.values}
    cube = {name: states for name, states in features.fewest(region, universe).items() if name != fact.id}
    message = f"题目“{question.text}”有时缺少{names(texts[item] for item in values if item)}的选项。"
    return Finding(
        "complete", GRAIN, "error", _place(question), message,
        sentence(features, cube, f"题目“{question.text}”没有“{texts[value]}”的选项"),
        {**values_of(features.spec, features, cube), **({} if is_known(fact) else {fact.id: value})},
        repair=Repair("add_other_option", "增加“其他情况”选项", {"question": question.id, "values": [item for item in values if item]}),
    )  # fmt: skip


def overlapping(features: Features) -> Iterator[Finding]:
    """Yield options that claim the same answer while both are offered, and facts that two questions ask of the same applicant."""
    d = features.diagrams
    for stage in features.journeys.stages:
        universe = stage.reach & stage.asked
        for (one, first), (other, second) in combinations(zip(stage.question.options, stage.offered, strict=True), 2):
            both = set(one.values) & set(other.values) if stage.question.kind == "single" else one.fact == other.fact
            if not both or (region := universe & first & second) == d.false:
                continue
            cube = features.fewest(region, universe)
            said = f"选项“{one.text}”与“{other.text}”同时可选，却是同一个答案"
            yield Finding("overlap", GRAIN, "error", Place("option", one.id, stage.question.id), f"题目“{stage.question.text}”的{said}。",
                          sentence(features, cube, said), values_of(features.spec, features, cube),
                          (Place("option", other.id, stage.question.id),))  # fmt: skip
        if stage.question.id in asked_anyway(features.spec):
            yield Finding("overlap", GRAIN, "error", _place(stage.question),
                          f"题目“{stage.question.text}”对所有人都问，却与前面的题目问同一件事。请删去其中一题，或写明各自的提问条件。")  # fmt: skip
        elif (region := stage.reach & stage.again) != d.false:
            cube = features.fewest(region, stage.reach)
            said = f"题目“{stage.question.text}”问的是前面已经问过的事情"
            yield Finding("overlap", GRAIN, "error", _place(stage.question), f"{said}，两处答案可能不一致。",
                          sentence(features, cube, said), values_of(features.spec, features, cube))  # fmt: skip


def asked_anyway(spec: MatterSpec) -> set[str]:
    """Return the questions that everyone is asked although an earlier one owns their fact (the navigator then counts the answer from the start)."""
    seen: set[str] = set()
    found = set()
    for question in spec.questions:
        plain = (
            question.kind == "single"
            and question.ask_if is None
            and all(option.only_if is None for option in question.options)
        )
        if plain and question.fact in seen and not is_known(spec.fact(question.fact)):
            found.add(question.id)
        seen |= set(question.facts)
    return found


def dead_questions(features: Features) -> Iterator[Finding]:
    """Yield questions that nobody is ever asked, and options that nobody is ever offered."""
    d = features.diagrams
    for stage in features.journeys.stages:
        question, universe = stage.question, stage.reach & stage.asked
        if universe == d.false:
            yield _dead(_place(question), f"题目“{question.text}”在任何情况下都不会问到。")
            continue
        for option, offered in zip(question.options, stage.offered, strict=True):
            place = Place("option", option.id, question.id)
            if (universe & offered) == d.false:
                yield _dead(place, f"题目“{question.text}”的选项“{option.text}”在任何情况下都不会提供。")
            elif (universe & offered & _known_claims(features, question, option.values)) == d.false:
                yield _dead(
                    place, f"题目“{question.text}”的选项“{option.text}”没有申请人会选：申报者类型或日期不可能如此。"
                )


def _known_claims(features: Features, question: Question, values: tuple[str, ...]) -> Function:
    """Return where an option agrees with what the platform knows; everywhere when it knows nothing."""
    fact = features.spec.fact(question.fact) if question.kind == "single" else None
    if fact is None or not is_known(fact):
        return features.diagrams.true
    return features.diagrams.any(features.journeys.variables.has_value(fact, value) for value in values)


def unasked_facts(features: Features) -> Iterator[Finding]:
    """Yield facts that no question asks about and the platform does not know; a condition on one can never hold."""
    spec = features.spec
    owned = {fact for question in spec.questions for fact in question.facts}
    used = {part.fact for condition in spec.every_condition() for part in mentions(condition)}
    for fact in spec.facts:
        if fact.id not in owned and not is_known(fact):
            yield _unasked(fact, fact.id in used)


def _unasked(fact: Fact, used: bool) -> Finding:
    place, repair = Place("fact", fact.id), Repair("remove_node", "删除", {"kind": "fact", "id": fact.id, "parent": ""})
    if used:
        return Finding(
            "unreachable",
            GRAIN,
            "error",
            place,
            f"没有题目询问“{fact.text}”，用到它的条件永远不成立。请增加题目，或改写条件。",
        )
    return Finding(
        "unreachable", GRAIN, "advice", place, f"没有题目询问“{fact.text}”，也没有条件用到它。", repair=repair
    )


def _dead(place: Place, message: str) -> Finding:
    repair = Repair("remove_node", "删除", {"kind": place.kind, "id": place.id, "parent": place.parent})
    return Finding("unreachable", GRAIN, "error", place, message, repair=repair)


def _place(question: Question) -> Place:
    return Place("question", question.id)
