"""Arranging, judging and closing the business review (S2-21): state, event, refusal; and a matter's way through two rounds."""

from typing import Any

import pytest
from django.test import override_settings

from tests.cases.people import who
from tests.studio.reviewing import (
    CARD,
    DOCUMENT,
    NAME_OF_CARD,
    arranged,
    judged,
    new_draft,
    rewrite,
    settle_all,
)
from yichuang.accounts.models import Posting, Staff
from yichuang.catalog.rules.findings import Place
from yichuang.foundations import clock, ledger
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.notifications.models import Message
from yichuang.organizations.models import Department
from yichuang.studio.models import Draft, Remark, ReviewAssignment, ReviewMark, ReviewRound
from yichuang.studio.operations.arrange_review import arrange_review
from yichuang.studio.operations.finish_review import finish_review
from yichuang.studio.operations.grade_items import grade_items
from yichuang.studio.operations.replace_reviewer import remind_reviewer, replace_reviewer
from yichuang.studio.operations.submit_draft import submit_draft
from yichuang.studio.queries.reviews import experts_for, open_round, rounds_of, shown_assignments
from yichuang.studio.rules.review_items import REVIEW_ITEMS
from yichuang.studio.rules.reviewing import Given

pytestmark = pytest.mark.usefixtures("demo_district")
BAD_NAME = Given("medium", "与证件名称不一致，须问窗口", (NAME_OF_CARD,))


def submitted() -> Draft:
    draft = new_draft()
    submit_draft(actor=who("赵审查"), draft_id=draft.pk, now=clock.now())
    draft.refresh_from_db()
    return draft


def arrange(draft: Draft, *names: str, actor: str = "谢区管") -> ReviewRound:
    ids = [who(name).id for name in names]
    return arrange_review(actor=who(actor), draft_id=draft.pk, reviewer_ids=ids, now=clock.now())


def assignment(draft: Draft, name: str) -> ReviewAssignment:
    return ReviewAssignment.objects.get(round__draft=draft, reviewer_name=name, replaced_at=None, round__closed_at=None)


def finish(draft: Draft, name: str) -> ReviewRound:
    return finish_review(actor=who(name), draft_id=draft.pk, now=clock.now())


def grade(draft: Draft, name: str, **given: Given) -> None:
    grade_items(actor=who(name), draft_id=draft.pk, given=given, now=clock.now())


def test_experts_are_named_told_and_on_record() -> None:
    draft = submitted()
    round_ = arrange(draft, "柏评审", "水评审")
    assert round_.arranged_at is not None
    rows = ReviewAssignment.objects.filter(round=round_).values_list("reviewer_name", "assigned_by_name")
    assert sorted(rows) == [("柏评审", "谢区管"), ("水评审", "谢区管")]
    event = ledger.history(draft.stream)[-1]
    assert (event.type, event.payload["reviewers"]) == ("review.arranged", ["柏评审", "水评审"])
    messages = Message.objects.filter(template="review_assigned")
    assert {row.data["name"] for row in messages} == {"柏评审", "水评审"}
    arrange(draft, "水评审", "柏评审")  # the same again
    assert ReviewAssignment.objects.count() == 2 == messages.count()


def test_too_few_experts_are_refused_and_the_centre_says_how_many() -> None:
    draft = submitted()
    with pytest.raises(Refused, match="至少要指派 2 名"):
        arrange(draft, "柏评审")
    with override_settings(REVIEWERS_NEEDED=1):
        arrange(draft, "柏评审")
    arrange(draft, "窦评审")
    assert ReviewAssignment.objects.count() == 2


@pytest.mark.parametrize(("name", "words"), [("孙局长", "不是本区划的评审专家"), ("邹主任", "不是本区划的评审专家")])
def test_who_is_no_expert_is_refused(name: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        arrange(submitted(), "柏评审", name)
    assert not ReviewAssignment.objects.exists()


def test_an_expert_of_the_authoring_office_or_an_author_is_not_offered_and_is_told_why() -> None:
    """S2-21: of other than the authoring office, by any post or home, and author of no revision."""
    draft = submitted()
    transport = Department.objects.get(key="xs-transport")
    today = clock.day_of(clock.now())
    Posting.objects.create(staff_id=who("柏评审").id, role="officer", department=transport, valid_from=today)
    Staff.objects.filter(pk=who("水评审").id).update(home_department=transport)
    rewrite(draft, "窦评审")
    Posting.objects.create(staff_id=who("李登记").id, role="reviewer", division="330109", valid_from=today)
    fit, others = experts_for(draft, today)
    assert [one.name for one in fit] == ["李登记"]
    assert {one.name: why for one, why in others} == {
        "柏评审": ("在编写部门（萧山区交通运输局）任职或编制在该部门",),
        "水评审": ("在编写部门（萧山区交通运输局）任职或编制在该部门",),
        "窦评审": ("编写过这份文稿",),
    }
    with pytest.raises(Refused) as refused:
        arrange(draft, "柏评审", "窦评审", "李登记")
    assert len(refused.value.reasons) == 2


@pytest.mark.parametrize(
    ("name", "error"), [("赵审查", NotAllowed), ("柏评审", NotAllowed), ("喻审计", NotAllowed), ("李登记", NotFound)]
)
def test_only_the_organisers_arrange(name: str, error: type[Refused]) -> None:
    with pytest.raises(error):
        arrange(submitted(), "柏评审", "水评审", actor=name)


def test_an_expert_who_is_away_is_replaced_and_what_he_gave_does_not_count() -> None:
    draft = arranged()
    grade(draft, "水评审", fee=Given("low", "看不懂", (Place("matter", field="fee"),)))
    row = assignment(draft, "水评审")
    given: dict[str, Any] = {
        "actor": who("邹主任"),
        "draft_id": draft.pk,
        "assignment_id": row.pk,
        "now": clock.now(),
    }
    for expert, reason, words in (("窦评审", " ", "更换原因"), ("柏评审", "休假", "已在本轮中")):
        with pytest.raises(Refused, match=words):
            replace_reviewer(**given, reviewer_id=who(expert).id, reason=reason)
    replace_reviewer(**given, reviewer_id=who("窦评审").id, reason="休假")
    row.refresh_from_db()
    assert row.replaced_at is not None and row.marks.count() == 1
    with pytest.raises(NotAllowed):
        grade(draft, "水评审", fee=Given("high"))
    assert ledger.history(draft.stream)[-1].type == "review.reviewer_replaced"
    judged(draft, "柏评审")
    judged(draft, "窦评审")
    assert draft.state == "simulating"


def test_an_expert_is_reminded_once_a_day() -> None:
    draft = arranged()
    row = assignment(draft, "柏评审")
    given: dict[str, Any] = {"actor": who("邹主任"), "draft_id": draft.pk, "assignment_id": row.pk}
    remind_reviewer(**given, now=clock.now())
    with pytest.raises(Refused, match="今天已经提醒过"):
        remind_reviewer(**given, now=clock.now())
    assert Message.objects.filter(template="review_reminded").count() == 1
    judged(draft, "柏评审")
    with pytest.raises(Refused, match="已经完成评审"):
        remind_reviewer(**given, now=clock.now())


def test_grades_are_kept_one_by_one_and_finished_only_when_whole() -> None:
    draft = arranged()
    grade(draft, "柏评审", fee=Given("high"), limits=Given("", "还没想好"))
    grade(draft, "柏评审", limits=Given("medium", "起算没写"))
    marks = {mark.item: (mark.grade, mark.reason) for mark in ReviewMark.objects.all()}
    assert marks == {"fee": ("high", ""), "limits": ("medium", "起算没写")}
    with pytest.raises(Refused) as refused:
        finish(draft, "柏评审")
    assert {reason.code for reason in refused.value.reasons} == {"ungraded", "no_place"}
    assert len(refused.value.reasons) == len(REVIEW_ITEMS) - 1
    with pytest.raises(Refused, match="没有“colour”这个评审项"):
        grade(draft, "柏评审", colour=Given("high"))
    judged(draft, "柏评审")
    for act in (lambda: grade(draft, "柏评审", fee=Given("low")), lambda: finish(draft, "柏评审")):
        with pytest.raises(Refused, match="已完成这一轮"):
            act()


@pytest.mark.parametrize(("name", "error"), [("窦评审", NotAllowed), ("赵审查", NotAllowed), ("韩局长", NotFound)])
def test_only_the_named_experts_judge(name: str, error: type[Refused]) -> None:
    draft = arranged()
    with pytest.raises(error):
        grade(draft, name, fee=Given("high"))
    with pytest.raises(error):
        finish(draft, name)


def seen(draft: Draft, name: str) -> set[str]:
    return {row.reviewer_name for row in shown_assignments(who(name), rounds_of(draft)[0])}


def test_nobody_sees_anothers_grades_before_his_own_are_finished() -> None:
    draft = arranged()
    judged(draft, "柏评审", material_names=BAD_NAME)
    assert seen(draft, "柏评审") == {"柏评审"} and seen(draft, "水评审") == {"水评审"}
    for name in ("邹主任", "赵审查", "窦评审"):
        assert seen(draft, name) == set(), name
    judged(draft, "水评审")
    for name in ("柏评审", "水评审", "邹主任", "赵审查", "窦评审"):
        assert seen(draft, name) == {"柏评审", "水评审"}, name


def test_all_high_goes_on_to_simulation() -> None:
    draft = arranged()
    judged(draft, "柏评审")
    assert draft.state == "reviewing" and open_round(draft) is not None
    judged(draft, "水评审")
    assert (draft.state, ReviewRound.objects.get().result) == ("simulating", "passed")
    assert draft.candidate is not None and draft.candidate.state == "candidate"
    types = [event.type for event in ledger.history(draft.stream)]
    assert types[-3:] == ["review.finished", "review.finished", "review.passed"]


def test_one_medium_of_one_expert_returns_with_the_reason_at_each_place() -> None:
    draft = arranged()
    place = Place("point", "p2", "m_card")
    judged(draft, "柏评审", material_names=BAD_NAME, points=Given("low", "没有写怎样看", (place,)))
    judged(draft, "水评审")
    assert (draft.state, draft.candidate, ReviewRound.objects.get().result) == ("draft", None, "returned")
    remarks = {(row.text, row.author_name, Place(**row.place)) for row in Remark.objects.all()}
    assert remarks == {
        ("材料名称规范（中）：与证件名称不一致，须问窗口", "柏评审", NAME_OF_CARD),
        ("审查要点准确（低）：没有写怎样看", "柏评审", place),
    }
    event = ledger.history(draft.stream)[-1]
    assert (event.type, event.payload["by"], len(event.payload["reasons"])) == ("draft.returned", "review", 2)


def test_a_matter_goes_through_two_rounds_and_only_what_changed_is_judged_again() -> None:
    draft = arranged()
    judged(draft, "柏评审", material_names=BAD_NAME)
    judged(draft, "水评审")
    first = ReviewRound.objects.get()
    rewrite(draft, materials=[{**CARD, "name": "中华人民共和国居民身份证"}, *DOCUMENT["materials"][1:]])
    with pytest.raises(Refused, match="柏评审的意见还没有处理"):
        submit_draft(actor=who("赵审查"), draft_id=draft.pk, now=clock.now())
    settle_all(draft)
    arranged(draft, ("柏评审", "窦评审"))
    second = open_round(draft)
    assert second is not None and (second.number, second.previous) == (2, first)
    rest = {item.code for item in REVIEW_ITEMS} - {"material_names"}
    for name in ("柏评审", "窦评审"):
        marks = assignment(draft, name).marks.all()
        assert {mark.item for mark in marks} == rest and all(mark.inherited for mark in marks)
    grade(draft, "柏评审", material_names=Given("high"))
    finish(draft, "柏评审")
    judged(draft, "窦评审", fee=Given("high", "看过"))
    assert draft.state == "simulating"
    kept = {mark.item: mark for mark in ReviewMark.objects.filter(assignment__reviewer_name="窦评审")}
    assert kept["fee"].inherited and not kept["material_names"].inherited
    assert {mark.grade for mark in kept.values()} == {"high"} and len(kept) == len(REVIEW_ITEMS)
