"""The scripts of a simulated acceptance: applicants that between them take every option and reach every situation and outcome (S2-21②).

The prover chooses the applicants; here their journeys are walked once more, to say what each must come to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.compiled import Arrived, Ended
from yichuang.catalog.rules.prover import applicants
from yichuang.catalog.rules.spec import MatterSpec, Question


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
    """Return the scripts of a matter on a day, the fewest that the prover finds, in the order of their numbers."""
    return tuple(
        _script(spec, one.kind or spec.applicant_kinds[0], one.answers, on) for one in applicants(spec, on=on).scripts
    )


def _script(spec: MatterSpec, kind: str, answers: dict[str, Any], on: date) -> Script:
    facts = navigator.facts_with_known(spec, answers, applicant_kind=kind, on=on)
    end = navigator.advance(spec, facts)
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


def answers_in_words(spec: MatterSpec, answers: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return question and answer as the applicant says them."""
    questions: dict[str, Question] = {question.id: question for question in spec.questions}
    said = []
    for key, way in answers.items():
        options = {option.id: option.text for option in questions[key].options}
        said.append((questions[key].text, "、".join(options[one] for one in _listed(way)) or "都没有"))
    return tuple(said)
