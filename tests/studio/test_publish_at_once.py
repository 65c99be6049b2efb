"""Publishing while a colleague recalls or withdraws: one wins, the other is told (issue 3, bad input). PostgreSQL, two connections."""

import pytest

from tests.at_once import at_once, refused
from tests.cases.people import who
from tests.studio.approved import CARD, approved_draft
from yichuang.catalog.models import MatterVersion
from yichuang.catalog.operations.withdraw import withdraw_matter
from yichuang.catalog.queries import matter_revision
from yichuang.foundations import clock
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio.models import Draft
from yichuang.studio.operations.plan_publication import publish_planned, schedule_publication
from yichuang.studio.operations.publish_draft import publish_draft
from yichuang.studio.operations.return_draft import return_draft
from yichuang.studio.queries import lock_draft

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo_again")]


def recall(draft: Draft) -> None:
    with unit_of_work():
        locked = lock_draft(who("孙局长"), draft.pk)
        return_draft(actor=who("孙局长"), draft=locked, source="recall", move="recall", remarks=[], now=clock.now())


@pytest.mark.parametrize("_", range(3))
def test_publish_against_recall(_: int) -> None:
    draft = approved_draft()
    publisher = who("谢区管")
    answers = at_once(lambda: publish_draft(actor=publisher, draft_id=draft.pk, now=clock.now()), lambda: recall(draft))
    lost = refused(answers)
    assert len(lost) == 1 and lost[0].status == 409 and all(reason.todo for reason in lost[0].reasons)
    draft.refresh_from_db()
    version = MatterVersion.objects.get(pk=draft.candidate_id) if draft.candidate_id else None
    assert (draft.state, version.state if version else "") in {("published", "published"), ("draft", "")}


@pytest.mark.parametrize("_", range(3))
def test_publish_against_withdrawal(_: int) -> None:
    draft, publisher = approved_draft(), who("谢区管")
    seen = matter_revision(CARD)
    words = {
        "reason": "并入他项",
        "legal_basis": "国发〔2026〕7号",
        "instead": "请办他项",
        "revision": matter_revision(CARD),
    }
    answers = at_once(
        lambda: publish_draft(actor=publisher, draft_id=draft.pk, now=clock.now(), revision=seen),
        lambda: withdraw_matter(actor=publisher, matter_key=CARD, now=clock.now(), **words),  # type: ignore[arg-type]
    )
    lost = refused(answers)
    assert len(lost) == 1 and lost[0].status == 409 and "已有变化" in str(lost[0])
    states = set(MatterVersion.objects.filter(matter__key=CARD, number__isnull=False).values_list("state", flat=True))
    assert states in ({"superseded", "published"}, {"withdrawn"})


def test_two_publish_one_draft_and_the_alarm_too() -> None:
    draft, publisher = approved_draft(), who("谢区管")
    plan = schedule_publication(
        actor=publisher, draft_id=draft.pk, at=clock.now().replace(year=clock.now().year + 1), now=clock.now()
    )
    answers = at_once(
        lambda: publish_draft(actor=publisher, draft_id=draft.pk, now=clock.now()),
        lambda: publish_draft(actor=publisher, draft_id=draft.pk, now=clock.now()),
        lambda: publish_planned(plan_id=plan.pk, now=plan.at),
    )
    assert MatterVersion.objects.filter(matter__key=CARD, number__isnull=False).count() == 2
    done = [answer for answer in answers if isinstance(answer, Draft) or answer == "published"]
    assert len(done) == 1
