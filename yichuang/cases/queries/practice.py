"""What came of a practice case, for the room that set the exercise (S2-21②, S0-26)."""

from dataclasses import dataclass

from yichuang.cases.models import Case, CaseMaterial
from yichuang.cases.rules.states import TEXTS, State


@dataclass(frozen=True)
class PracticeResult:
    """Where a practice case stands: its situation and materials, and whether the counter has done its part."""

    situation: str
    situation_name: str
    materials: tuple[tuple[str, str], ...]
    state_name: str
    counter_done: bool


def practice_result(number: str) -> PracticeResult | None:
    """Return what came of a practice case (two statements); None for a number of no practice case.

    The counter has done its part when the case is accepted, or, where it only collects (S2-40), when everything needed has come in.
    """
    case = Case.with_practice.filter(number=number, practice=True).first()
    if case is None:
        return None
    rows = CaseMaterial.objects.filter(case=case, needed=True).order_by("position")
    collected = case.acceptance_role == "collect_only" and case.complete_on is not None
    return PracticeResult(
        situation=case.situation_id,
        situation_name=case.situation_name,
        materials=tuple(rows.values_list("material_id", "name")),
        state_name=TEXTS[State(case.state)].name,
        counter_done=collected or case.state not in (State.RECEIVED, State.CORRECTING),
    )
