"""The situation questions on a page: answers travel in the form, one question is open, any can be asked again (S2-11)."""

from datetime import date
from typing import Any

from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.compiled import Arrived, Asked
from yichuang.catalog.rules.spec import MatterSpec


def ask_again(given: Any, question: str) -> None:
    """Forget one answer, so that its question is open again; later answers stay where they still fit."""
    for name in (f"a.{question}", f"done.{question}"):
        given.pop(name, None)


def step_of(spec: MatterSpec, kind: str, answers: dict[str, Any], on: date) -> dict[str, Any]:
    """Return `path` and then `asked`, `checklist` or `outcome`; `problems` when the answers do not fit."""
    if not kind:
        return {}
    facts = navigator.facts_with_known(spec, answers, applicant_kind=kind, on=on)
    if problems := navigator.validate_facts(spec, facts):
        return {"problems": problems}
    said = {"path": navigator.path(spec, facts)}
    try:
        step = navigator.advance(spec, facts)
    except navigator.SpecGap as gap:
        return {**said, "problems": [f"{reason.message}{reason.todo}" for reason in gap.reasons]}
    if isinstance(step, Asked):
        return {**said, "asked": step}
    if isinstance(step, Arrived):
        return {**said, "checklist": navigator.checklist(spec, facts)}
    return {**said, "outcome": step.outcome}
