"""A life event on its way: composed, submitted, graded by departments, received at windows, in force; and every return (S2-21, S2-25)."""

from typing import Any

import pytest

from tests.cases.people import who
from tests.life_events.composing import (
    ARRANGER,
    BIRTH,
    CLERKS,
    EXPERT,
    WRITER,
    approved,
    clean_draft,
    in_review,
)
from yichuang.foundations import clock, ledger
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.life_events.models import LifeEventReview, LifeEventRevision, LifeEventVersion
from yichuang.life_events.operations.open_draft import open_life_event_draft, open_next_life_event_draft
from yichuang.life_events.operations.publish_draft import publish_life_event_draft
from yichuang.life_events.operations.review_draft import review_life_event_draft
from yichuang.life_events.operations.save_draft import restore_life_event_draft, save_life_event_draft
from yichuang.life_events.operations.stop_version import resume_life_event, suspend_life_event, withdraw_life_event
from yichuang.life_events.operations.submit_draft import (
    discard_life_event_draft,
    recall_life_event_draft,
    submit_life_event_draft,
)
from yichuang.life_events.queries import life_event
from yichuang.life_events.queries.composing import life_event_draft_for, reviews_of, visible_life_event_drafts
from yichuang.life_events.rules import editing
from yichuang.studio.rules.merge import Merging

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def refused(status: int, act: Any, **given: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        act(now=clock.now(), **given)
    assert caught.value.status == status, str(caught.value)
    return caught.value


def told(draft: Any) -> list[str]:
    return [event.type.split(".")[1] for event in ledger.history(draft.stream)]


def test_the_whole_way_from_a_draft_to_the_version_in_force() -> None:
    draft = approved()
    assert draft.state == "approved"
    version = publish_life_event_draft(actor=who("谢区管"), draft_id=draft.pk, now=clock.now())
    assert (version.number, life_event("birth").number) == (2, 2)
    assert life_event("birth").spec.summary == "孩子出生后，一次申请。"
    assert LifeEventVersion.objects.get(life_event__key="birth", number=1).state == "superseded"
    assert told(draft) == [
        "opened", "saved", "submitted", "review_arranged", *["graded"] * LifeEventReview.objects.count(), "review_passed",
        "simulation_arranged", *["run_started", "run_received", "run_agreed", "simulated"] * 3, "simulation_passed", "published",
    ]  # fmt: skip
    refused(409, publish_life_event_draft, actor=who("谢区管"), draft_id=draft.pk)


def test_a_draft_from_matters_merges_them_and_says_what_is_open() -> None:
    now = clock.now()
    draft = open_life_event_draft(who(WRITER), "newborn", "新生儿一件事", BIRTH, now, why="关联分析：三个月内常一起办")
    assert [one["matter"] for one in draft.document["members"]] == BIRTH
    assert draft.errors == 0 and LifeEventRevision.objects.get(draft=draft).number == 1
    stopping = [{**draft.document["members"][0], "on_failure": "all_stop"}, *draft.document["members"][1:]]
    document = {**draft.document, "members": stopping}
    saved = save_life_event_draft(actor=who(WRITER), draft_id=draft.pk, document=document, base_revision=1, now=now)
    assert saved.draft.errors == 1
    found = refused(422, submit_life_event_draft, actor=who(WRITER), draft_id=draft.pk)
    assert [(reason.code, reason.rule) for reason in found.reasons] == [("not_told", "行政许可法 32")]
    with pytest.raises(Refused) as again:
        open_life_event_draft(who(WRITER), "newborn", "又一个", BIRTH, now)
    assert again.value.reasons[0].code == "draft_open"
    with pytest.raises(Refused) as taken:
        open_life_event_draft(who(WRITER), "birth", "出生", BIRTH, now)
    assert taken.value.reasons[0].code == "key_taken"


@pytest.mark.parametrize(
    ("key", "name", "matters", "code"),
    [
        ("Up", "名称", BIRTH, "key"),
        ("good", "名", BIRTH, "name"),
        ("good", "名称", [], "matters"),
        ("good", "名称", ["no_such_matter"], "matter"),
    ],
)
def test_what_cannot_be_composed_is_refused(key: str, name: str, matters: list[str], code: str) -> None:
    with pytest.raises(Refused) as caught:
        open_life_event_draft(who(WRITER), key, name, matters, clock.now())
    assert caught.value.status == 422 and caught.value.reasons[0].code == code


def test_who_may_not_compose_may_not() -> None:
    with pytest.raises(NotAllowed):
        open_life_event_draft(who("林小窗"), "newborn", "新生儿", BIRTH, clock.now())
    with pytest.raises(NotAllowed):
        open_life_event_draft(who("李登记"), "newborn", "新生儿", BIRTH, clock.now())  # leads no member
    assert open_life_event_draft(who("许户籍"), "newborn", "新生儿", BIRTH, clock.now()).department.key == "xs-police"


def test_a_draft_is_seen_by_the_departments_concerned_and_by_windows_once_they_simulate() -> None:
    draft = clean_draft()
    assert life_event_draft_for(who("孔社保"), draft.pk).pk == draft.pk  # a member is theirs
    for name in ("李登记", "林小窗"):
        with pytest.raises(NotFound):
            life_event_draft_for(who(name), draft.pk)
    draft = submit_life_event_draft(actor=who(WRITER), draft_id=draft.pk, now=clock.now())
    assert not visible_life_event_drafts(who("林小窗")).exists()
    type(draft).objects.filter(pk=draft.pk).update(state="simulating")
    assert visible_life_event_drafts(who("林小窗")).exists()


def test_a_colleague_at_another_part_is_merged_and_at_the_same_one_is_named() -> None:
    draft = clean_draft()
    base, now = draft.document, clock.now()
    one = {**base, "trigger": "孩子出院"}
    save_life_event_draft(actor=who(WRITER), draft_id=draft.pk, document=one, base_revision=2, now=now)
    saved = save_life_event_draft(
        actor=who(WRITER), draft_id=draft.pk, document={**base, "for_whom": "父母"}, base_revision=2, now=now
    )  # fmt: skip
    assert saved.merged and saved.draft.document["trigger"] == "孩子出院" and saved.draft.document["for_whom"] == "父母"
    found = refused(
        409, save_life_event_draft, actor=who(WRITER), draft_id=draft.pk, document={**base, "trigger": "满月"}, base_revision=2
    )  # fmt: skip
    assert found.reasons[0].code == "conflict" and "谢区管" in str(found)
    assert any("孩子出院" in line for line in found.more["conflicts"]["theirs"])
    assert any("满月" in line for line in found.more["conflicts"]["mine"])


def test_conflicts_are_settled_place_by_place_and_the_rest_of_both_stays() -> None:
    """Choices count only against the state that was shown; what a colleague changed elsewhere is never lost."""
    draft = clean_draft()
    base = draft.document
    theirs = {**base, "trigger": "出院以后", "for_whom": "父母", "hand_out": "窗口领取"}
    mine = {**base, "trigger": "满月以后", "for_whom": "监护人", "theme": "生育"}
    writer: dict[str, Any] = {"actor": who(WRITER), "draft_id": draft.pk}
    save_life_event_draft(**writer, document=theirs, base_revision=2, now=clock.now())
    found = refused(409, save_life_event_draft, **writer, document=mine, base_revision=2)
    places = {tuple(one["path"]): one for one in found.more["places"]}
    assert set(places) == {("trigger",), ("for_whom",)}
    assert (places["trigger",]["label"], places["trigger",]["theirs"], places["trigger",]["mine"]) == (
        "什么时候办", "出院以后", "满月以后",
    )  # fmt: skip
    chosen: Any = {("trigger",): "mine", ("for_whom",): "theirs"}
    refused(409, save_life_event_draft, **writer, document=mine, base_revision=2, merging=Merging(chosen, against=2))
    saved = save_life_event_draft(
        **writer, document=mine, base_revision=2, merging=Merging(chosen, against=3), now=clock.now()
    )
    now = saved.draft.document
    assert saved.merged and saved.draft.revision == 4
    assert [now[one] for one in ("trigger", "for_whom", "hand_out", "theme")] == [
        "满月以后",
        "父母",
        "窗口领取",
        "生育",
    ]


def test_places_of_a_conflict_are_said_as_people_call_them() -> None:
    draft = clean_draft()
    base = draft.document
    question = next(one for one in base["questions"] if one["kind"] == "single")

    def with_member(**values: Any) -> dict[str, Any]:
        return {**base, "members": [{**base["members"][0], **values}, *base["members"][1:]]}

    first = {"fact": question["id"], "in": [question["options"][0]["id"]]}
    writer: dict[str, Any] = {"actor": who(WRITER), "draft_id": draft.pk}
    theirs = with_member(needed_if={"not": first}, told="请联系派出所", on_failure="all_stop")
    mine = with_member(needed_if=first, told="请联系社区", on_failure="others_go_on")
    save_life_event_draft(**writer, document=theirs, base_revision=2, now=clock.now())
    found = refused(409, save_life_event_draft, **writer, document=mine, base_revision=2)
    said = {one["path"][-1]: one for one in found.more["places"]}
    assert said["needed_if"]["base"] == "总是" and said["needed_if"]["theirs"].startswith("不属于（")
    assert said["needed_if"]["mine"] in said["needed_if"]["theirs"]
    assert said["told"]["label"] == "联办事项“出生登记（户口登记）” · 办不成时告诉申请人"
    assert (said["on_failure"]["theirs"], said["on_failure"]["mine"]) == ("整件事停止办理", "其他事项照常办理")


def test_what_cannot_stand_in_one_document_is_asked_as_a_whole() -> None:
    """One takes a question away, the other makes a condition of it: no place is the same, the two cannot be merged."""
    draft = clean_draft()
    base = draft.document
    asked = next(one for one in base["questions"] if one["kind"] == "single" and not one["ask_if"])
    without = editing.without(base, "questions", asked["id"])
    condition = {"fact": asked["id"], "in": [asked["options"][0]["id"]]}
    mine = {**base, "members": [*base["members"][:-1], {**base["members"][-1], "needed_if": condition}]}
    writer: dict[str, Any] = {"actor": who(WRITER), "draft_id": draft.pk}
    save_life_event_draft(**writer, document=without, base_revision=2, now=clock.now())
    found = refused(409, save_life_event_draft, **writer, document=mine, base_revision=2)
    (place,) = found.more["places"]
    assert (place["path"], place["both"], place["label"]) == ([], False, "整份文稿（两边的修改合不到一起）")
    assert place["theirs"] == f"不再问“{asked['text']}”。" and f"改为“{asked['text']}：" in place["mine"]
    theirs = save_life_event_draft(
        **writer, document=mine, base_revision=2, merging=Merging({(): "theirs"}, 3), now=clock.now()
    )
    assert theirs.draft.document == without and theirs.draft.revision == 3
    saved = save_life_event_draft(
        **writer, document=mine, base_revision=2, merging=Merging({(): "mine"}, 3), now=clock.now()
    )
    assert saved.draft.document["members"][-1]["needed_if"] == condition
    assert asked["id"] in [one["id"] for one in saved.draft.document["questions"]]


def test_a_page_that_saves_by_itself_keeps_every_state_and_tells_the_ledger_only_what_was_decided() -> None:
    draft = clean_draft()
    writer: dict[str, Any] = {"actor": who(WRITER), "draft_id": draft.pk}
    before = told(draft)
    one = {**draft.document, "trigger": "满月以后"}
    save_life_event_draft(**writer, document=one, base_revision=2, explicit=False, now=clock.now())
    two = {**one, "trigger": "出院以后"}
    saved = save_life_event_draft(**writer, document=two, base_revision=3, explicit=False, now=clock.now()).draft
    assert (saved.revision, told(draft)) == (4, before)
    notes = LifeEventRevision.objects.filter(draft=draft).order_by("number").values_list("note", flat=True)
    assert list(notes)[-2:] == ["自动保存", "自动保存"]
    save_life_event_draft(**writer, document=two, base_revision=4, now=clock.now())
    assert told(draft) == [*before, "saved"] and LifeEventRevision.objects.filter(draft=draft).count() == 4


def test_who_wrote_on_while_a_merge_was_under_way_loses_nothing() -> None:
    draft = clean_draft()
    base = draft.document
    writer: dict[str, Any] = {"actor": who(WRITER), "draft_id": draft.pk}
    save_life_event_draft(**writer, document={**base, "hand_out": "窗口领取"}, base_revision=2, now=clock.now())
    sent = {**base, "trigger": "满月以后"}
    merged = save_life_event_draft(**writer, document=sent, base_revision=2, explicit=False, now=clock.now())
    assert merged.merged
    on = {**sent, "theme": "生育"}
    saved = save_life_event_draft(
        **writer, document=on, base_revision=merged.draft.revision, merging=Merging(grown_from=sent), now=clock.now()
    )
    now = saved.draft.document
    assert (now["hand_out"], now["trigger"], now["theme"]) == ("窗口领取", "满月以后", "生育")


def test_an_unreadable_document_is_refused_and_an_equal_one_changes_nothing() -> None:
    draft = clean_draft()
    for document in ("no", {**draft.document, "members": []}, {**draft.document, "promised_limit": {"value": "x"}}):
        refused(422, save_life_event_draft, actor=who(WRITER), draft_id=draft.pk, document=document, base_revision=2)
    again = save_life_event_draft(
        actor=who(WRITER), draft_id=draft.pk, document=draft.document, base_revision=2, now=clock.now()
    )
    assert again.draft.revision == 2


def test_an_earlier_state_comes_back_as_a_new_one() -> None:
    draft = clean_draft()
    before = LifeEventRevision.objects.get(draft=draft, number=1).document["summary"]
    restored = restore_life_event_draft(actor=who(WRITER), draft_id=draft.pk, number=1, now=clock.now())
    assert (restored.revision, restored.document["summary"]) == (3, before)
    refused(404, restore_life_event_draft, actor=who(WRITER), draft_id=draft.pk, number=9)


def test_a_middle_grade_returns_the_draft_after_all_were_heard() -> None:
    draft = in_review()
    rows = reviews_of(draft)
    assert len(rows) >= 3, "police, social security and the leads"
    for place, row in enumerate(rows):
        grade, reason = ("medium", "“随父随母”看不懂") if place == 0 else ("high", "")
        draft = review_life_event_draft(
            actor=who(EXPERT), draft_id=draft.pk, department_id=row.department_id, grade=grade, reason=reason, now=clock.now()
        )  # fmt: skip
        assert draft.state == ("draft" if place == len(rows) - 1 else "in_review")
    assert draft.returned_for == f"{rows[0].department.name}（中）：“随父随母”看不懂"
    assert told(draft)[-1] == "returned"
    again = submit_life_event_draft(actor=who(WRITER), draft_id=draft.pk, now=clock.now())
    assert (again.round, again.returned_for) == (2, "")


def test_a_grade_needs_the_right_the_state_and_a_reason() -> None:
    draft = in_review()
    row = reviews_of(draft)[0]
    asked: dict[str, Any] = {"draft_id": draft.pk, "department_id": row.department_id}
    refused(422, review_life_event_draft, actor=who(EXPERT), grade="low", reason=" ", **asked)
    refused(422, review_life_event_draft, actor=who(EXPERT), grade="good", reason="", **asked)
    refused(403, review_life_event_draft, actor=who("谢区管"), grade="high", reason="", **asked)
    refused(404, review_life_event_draft, actor=who("孙局长"), grade="high", reason="", **asked)
    review_life_event_draft(actor=who(EXPERT), grade="high", reason="", now=clock.now(), **asked)
    found = refused(409, review_life_event_draft, actor=who("水评审"), grade="low", reason="不", **asked)
    assert found.reasons[0].code == "graded"


def test_recalled_and_discarded() -> None:
    draft = in_review()
    refused(422, recall_life_event_draft, actor=who(WRITER), draft_id=draft.pk, reason=" ")
    refused(409, discard_life_event_draft, actor=who(WRITER), draft_id=draft.pk, reason="重来")
    assert (
        recall_life_event_draft(actor=who(WRITER), draft_id=draft.pk, reason="还要改", now=clock.now()).state == "draft"
    )
    draft = discard_life_event_draft(actor=who(WRITER), draft_id=draft.pk, reason="不做了", now=clock.now())
    assert draft.state == "discarded"
    refused(409, save_life_event_draft, actor=who(WRITER), draft_id=draft.pk, document=draft.document, base_revision=2)
    assert open_next_life_event_draft(actor=who(WRITER), key="birth", now=clock.now()).state == "draft"


def test_only_the_district_publishes_and_only_what_is_proven() -> None:
    draft = approved()
    refused(403, publish_life_event_draft, actor=who("许户籍"), draft_id=draft.pk)
    refused(404, publish_life_event_draft, actor=who("李登记"), draft_id=draft.pk)
    spoilt = {**draft.document, "statutory_limit": {"value": 60, "unit": "workday"}}
    type(draft).objects.filter(pk=draft.pk).update(document=spoilt)
    found = refused(422, publish_life_event_draft, actor=who("谢区管"), draft_id=draft.pk)
    assert [reason.code for reason in found.reasons] == ["statutory"] and "42" in found.reasons[0].rule
    assert life_event("birth").number == 1


def test_a_version_is_suspended_resumed_and_withdrawn() -> None:
    now = clock.now()
    refused(403, suspend_life_event, actor=who("林小窗"), key="birth", reason="系统升级")
    refused(404, suspend_life_event, actor=who("谢区管"), key="nothing", reason="系统升级")
    refused(422, suspend_life_event, actor=who("谢区管"), key="birth", reason="")
    suspend_life_event(actor=who("谢区管"), key="birth", reason="系统升级", now=now)
    with pytest.raises(NotFound):
        life_event("birth")
    refused(409, suspend_life_event, actor=who("谢区管"), key="birth", reason="再停")
    assert resume_life_event(actor=who("谢区管"), key="birth", now=now).state == "published"
    assert withdraw_life_event(actor=who("谢区管"), key="birth", reason="不再办", now=now).state == "withdrawn"
    refused(409, resume_life_event, actor=who("谢区管"), key="birth")
    row = LifeEventVersion.objects.get(life_event__key="birth").life_event
    assert [event.type for event in ledger.history(row.stream)][-3:] == [
        "life_event.suspended", "life_event.resumed", "life_event.withdrawn",
    ]  # fmt: skip


def test_the_cast_is_as_the_tests_think() -> None:
    assert len(set(CLERKS)) == 3 and who(ARRANGER).may("life_event.arrange")
