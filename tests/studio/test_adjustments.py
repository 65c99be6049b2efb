"""Requests for adjustment (S2-26): five triggers, four sources, one request of a place however many ask, a decision, and the draft."""

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cases.people import signed_in, who
from tests.cases.test_scans import picture
from tests.counter import Desk
from tests.studio.approved import FREIGHT
from tests.studio.simulating import arranged, clerk_of, in_acceptance, received
from yichuang.cases.models import Case, PointQuestion
from yichuang.cases.operations.question_point import question_point, question_point_at_desk
from yichuang.catalog.queries import published
from yichuang.catalog.rules.findings import MATTER, Place
from yichuang.foundations import clock, ledger
from yichuang.foundations.models import Event
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.studio.models import AdjustmentRequest, AdjustmentVoice, Draft, Remark
from yichuang.studio.operations.decide_adjustment import accept_adjustment, decline_adjustment, take_back_adjustment
from yichuang.studio.operations.open_draft import open_next_version
from yichuang.studio.operations.request_adjustment import Wanted, request_adjustment
from yichuang.studio.queries.adjustments import own_adjustments, visible_adjustments
from yichuang.studio.rules.adjustments import SOURCES, TRIGGERS, key_of, places

pytestmark = pytest.mark.usefixtures("demo_district")
SAFE = Place("material", "m_safe")


def now() -> datetime:
    return clock.now()


def ask(name: str = "林小窗", **given: Any) -> AdjustmentRequest:
    wanted = Wanted(**{"matter": FREIGHT, "trigger": "optimise", "text": "要点写得不清楚", "place": SAFE, **given})
    return request_adjustment(actor=who(name), wanted=wanted, now=now())


def hear(type_: str = "case.point_questioned") -> int:
    uids = [str(uid) for uid in Event.objects.filter(type=type_).order_by("pk").values_list("uid", flat=True)]
    return ledger.hear("studio.questions", uids, now())


def test_the_triggers_are_the_five_and_the_sources_the_four() -> None:
    assert list(TRIGGERS) == ["law", "devolution", "functions", "optimise", "complaint"]
    assert list(SOURCES) == ["department", "centre", "counter", "complaint"]


@pytest.mark.parametrize("trigger", list(TRIGGERS))
@pytest.mark.parametrize(
    ("name", "source"), [("赵审查", "department"), ("谢区管", "centre"), ("林小窗", "counter"), ("陶三围", "counter")]
)
def test_everybody_asks_for_each_reason_and_the_source_follows_from_the_post(
    name: str, source: str, trigger: str
) -> None:
    row = ask(name, trigger=trigger, reference="浙政发〔2026〕1号")
    assert (row.source, row.state, row.department.key) == (source, "open", "xs-transport")
    told = ledger.history(row.stream)[0]
    assert (told.type, told.payload["trigger"], told.payload["place"]) == (
        "adjustment.requested",
        trigger,
        row.place_name,
    )
    assert own_adjustments(who(name)).get() == row


def test_every_place_of_a_matter_can_be_asked_about() -> None:
    known = places(published(FREIGHT).spec)
    kinds = {found.place.kind for found in known.values()}
    assert {"matter", "question", "option", "situation", "material", "point"} <= kinds
    assert all(key == key_of(found.place) for key, found in known.items())


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"trigger": "whim"}, "trigger"),
        ({"text": "x"}, "text"),
        ({"text": "字" * 501}, "text"),
        ({"evidence": "字" * 501}, "evidence"),
        ({"place": Place("material", "m_gone")}, "place"),
        ({"place": Place("point", "m_safe", "p1")}, "place"),
        ({"trigger": "complaint", "reference": " "}, "reference"),
        ({"source": "department"}, "source"),
    ],
)
def test_what_cannot_be_used_is_said_by_field(given: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        ask(**given)
    assert refused.value.status == 422 and [reason.field for reason in refused.value.reasons] == [field]
    assert not AdjustmentRequest.objects.exists()


def test_a_complaint_is_passed_on_by_the_counter() -> None:
    row = ask("沈主管", trigger="complaint", source="complaint", reference="12345-20261120-0033", place=MATTER)
    assert (row.source, row.reference) == ("complaint", "12345-20261120-0033")


def test_ten_who_say_the_same_of_one_place_are_one_request() -> None:
    for name in ("林小窗", "陈一诺", "蒋晓月", "林小窗"):
        ask(name)
    row = AdjustmentRequest.objects.get()
    assert (row.people, AdjustmentVoice.objects.count()) == (3, 4)
    assert [event.type for event in ledger.history(row.stream)] == ["adjustment.requested"] + [
        "adjustment.seconded"
    ] * 3
    for name in ("林小窗", "陈一诺", "蒋晓月"):
        assert own_adjustments(who(name)).get() == row
    ask(place=MATTER), ask(place=MATTER), ask(trigger="law")
    assert AdjustmentRequest.objects.count() == 4


def test_it_is_seen_by_who_asked_by_the_department_and_by_the_district() -> None:
    row = ask("林小窗")
    for name, sees in (
        ("赵审查", True),
        ("孙局长", True),
        ("谢区管", True),
        ("喻审计", True),
        ("陈一诺", False),
        ("李登记", False),
    ):
        assert visible_adjustments(who(name)).filter(pk=row.pk).exists() is sees, name
    with pytest.raises(NotFound):
        accept_adjustment(actor=who("李登记"), request_id=row.pk, now=now())


@pytest.mark.parametrize("name", ["孙局长", "谢区管", "邹主任"])
def test_accepting_opens_the_next_version_with_a_remark_at_the_place(name: str) -> None:
    row = ask()
    accept_adjustment(actor=who(name), request_id=row.pk, now=now(), reason="确有歧义")
    row.refresh_from_db()
    draft = Draft.objects.get(key=FREIGHT)
    assert (row.state, row.draft, draft.origin, draft.state) == ("accepted", draft, "adjustment", "draft")
    remark = Remark.objects.get(draft=draft)
    assert (remark.source, remark.place["id"], remark.settled_at) == ("adjustment", "m_safe", None)
    assert "要点写得不清楚" in remark.text and remark.author_name == "林小窗"
    told = ledger.history(row.stream)[-1]
    assert (told.type, told.payload["accepted"], told.payload["draft"]) == ("adjustment.decided", True, str(draft.pk))
    with pytest.raises(Refused, match="已采纳"):
        decline_adjustment(actor=who(name), request_id=row.pk, reason="再想想", now=now())


def test_accepting_joins_the_draft_that_is_being_written() -> None:
    running = open_next_version(actor=who("赵审查"), matter_key=FREIGHT, now=now())
    row = accept_adjustment(actor=who("孙局长"), request_id=ask().pk, now=now())
    assert row.draft == running and Draft.objects.count() == 1 and Remark.objects.filter(draft=running).count() == 1


def test_declining_needs_a_reason_and_the_asker_reads_it() -> None:
    row = ask()
    with pytest.raises(Refused, match="理由"):
        decline_adjustment(actor=who("孙局长"), request_id=row.pk, reason=" ", now=now())
    decline_adjustment(actor=who("孙局长"), request_id=row.pk, reason="法规要求如此", now=now())
    assert not Draft.objects.exists() and ledger.history(row.stream)[-1].payload["accepted"] is False
    page = signed_in("林小窗").get("/studio/adjustments/?mine=on").content.decode()
    assert "不采纳" in page
    assert "法规要求如此" in signed_in("林小窗").get(f"/studio/adjustments/{row.pk}/").content.decode()


@pytest.mark.parametrize("name", ["赵审查", "林小窗"])
def test_who_may_not_decide_does_not(name: str) -> None:
    row = ask()
    for act in (lambda: accept_adjustment(actor=who(name), request_id=row.pk, now=now()),
                lambda: decline_adjustment(actor=who(name), request_id=row.pk, reason="不", now=now())):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()


def test_one_takes_back_what_nobody_has_joined() -> None:
    row = ask()
    with pytest.raises(Refused, match="只有提出人"):
        take_back_adjustment(actor=who("孙局长"), request_id=row.pk, now=now())
    assert take_back_adjustment(actor=who("林小窗"), request_id=row.pk, now=now()).state == "withdrawn"
    joined = ask()
    ask("陈一诺")
    with pytest.raises(Refused, match="已有 2 人"):
        take_back_adjustment(actor=who("林小窗"), request_id=joined.pk, now=now())


def test_a_point_questioned_on_a_case_becomes_a_request_once_and_the_case_stays_as_it_is() -> None:
    number = Desk("林小窗").receive()
    before = Case.objects.values_list("chain_seq", flat=True).get(number=number)
    point = published(FREIGHT).spec.material("m_safe").review_points[0].id
    row = question_point(
        actor=who("林小窗"), number=number, material="m_safe", point=point, text="没有写明年份", now=now()
    )
    assert [event.type for event in ledger.history(row.stream)] == ["case.point_questioned"]
    assert Case.objects.values_list("chain_seq", flat=True).get(number=number) == before
    assert (hear(), hear()) == (1, 0)
    asked = AdjustmentRequest.objects.get()
    assert (asked.source, asked.trigger, asked.place_key) == ("counter", "optimise", f"point:m_safe:{point}")
    assert (asked.requester_name, asked.reference, asked.text) == ("林小窗", number, "没有写明年份")


def test_a_point_questioned_by_an_officer_comes_from_the_department() -> None:
    number = Desk("林小窗").receive()
    question_point(actor=who("赵审查"), number=number, material="m_safe", text="材料重复", now=now())
    hear()
    assert AdjustmentRequest.objects.get().source == "department"


def test_the_desk_questions_its_checklist_before_there_is_a_case() -> None:
    question_point_at_desk(actor=who("陈一诺"), matter_key=FREIGHT, material="m_safe", text="不该要", now=now())
    hear()
    assert AdjustmentRequest.objects.get().reference == ""
    with pytest.raises(NotAllowed):
        question_point_at_desk(actor=who("赵审查"), matter_key=FREIGHT, material="m_safe", text="不该要", now=now())


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"material": "m_gone"}, "place"),
        ({"point": "p_gone"}, "place"),
        ({"text": " x "}, "text"),
        ({"text": "字" * 301}, "text"),
    ],
)
def test_a_question_about_nothing_is_refused(given: dict[str, str], field: str) -> None:
    number = Desk("林小窗").receive()
    said = {"material": "m_safe", "text": "写错了", **given}
    with pytest.raises(Refused) as refused:
        question_point(actor=who("林小窗"), number=number, now=now(), **said)
    assert [reason.field for reason in refused.value.reasons] == [field] and not PointQuestion.objects.exists()


def test_a_practice_case_s_objections_are_not_adjustments() -> None:
    """On a case that an exercise really received, at its own clerk's desk; nothing is recorded."""
    run = next(one for one in arranged(in_acceptance()) if one.script.expected["situation"])
    number = received(run)
    with pytest.raises(Refused, match="测试件"):
        question_point(actor=who(clerk_of(run)), number=number, material="m_safe", text="写错了", now=now())
    assert not PointQuestion.objects.exists()


def test_pages_take_a_request_with_its_paper_and_its_decision() -> None:
    clerk, head = signed_in("林小窗"), signed_in("孙局长")
    form = {"trigger": "optimise", "place": "material:m_safe", "text": "样本过时", "reference": "办件 1"}
    assert clerk.post(f"/studio/adjustments/new/{FREIGHT}/", {**form, "text": ""}).status_code == 422
    file = SimpleUploadedFile("paper.jpg", picture(60), "image/jpeg")
    made = clerk.post(f"/studio/adjustments/new/{FREIGHT}/", {**form, "file": file})
    assert made.status_code == 302
    row = AdjustmentRequest.objects.get()
    page = head.get(f"/studio/adjustments/{row.pk}/").content.decode()
    assert "样本过时" in page and "paper.jpg" in page
    link = page.split(f"/studio/adjustments/{row.pk}/files/")[1].split("/")[0]
    assert head.get(f"/studio/adjustments/{row.pk}/files/{link}/").status_code == 200
    assert signed_in("李登记").get(f"/studio/adjustments/{row.pk}/files/{link}/").status_code == 404
    assert head.post(f"/studio/adjustments/{row.pk}/decline/", {"reason": ""}).status_code == 422
    assert head.post(f"/studio/adjustments/{row.pk}/accept/").status_code == 302
    assert head.post(f"/studio/adjustments/{row.pk}/accept/").status_code == 409
    listed = head.get("/studio/adjustments/?state=accepted&sort=-people").content.decode()
    assert "样本过时" in listed and "样本过时" not in head.get("/studio/adjustments/?state=open").content.decode()
    sheet = head.get("/studio/adjustments/export/?state=accepted")
    assert sheet["Content-Type"].endswith("spreadsheetml.sheet") and sheet.content[:2] == b"PK"


def test_the_key_answers_inside_the_dialog_and_on_the_page() -> None:
    clerk, number = signed_in("林小窗"), Desk("林小窗").receive()
    asked = {"place": "m_safe|", "text": "样本过时"}
    part = clerk.post(f"/cases/{number}/question/", asked, headers={"HX-Request": "true"})
    assert part.status_code == 200 and "已提出" in part.content.decode() and "<html" not in part.content.decode()
    wrong = clerk.post(f"/cases/{number}/question/", {**asked, "text": ""}, headers={"HX-Request": "true"})
    assert "写明哪里不对" in wrong.content.decode()
    assert clerk.post(f"/desk/{FREIGHT}/question/", asked).status_code == 302
    assert PointQuestion.objects.count() == 2


def test_the_api_asks_lists_and_decides() -> None:
    desk, head = Desk("林小窗"), Desk("孙局长")
    body = {"matter": FREIGHT, "trigger": "optimise", "text": "样本过时", "place": {"kind": "material", "id": "m_safe"}}
    made = desk.post("/studio/adjustments", body)
    assert made.status_code == 201 and made.json()["place"] == "material:m_safe"
    path = f"/studio/adjustments/{made.json()['id']}"
    assert head.get("/studio/adjustments?state=open").json()["rows"][0]["text"] == "样本过时"
    assert head.post(f"{path}/decline", {}).status_code == 422
    assert head.post(f"{path}/accept", {}).json()["state"] == "accepted"
    assert desk.get(path).json()["draft"]
    assert desk.post(f"{path}/take-back", {}).status_code == 409
    number = desk.receive()
    said = desk.post(f"/cases/{number}/question", {"material": "m_safe", "text": "样本过时"})
    assert said.status_code == 201 and said.json()["material"] == "m_safe"
