"""`prove`: everything that can be settled about a matter from its document alone, exactly, or honestly not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from yichuang.catalog.rules.findings import MATTER, Finding
from yichuang.catalog.rules.prover import checks_ends, checks_questions
from yichuang.catalog.rules.prover.diagrams import ENGINE, Budget, Exceeded, Flat, Function, within_budget
from yichuang.catalog.rules.prover.features import Features
from yichuang.catalog.rules.prover.grain import Grain
from yichuang.catalog.rules.prover.journeys import End, Journeys
from yichuang.catalog.rules.prover.reports import GRAIN
from yichuang.catalog.rules.prover.situations import Situations
from yichuang.catalog.rules.spec import MatterSpec

SEVERITIES = ("error", "undecided", "advice")
CHECK_NAMES = {"complete": "选项是否齐全", "overlap": "选项是否重叠", "unreachable": "是否有到不了的节点", "covered": "情形是否穷尽",
               "disjoint": "情形是否互斥", "finest_grain": "是否最小颗粒度", "mergeable": "是否有可合并的情形"}  # fmt: skip


@dataclass(frozen=True)
class Proof:
    """What was found: findings (errors first, then by place), the number of answer paths (None: undecided), and the situations."""

    findings: tuple[Finding, ...]
    paths: int | None
    situations: Situations

    @property
    def ok(self) -> bool:
        """Tell whether nothing stands against publication: no error, and nothing undecided."""
        return not any(finding.severity != "advice" for finding in self.findings)


def prove(spec: MatterSpec, *, budget: Budget = Budget(), library: Any = ENGINE) -> Proof:  # noqa: B008 - frozen
    """Return every finding about a matter, exactly; what is larger than the budget comes back as “undecided” (S2-11)."""
    try:
        with within_budget():
            features = Features(Journeys(spec, budget, library=library))
    except Exceeded:
        return Proof(tuple(map(_undecided, CHECK_NAMES)), None, Situations(None, [], []))
    checks: list[tuple[str, Callable[[], Iterator[Finding]]]] = [
        ("complete", lambda: checks_questions.incomplete(features)),
        ("overlap", lambda: checks_questions.overlapping(features)),
        ("unreachable", lambda: checks_questions.dead_questions(features)),
        ("unreachable", lambda: checks_questions.unasked_facts(features)),
        ("unreachable", lambda: checks_ends.dead_ends(features)),
        ("covered", lambda: checks_ends.uncovered(features)),
        ("disjoint", lambda: checks_ends.undivided(features)),
    ]
    findings = [finding for code, check in checks for finding in _tried(code, check)]
    situations = Situations(None, [], [])
    try:
        with within_budget():
            grain = Grain(features, budget)
            situations = Situations(features, grain.leaves, _ends(features))
        findings += [*_tried("finest_grain", grain.coarse), *_tried("mergeable", grain.equal)]
    except Exceeded:
        findings += [_undecided("finest_grain"), _undecided("mergeable")]
    ordered = sorted(findings, key=lambda finding: _rank(spec, finding))
    return Proof(tuple(ordered), _paths(features), situations)


def _ends(features: Features) -> list[tuple[End, Function]]:
    """Return the outcomes that are reached, with their complete journeys."""
    journeys, false = features.journeys, features.diagrams.false
    return [(end, region) for end in journeys.ends if (region := journeys.ended(end)) != false]


def _paths(features: Features) -> int | None:
    try:
        with within_budget():
            return Flat(features.diagrams, features.journeys.paths, features.journeys.counting).count()
    except Exceeded:
        return None


def _tried(code: str, check: Callable[[], Iterator[Finding]]) -> list[Finding]:
    found: list[Finding] = []
    try:
        with within_budget():
            found.extend(check())
    except Exceeded:
        found.append(_undecided(code))
    return found


def _undecided(code: str) -> Finding:
    return Finding(
        code,
        GRAIN,
        "undecided",
        MATTER,
        f"{CHECK_NAMES[code]}：事项内容过于复杂，未能判定。请减少题目之间的交叉条件后再试。",
    )


def _rank(spec: MatterSpec, finding: Finding) -> tuple[int, int, int, str, str]:
    """Return the place of a finding in the list: errors first, then as the matter is read from top to bottom."""
    kinds = ("matter", "fact", "question", "option", "situation", "outcome", "material", "point", "sample")
    ids = {
        "fact": [fact.id for fact in spec.facts],
        "question": [question.id for question in spec.questions],
        "option": [question.id for question in spec.questions],
        "situation": [leaf.id for leaf, _ in spec.leaves],
        "outcome": [outcome.id for outcome in spec.outcomes],
        "material": [material.id for material in spec.materials],
    }.get(finding.place.kind, [])
    anchor = finding.place.parent if finding.place.kind == "option" else finding.place.id
    return (SEVERITIES.index(finding.severity), kinds.index(finding.place.kind), ids.index(anchor) if anchor in ids else -1,
            finding.code, finding.place.id)  # fmt: skip
