"""The scripts of a simulated acceptance: applicants that between them take every option and reach every situation and outcome (S2-21②).

`scripts_for` is the one source of scripts. Its rows have the shape of the prover's `applicants`, which is to take its place.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.compiled import Arrived, Asked, Ended
from yichuang.catalog.rules.spec import MatterSpec, Question

# How many half-answered journeys are looked at; beyond, the open ones are finished by what was chosen least so far.
MOST = 5000


@dataclass(frozen=True)
class Script:
    """One made-up journey: who asks, what the platform knows, what he answers, what that exercises and where it must lead."""

    kind: str
    known: dict[str, str]
    answers: dict[str, Any]
    covers: tuple[str, ...]
    situation: str
    situation_path: str
    outcome: str
    materials: tuple[str, ...]


def scripts_for(spec: MatterSpec, on: date) -> tuple[Script, ...]:
    """Return the scripts of a matter on a day, in the order in which they are numbered."""
    return _fewest(list(_walked(spec, on)))


def _walked(spec: MatterSpec, on: date) -> Iterator[Script]:
    queue: deque[tuple[str, dict[str, Any]]] = deque((kind, {}) for kind in spec.applicant_kinds)
    chosen: dict[tuple[str, str], int] = {}
    looked = 0
    while queue:
        kind, answers = queue.popleft()
        looked += 1
        facts = navigator.facts_with_known(spec, answers, applicant_kind=kind, on=on)
        step = navigator.advance(spec, facts)
        if not isinstance(step, Asked):
            yield _script(spec, kind, answers, facts, step)
            continue
        ways = _ways(step)
        if looked > MOST:
            ways = [min(ways, key=lambda way: chosen.get((step.question.id, str(way)), 0))]
        for way in ways:
            mark = (step.question.id, str(way))
            chosen[mark] = chosen.get(mark, 0) + 1
            queue.append((kind, {**answers, step.question.id: way}))


def _ways(step: Asked) -> list[Any]:
    """Return the answers that are tried: each option, and for several choices also none and all of them."""
    options = [option.id for option in step.options]
    if step.question.kind == "single":
        return list(options)
    alone = [[option] for option in options]
    return [[], *alone, *([options] if len(options) > 1 else [])]


def _script(spec: MatterSpec, kind: str, answers: dict[str, Any], facts: dict[str, str], end: Any) -> Script:
    known = {fact.id: facts[fact.id] for fact in spec.facts if fact.source != "asked" and fact.id in facts}
    taken = tuple(f"option:{question}/{option}" for question, way in answers.items() for option in _listed(way))
    if isinstance(end, Ended):
        return Script(kind, known, answers, (*taken, f"outcome:{end.outcome.id}"), "", "", end.outcome.id, ())
    assert isinstance(end, Arrived)
    materials = tuple(item.material.id for item in navigator.checklist(spec, facts).materials)
    covers = (*taken, f"situation:{end.situation.id}", *(f"material:{one}" for one in materials))
    return Script(kind, known, answers, covers, end.situation.id, end.path, "", materials)


def _listed(way: Any) -> Sequence[str]:
    return [way] if isinstance(way, str) else list(way)


def _fewest(rows: list[Script]) -> tuple[Script, ...]:
    """Choose rows until everything that some row covers is covered: always the one that adds most (a greedy cover)."""
    open_ = {thing for row in rows for thing in row.covers}
    chosen: set[int] = set()
    while open_:
        best = max(range(len(rows)), key=lambda place: len(open_.intersection(rows[place].covers)))
        chosen.add(best)
        open_ -= set(rows[best].covers)
    return tuple(rows[place] for place in sorted(chosen))


def answers_in_words(spec: MatterSpec, answers: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return question and answer as the applicant says them."""
    questions: dict[str, Question] = {question.id: question for question in spec.questions}
    said = []
    for key, way in answers.items():
        options = {option.id: option.text for option in questions[key].options}
        said.append((questions[key].text, "、".join(options[one] for one in _listed(way)) or "都没有"))
    return tuple(said)
