"""Questions: is there an answer for everyone (complete), only one (overlap), and is each asked and offered at all (unreachable)?"""

from collections.abc import Iterator
from itertools import combinations

from yichuang.catalog.rules.conditions import mentions
from yichuang.catalog.rules.findings import Finding, Place, Repair
from yichuang.catalog.rules.prover.diagrams import Function
from yichuang.catalog.rules.prover.features import Features
from yichuang.catalog.rules.prover.journeys import Stage
from yichuang.catalog.rules.prover.reports import GRAIN, dead, removal, report
from yichuang.catalog.rules.prover.variables import is_known
from yichuang.catalog.rules.prover.words import names
from yichuang.catalog.rules.spec import Fact, MatterSpec, Question


def incomplete(features: Features) -> Iterator[Finding]:
    """Yield questions that are asked although no offered option holds the answer of some applicant."""
    d = features.diagrams
    for stage in features.journeys.stages:
        universe, text = stage.reach & stage.asked, stage.question.text
        if stage.question.kind == "single" and (empty := universe & ~d.any(stage.offered)) != d.false:
            example = features.fewest(empty, universe), f"题目“{text}”没有可选的选项"
            yield report(
                features, "complete", _place(stage.question), f"题目“{text}”会问到，但没有可选的选项。", example
            )
        missing = [(value, region) for value, part in stage.missing if (region := universe & part) != d.false]
        if missing:
            yield _missing(features, stage, missing)


def _missing(features: Features, stage: Stage, missing: list[tuple[str, Function]]) -> Finding:
    """Return the finding for the values that lack an option, with the smallest example of the first of them."""
    question, (value, region) = stage.question, missing[0]
    cube, text = features.fewest(region, stage.reach & stage.asked), question.text
    if not value:
        said = f"题目“{text}”没有与已知信息相符的选项"
        return report(features, "complete", _place(question), f"{said}。", (cube, said))
    fact = features.spec.fact(question.fact)
    texts = {item.id: item.text for item in fact.values}
    values = [item for item, _ in missing if item]
    message = f"题目“{text}”有时缺少{names(texts[item] for item in values)}的选项。"
    repair = Repair("add_other_option", "增加“其他情况”选项", {"question": question.id, "values": values})
    example = (
        {name: states for name, states in cube.items() if name != fact.id},
        f"题目“{text}”没有“{texts[value]}”的选项",
    )
    return report(features, "complete", _place(question), message, example, repair=repair)


def overlapping(features: Features) -> Iterator[Finding]:
    """Yield options that claim the same answer while both are offered, and facts that two questions ask of the same applicant."""
    d = features.diagrams
    for stage in features.journeys.stages:
        universe, text = stage.reach & stage.asked, stage.question.text
        for (one, first), (other, second) in combinations(zip(stage.question.options, stage.offered, strict=True), 2):
            same = set(one.values) & set(other.values) if stage.question.kind == "single" else one.fact == other.fact
            if same and (region := universe & first & second) != d.false:
                said = f"选项“{one.text}”与“{other.text}”同时可选，却是同一个答案"
                places = [Place("option", option.id, stage.question.id) for option in (one, other)]
                example = features.fewest(region, universe), said
                yield report(features, "overlap", places[0], f"题目“{text}”的{said}。", example, related=(places[1],))
        if stage.question.id in asked_anyway(features.spec):
            message = f"题目“{text}”对所有人都问，却与前面的题目问同一件事。请删去其中一题，或写明各自的提问条件。"
            yield Finding("overlap", GRAIN, "error", _place(stage.question), message)
        elif (region := stage.reach & stage.again) != d.false:
            said = f"题目“{text}”问的是前面已经问过的事情"
            example = features.fewest(region, stage.reach), said
            yield report(features, "overlap", _place(stage.question), f"{said}，两处答案可能不一致。", example)


def asked_anyway(spec: MatterSpec) -> set[str]:
    """Return the questions that everyone is asked although an earlier one owns their fact.

    The navigator counts such an answer from the start of the walk, whatever the order; nobody should rely on it.
    """
    seen: set[str] = set()
    found = set()
    for question in spec.questions:
        plain = question.kind == "single" and not any(
            (question.ask_if, *(option.only_if for option in question.options))
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
            yield dead(_place(question), f"题目“{question.text}”在任何情况下都不会问到。")
            continue
        for option, offered in zip(question.options, stage.offered, strict=True):
            place, named = Place("option", option.id, question.id), f"题目“{question.text}”的选项“{option.text}”"
            if (universe & offered) == d.false:
                yield dead(place, f"{named}在任何情况下都不会提供。")
            elif (universe & offered & _known_claims(features, question, option.values)) == d.false:
                yield dead(place, f"{named}没有申请人会选：申报者类型或日期不可能如此。")


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
    place, text = Place("fact", fact.id), f"没有题目询问“{fact.text}”"
    if used:
        return Finding(
            "unreachable",
            GRAIN,
            "error",
            place,
            f"{text}，用到它的条件永远不成立。请增加题目，或改写条件。",
            repair=removal(place),
        )
    return Finding("unreachable", GRAIN, "advice", place, f"{text}，也没有条件用到它。", repair=removal(place))


def _place(question: Question) -> Place:
    return Place("question", question.id)
