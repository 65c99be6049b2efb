"""What tests of composing share: the demonstration's matters as specs, a draft that is clean, a draft on its way."""

from datetime import date, datetime
from functools import cache
from typing import Any

from benchmarks.navigator import demo_specs
from tests.cases.people import who
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations import clock
from yichuang.life_events.models import LifeEventDraft
from yichuang.life_events.operations.open_draft import open_next_life_event_draft
from yichuang.life_events.operations.review_draft import arrange_life_event_review, review_life_event_draft
from yichuang.life_events.operations.save_draft import save_life_event_draft
from yichuang.life_events.operations.simulate_draft import Walked, simulate_life_event_draft
from yichuang.life_events.operations.submit_draft import submit_life_event_draft
from yichuang.life_events.queries.composing import reviews_of, spec_of_draft, specs_in
from yichuang.life_events.rules.scripts import scripts_of
from yichuang.organizations.models import Window

WRITER, ARRANGER, EXPERT = "谢区管", "邹主任", "柏评审"
CLERKS = ("林小窗", "陈一诺", "蒋晓月")
ON = date(2026, 11, 30)
BIRTH = ["birth_registration", "medical_insurance_child", "social_card_apply"]
DEATH = ["death_cancellation", "death_benefit", "gjj_withdraw_death"]


@cache
def demo_matters() -> dict[str, MatterSpec]:
    """Return the demonstration's matters by key."""
    return {spec.key: spec for spec in demo_specs()}


def clean_draft(now: datetime | None = None, summary: str = "孩子出生后，一次申请。") -> LifeEventDraft:
    """Return a draft of the next version of 出生 that the prover finds nothing in, changed in one sentence."""
    at = now or clock.now()
    draft = open_next_life_event_draft(actor=who(WRITER), key="birth", now=at, why="季度优化")
    document = {**draft.document, "summary": summary}
    return save_life_event_draft(actor=who(WRITER), draft_id=draft.pk, document=document, base_revision=1, now=at).draft


def in_review() -> LifeEventDraft:
    """Return a draft that the departments concerned are asked about."""
    draft = clean_draft()
    submit_life_event_draft(actor=who(WRITER), draft_id=draft.pk, now=clock.now())
    return arrange_life_event_review(actor=who(ARRANGER), draft_id=draft.pk, now=clock.now())


def graded(draft: LifeEventDraft, grade: str = "high", reason: str = "") -> LifeEventDraft:
    """Let the expert grade for every department."""
    for row in reviews_of(draft):
        draft = review_life_event_draft(
            actor=who(EXPERT), draft_id=draft.pk, department_id=row.department_id, grade=grade, reason=reason, now=clock.now()
        )  # fmt: skip
    return draft


def walked(draft: LifeEventDraft, clerk: str, number: str, objection: str = "") -> LifeEventDraft:
    """Let a clerk walk the scripted applicants at a window of the centre."""
    spec = spec_of_draft(draft)
    found: dict[int, Any] = {one.number: Walked(True) for one in scripts_of(spec, specs_in(spec), ON)}
    if objection:
        found[1] = Walked(False, objection)
    window = Window.objects.get(site__key="centre", number=number)
    return simulate_life_event_draft(
        actor=who(clerk), draft_id=draft.pk, window_id=window.pk, walked=found, now=clock.now()
    )


def approved() -> LifeEventDraft:
    """Return a draft that three windows have received without objection."""
    draft = graded(in_review())
    for clerk, number in zip(CLERKS, ("01", "02", "03"), strict=True):
        draft = walked(draft, clerk, number)
    return draft
