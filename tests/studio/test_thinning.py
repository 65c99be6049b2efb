"""What is kept of a draft's saved states: all of a day, an hour's last for a week, a day's last after that; the rest is let go (S2-23)."""

import copy
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases.people import signed_in, who
from tests.studio.reviewing import new_draft
from yichuang.foundations import clock
from yichuang.foundations.problems import Refused
from yichuang.studio.models import Draft, DraftRevision
from yichuang.studio.operations.save_draft import save_draft
from yichuang.studio.operations.submit_draft import submit_draft
from yichuang.studio.operations.thin_revisions import thin_revisions
from yichuang.studio.rules.thinning import ALL_FOR, HOURLY_FOR, State, superfluous

NOW = datetime(2026, 11, 28, 2, 0, tzinfo=clock.now().tzinfo)
AGES = st.lists(st.tuples(st.integers(0, 60 * 24 * 20), st.booleans()), min_size=1, max_size=120)


@given(AGES)
def test_every_day_hour_and_named_state_is_kept_as_long_as_it_should(ages: list[tuple[int, bool]]) -> None:
    ordered = sorted(ages, key=lambda one: -one[0])
    states = [State(number, NOW - timedelta(minutes=age), kept) for number, (age, kept) in enumerate(ordered, 1)]
    gone = set(superfluous(states, NOW))
    left = [state for state in states if state.number not in gone]
    assert states[-1] in left and all(not state.kept for state in states if state.number in gone)
    for state in states:
        if NOW - state.at <= ALL_FOR:
            assert state in left
        hour, day = (state.at.date(), state.at.hour), state.at.date()
        if NOW - state.at <= HOURLY_FOR:
            assert any((one.at.date(), one.at.hour) == hour and one.number >= state.number for one in left)
        assert any(one.at.date() == day and one.number >= state.number for one in left)
    assert superfluous(left, NOW) == [], "once is enough"
    old = [one for one in left if NOW - one.at > HOURLY_FOR and not one.kept]
    assert len({one.at.date() for one in old}) == len(old)


def document(draft: Draft, note: str) -> dict[str, Any]:
    return {**copy.deepcopy(draft.document), "note": note}


def written(draft: Draft, number: int, now: datetime, **more: Any) -> Any:
    given = document(draft, f"改动 {number}")
    return save_draft(actor=who("赵审查"), draft_id=draft.pk, document=given, base_revision=number, now=now, **more)


@pytest.fixture
def long_ago(demo_district: None) -> Draft:
    """A draft saved every ten minutes of one working day three weeks ago; the tenth by hand."""
    draft = new_draft()
    first = Draft.objects.get(pk=draft.pk).revision
    start = clock.now() - timedelta(days=21)
    for number in range(first, first + 30):
        written(draft, number, start + timedelta(minutes=10 * number), explicit=number == first + 10)
    return Draft.objects.get(pk=draft.pk)


def numbers(draft: Draft) -> list[int]:
    return list(DraftRevision.objects.filter(draft=draft).order_by("number").values_list("number", flat=True))


def test_the_night_leaves_the_first_the_named_the_submitted_and_each_day_s_last(long_ago: Draft) -> None:
    submit_draft(actor=who("赵审查"), draft_id=long_ago.pk, now=clock.now())
    named = set(
        DraftRevision.objects.filter(draft=long_ago).exclude(note="", explicit=False).values_list("number", flat=True)
    )
    rows = DraftRevision.objects.filter(draft=long_ago).order_by("number").values_list("number", "at")
    days = {at.date(): number for number, at in rows}
    assert thin_revisions(now=clock.now()) > 20
    assert set(numbers(long_ago)) >= {1, long_ago.revision} | named
    assert set(numbers(long_ago)) <= {1, long_ago.revision} | named | set(days.values())
    assert DraftRevision.objects.get(draft=long_ago, number=long_ago.revision).pinned
    assert thin_revisions(now=clock.now()) == 0
    page = signed_in("赵审查").get(f"/studio/{long_ago.pk}/history/").content.decode()
    assert "更早的每天保留最后一稿" in page
    shown = signed_in("赵审查").get(f"/studio/{long_ago.pk}/history/{long_ago.revision}/").content.decode()
    before = numbers(long_ago)[-2]
    assert f"与第 {before} 稿对照" in shown and "这是第一稿" not in shown


def test_who_wrote_on_from_a_state_that_is_gone_loses_nothing(long_ago: Draft) -> None:
    stale = DraftRevision.objects.get(draft=long_ago, number=long_ago.revision - 5)
    thin_revisions(now=clock.now())
    assert stale.number not in numbers(long_ago)
    mine = {**copy.deepcopy(stale.document), "quantity_limit": "无数量限制"}
    saving: dict[str, Any] = {"actor": who("赵审查"), "draft_id": long_ago.pk, "document": mine, "now": clock.now()}
    with pytest.raises(Refused) as asked:
        save_draft(base_revision=stale.number, **saving)
    assert asked.value.more and {one["path"][0] for one in asked.value.more["conflicts"]} == {"note"}, (
        "the one field that both wrote is asked, as the older state cannot tell who did"
    )
    with pytest.raises(Refused, match="没有第 999 稿"):
        save_draft(base_revision=999, **saving)


def test_what_was_merged_on_is_kept(demo_district: None) -> None:
    draft = new_draft()
    base = Draft.objects.get(pk=draft.pk).revision
    start = clock.now() - timedelta(days=21)
    written(draft, base, start)
    mine = {**copy.deepcopy(draft.document), "quantity_limit": "无数量限制"}
    saved = save_draft(actor=who("赵审查"), draft_id=draft.pk, document=mine, base_revision=base, now=start)
    assert saved.merged and DraftRevision.objects.get(draft=draft, number=base).pinned
    thin_revisions(now=clock.now())
    assert base in numbers(draft)
