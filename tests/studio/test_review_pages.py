"""The pages and the API of the review through their doors (S2-21): what each shows to whom, and a form that is sent twice."""

import io
import json
import uuid
from dataclasses import astuple
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.cases.people import signed_in, who
from tests.counter import Desk
from tests.studio.reviewing import (
    DOCUMENT,
    NAME,
    NAME_OF_CARD,
    NOTICE,
    arranged,
    judged,
    new_draft,
    rewrite,
    settle_all,
)
from yichuang.foundations import ledger
from yichuang.studio.models import Draft, Remark, ReviewAssignment, ReviewMark, ReviewRound
from yichuang.studio.rules.review_items import REVIEW_ITEMS
from yichuang.studio.rules.reviewing import Given

pytestmark = pytest.mark.usefixtures("demo_district")
BAD_NAME = Given("medium", "与证件名称不一致", (NAME_OF_CARD,))


def text(http: Client, path: str) -> str:
    answer = http.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def form(grade: str = "high", **more: Any) -> dict[str, Any]:
    filled: dict[str, Any] = {"Idempotency-Key": str(uuid.uuid4())}
    for item in REVIEW_ITEMS:
        filled |= {f"{item.code}.grade": grade, f"{item.code}.reason": ""}
    return {**filled, **more}


def test_each_begins_with_what_is_theirs_to_do() -> None:
    draft = arranged()
    assert signed_in("柏评审").get("/").headers["Location"] == "/studio/reviews/"
    assert draft.name in text(signed_in("柏评审"), "/studio/reviews/")
    assert draft.name not in text(signed_in("窦评审"), "/studio/reviews/")
    assert draft.name in text(signed_in("窦评审"), "/studio/reviews/?list=all")
    assert draft.name not in text(signed_in("邹主任"), "/studio/reviews/")  # nothing left to arrange
    judged(draft, "柏评审")
    assert draft.name not in text(signed_in("柏评审"), "/studio/reviews/?list=mine")
    assert draft.name in text(signed_in("水评审"), "/studio/reviews/?list=mine&q=网络&result=open")
    assert draft.name not in text(signed_in("水评审"), "/studio/reviews/?list=all&q=货运")


def test_the_list_of_rounds_is_exported_as_it_is_shown() -> None:
    draft = arranged()
    answer = signed_in("邹主任").get("/studio/reviews/export/?list=open")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert len(rows) == 2 and rows[1][0] == draft.name and rows[1][8] == "柏评审、水评审" and rows[1][7] == "0/2"


def test_the_whole_content_is_readable_and_every_item_has_its_places() -> None:
    shown = text(signed_in("柏评审"), f"/studio/{arranged().pk}/review/")
    for words in (
        "遗失补发",
        "为什么补发：遗失",
        "驾驶员证是遗失还是损坏？",
        "写明证号和遗失日期",
        "5个工作日",
        "不收费",
        "六十日内申请行政复议",
    ):
        assert words in shown, words
    for item in REVIEW_ITEMS:
        assert item.title in shown and f'name="{item.code}.grade"' in shown
    assert "首次看，不参考资料即可完全理解" in shown and "任一“中”“低”退回修改" in shown


def test_grades_are_saved_in_between_by_button_and_by_themselves() -> None:
    draft, http = arranged(), signed_in("柏评审")
    path = f"/studio/{draft.pk}/review/grade/"
    assert http.post(path, {"fee.grade": "high", "fee.reason": ""}, headers={"X-Autosave": "1"}).status_code == 204
    place = json.dumps(astuple(NAME_OF_CARD))
    given = {"material_names.grade": "medium", "material_names.reason": "不一致", "material_names.place": place}
    assert http.post(path, given).status_code == 302
    assert {(mark.item, mark.grade, len(mark.places)) for mark in ReviewMark.objects.all()} == {
        ("fee", "high", 0), ("material_names", "medium", 1),
    }  # fmt: skip
    assert http.post(path, {"fee.grade": "best", "fee.reason": ""}, headers={"X-Autosave": "1"}).status_code == 422


def test_what_is_missing_is_told_at_its_item_and_nothing_typed_is_lost() -> None:
    draft, http = arranged(), signed_in("柏评审")
    path = f"/studio/{draft.pk}/review/grade/"
    answer = http.post(path, form(act="finish", **{"limits.grade": "low", "limits.reason": "起算没写"}))
    shown = answer.content.decode()
    assert answer.status_code == 422 and "“期限与依据”评为“低”，没有标注位置。" in shown and "起算没写" in shown
    answer = http.post(path, form(**{"limits.grade": "low", "limits.reason": "起算没写", "limits.place": "[1]"}))
    assert answer.status_code == 422 and "起算没写" in answer.content.decode()
    assert ReviewAssignment.objects.filter(done_at=None).count() == 2


def test_a_form_that_is_sent_twice_is_one_act() -> None:
    draft = new_draft()
    author, director = signed_in("赵审查"), signed_in("邹主任")
    pressed = {"Idempotency-Key": "k1", "revision": "1"}
    for _ in range(2):
        assert author.post(f"/studio/{draft.pk}/submit/", pressed).status_code == 302
    assert author.post(f"/studio/{draft.pk}/submit/", {**pressed, "Idempotency-Key": "k2"}).status_code == 409
    experts = {"Idempotency-Key": "k3", "reviewers": [who("柏评审").id, who("水评审").id]}
    for _ in range(2):
        assert director.post(f"/studio/{draft.pk}/review/arrange/", experts).status_code == 302
    filled, http = form(act="finish"), signed_in("柏评审")
    for _ in range(2):
        assert http.post(f"/studio/{draft.pk}/review/grade/", filled).status_code == 302
    types = [event.type for event in ledger.history(draft.stream)]
    assert types == ["draft.opened", "draft.submitted", "review.arranged", "review.finished"]


def test_a_refused_act_shows_the_page_with_its_reasons() -> None:
    draft = arranged()
    answer = signed_in("孙局长").post(f"/studio/{draft.pk}/recall/", {"reason": ""})
    assert answer.status_code == 422 and "没有写明撤回的原因" in answer.content.decode()


def test_organisers_see_who_has_finished_and_no_grade_before_the_round_is_closed() -> None:
    draft = arranged()
    judged(draft, "柏评审", material_names=BAD_NAME)
    shown = text(signed_in("邹主任"), f"/studio/{draft.pk}/review/")
    assert "各专家的评定在本轮结束后显示" in shown and "与证件名称不一致" not in shown and "窦评审" in shown
    assert "与证件名称不一致" not in text(signed_in("水评审"), f"/studio/{draft.pk}/review/")
    assert "与证件名称不一致" in text(signed_in("柏评审"), f"/studio/{draft.pk}/review/")
    judged(draft, "水评审")
    for name in ("邹主任", "赵审查", "水评审"):
        shown = text(signed_in(name), f"/studio/{draft.pk}/review/report/")
        assert "与证件名称不一致" in shown and "材料“居民身份证”的材料名称" in shown
        assert ReviewRound.objects.get().content_hash in shown and "退回修改" in shown


def second_round() -> Draft:
    draft = arranged()
    judged(draft, "柏评审", material_names=BAD_NAME)
    judged(draft, "水评审")
    settle_all(draft)
    rewrite(draft, materials=[{**DOCUMENT["materials"][0], "name": "身份证件"}, NOTICE, DOCUMENT["materials"][2]])
    return arranged(draft)


def test_a_re_review_shows_only_what_changed_with_the_grade_before() -> None:
    draft = second_round()
    shown = text(signed_in("水评审"), f"/studio/{draft.pk}/review/")
    assert "<del>居民身份证</del>" in shown and "<ins>身份证件</ins>" in shown
    assert "写明证号和遗失日期" not in shown.split('aria-labelledby="items-title"')[0]
    assert "上轮 柏评审" in shown and "与证件名称不一致" in shown
    assert f"未改动、沿用上轮“高”的 {len(REVIEW_ITEMS) - 1} 项" in shown
    everything = text(signed_in("水评审"), f"/studio/{draft.pk}/review/?show=all")
    assert "写明证号和遗失日期" in everything.split('aria-labelledby="items-title"')[0]


def test_the_journey_over_the_api() -> None:
    """Submitted, arranged, judged with 中, returned, corrected, submitted again, only the changed item judged, passed."""
    draft = new_draft()
    zhao, director, bai, shui = (Desk(name) for name in ("赵审查", "邹主任", "柏评审", "水评审"))
    at = f"/studio/drafts/{draft.pk}"

    def go(desk: Desk, verb: str, status: int = 200, **body: Any) -> Any:
        answer = desk.post(f"{at}/{verb}", body)
        assert answer.status_code == status, answer.content.decode()
        return answer.json()

    first = go(zhao, "submit", revision=1)
    assert (first["state"], first["number"], len(first["content_hash"])) == ("reviewing", 1, 64)
    named = go(director, "review/arrange", reviewers=[bai.me(), shui.me()])
    assert [row["reviewer"] for row in named["assignments"]] == ["柏评审", "水评审"]
    marks = [{"item": item.code, "grade": "high"} for item in REVIEW_ITEMS]
    go(bai, "review/grade", marks=marks)
    place = {"kind": "material", "id": "m_card", "field": "name"}
    go(
        bai,
        "review/grade",
        marks=[{"item": "material_names", "grade": "medium", "reason": "不一致", "places": [place]}],
    )
    assert go(bai, "review/finish")["state"] == "reviewing"
    go(bai, "review/finish", 409)
    hidden = shui.get(f"{at}/review").json()
    assert [row["marks"] for row in hidden["assignments"]] == [[], []]
    go(shui, "review/finish", 422)
    go(shui, "review/grade", marks=marks)
    closed = go(shui, "review/finish")
    assert (closed["state"], closed["result"], len(closed["assignments"][0]["marks"])) == ("draft", "returned", 13)
    go(zhao, "submit", 422)
    remark = Remark.objects.get()
    assert remark.text == "材料名称规范（中）：不一致" and remark.place["field"] == "name"
    go(zhao, f"remarks/{remark.pk}/settle", note="按证件名称改了")
    rewrite(draft, materials=[{**DOCUMENT["materials"][0], "name": "身份证件"}, *DOCUMENT["materials"][1:]])
    go(zhao, "submit")
    go(director, "review/arrange", reviewers=[bai.me(), shui.me()])
    for desk in (bai, shui):
        go(desk, "review/grade", marks=[{"item": "material_names", "grade": "high"}])
        last = go(desk, "review/finish")
    assert (last["state"], last["result"], last["number"]) == ("simulating", "passed", 2)
    assert go(zhao, "recall", reason="法规修订")["state"] == "draft"
    assert draft.name == NAME
