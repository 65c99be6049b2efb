"""What is kept of states that the composing page saved by itself: the studio's rule (tests/studio/test_thinning.py), end to end."""

from datetime import timedelta

import pytest

from tests.cases.people import who
from tests.life_events.composing import WRITER, clean_draft
from yichuang.foundations import clock
from yichuang.life_events.models import LifeEventDraft, LifeEventRevision
from yichuang.life_events.operations.save_draft import save_life_event_draft
from yichuang.life_events.operations.submit_draft import recall_life_event_draft, submit_life_event_draft
from yichuang.life_events.operations.thin_revisions import thin_life_event_revisions

pytestmark = pytest.mark.usefixtures("demo_district")


def saved_by_itself(draft: LifeEventDraft, times: int, minutes: int) -> LifeEventDraft:
    """Let the page save a draft again and again, twenty days ago."""
    start = clock.now() - timedelta(days=20)
    for turn in range(times):
        now = start + timedelta(minutes=minutes * turn)
        document = {**draft.document, "summary": f"第 {turn} 次改动。"}
        saved = save_life_event_draft(
            actor=who(WRITER),
            draft_id=draft.pk,
            document=document,
            base_revision=draft.revision,
            now=now,
            explicit=False,
        )
        draft = saved.draft
    return draft


def numbers(draft: LifeEventDraft) -> list[int]:
    rows = LifeEventRevision.objects.filter(draft=draft)
    return list(rows.order_by("number").values_list("number", flat=True))


def test_a_night_leaves_the_first_the_decided_the_submitted_and_a_day_s_last() -> None:
    draft = saved_by_itself(clean_draft(clock.now() - timedelta(days=21)), 6, 10)
    submitted = submit_life_event_draft(actor=who(WRITER), draft_id=draft.pk, now=clock.now()).revision
    recall_life_event_draft(actor=who(WRITER), draft_id=draft.pk, reason="再改一句", now=clock.now())
    draft = saved_by_itself(LifeEventDraft.objects.get(pk=draft.pk), 5, 10)
    assert numbers(draft) == [*range(1, 14)]
    assert thin_life_event_revisions(now=clock.now()) == 9
    assert numbers(draft) == [1, 2, submitted, draft.revision]
    assert LifeEventRevision.objects.get(draft=draft, number=submitted).note == "提交评审"
    assert thin_life_event_revisions(now=clock.now()) == 0, "once is enough"


def test_who_writes_on_from_a_state_that_is_gone_is_merged_from_the_one_before() -> None:
    draft = saved_by_itself(clean_draft(clock.now() - timedelta(days=21)), 6, 10)
    gone, mine = draft.revision - 2, {**draft.document, "trigger": "满月以后"}
    thin_life_event_revisions(now=clock.now())
    assert gone not in numbers(draft)
    saved = save_life_event_draft(
        actor=who(WRITER), draft_id=draft.pk, document=mine, base_revision=gone, now=clock.now()
    )
    assert saved.draft.document["trigger"] == "满月以后" and saved.draft.document["summary"] == "第 5 次改动。"
