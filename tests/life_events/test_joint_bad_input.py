"""What goes wrong while joint cases run: matters suspended or changed, clerks gone, days passed, scans shared (issue 6)."""

import base64
from datetime import timedelta
from typing import Any

import pytest

from tests.cases.people import who
from tests.counter import PERSON, Desk, signature
from tests.life_events.joint import BIRTH, CHILD, birth, child, decide, joint, papers_for, receive
from yichuang.accounts.models import Posting, Staff
from yichuang.accounts.permissions import CLOCK
from yichuang.cases.models import MaterialScan
from yichuang.catalog.models import MatterVersion
from yichuang.files.operations.prepare import prepare
from yichuang.foundations import clock, ledger
from yichuang.foundations.clock import day_of
from yichuang.life_events.models import JointCase
from yichuang.life_events.operations.joint_follow import recount_joint
from yichuang.life_events.operations.joint_receive import JointDeclaration, joint_receive
from yichuang.life_events.operations.joint_urge import record_joint_overdue
from yichuang.life_events.queries.joint import running_joint_numbers
from yichuang.life_events.rules.joint_papers import PaperGiven

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def suspend(matter: str, state: str = "suspended") -> None:
    """Take a matter out of force (the notice that goes with it is the studio's affair)."""
    MatterVersion.objects.filter(matter__key=matter, state="published").update(state=state)


def bring_back(matter: str) -> None:
    """Put the matter in force again."""
    MatterVersion.objects.filter(matter__key=matter, state="suspended").update(state="published")


def test_a_suspended_matter_is_refused_and_the_rest_can_be_received() -> None:
    suspend("social_card_apply")
    desk = Desk("林小窗")
    answer = desk.post("/joint-cases", birth())
    assert answer.status_code == 422
    reason = next(one for one in answer.json()["reasons"] if one["code"] == "member_closed")
    assert reason["field"] == "member.social_card_apply" and "其余事项照常收件" in reason["todo"]
    made = receive(desk, birth(not_now={"social_card_apply": "社会保障卡暂停受理"}))
    assert [one["state"] for one in made["members"]] == ["open", "waiting", "stopped"]


def test_what_is_not_done_now_stops_those_after_it() -> None:
    answer = Desk("林小窗").post("/joint-cases", birth(not_now={"birth_registration": "户籍不在本区"}))
    assert answer.status_code == 422, "nothing is left to receive: the others wait for it"
    assert {reason["code"] for reason in answer.json()["reasons"]} == {"nothing_needed"}


def test_a_member_that_cannot_open_waits_with_its_reason_and_is_opened_by_hand() -> None:
    desk = Desk("林小窗")
    number = receive(desk, birth())["number"]
    suspend("social_card_apply")
    decide(child(number, "birth_registration"))
    held = child(number, "social_card_apply")
    assert held.state == "waiting" and held.case is None and "没有自动开办" in held.why
    assert child(number, "medical_insurance_child").state == "open", "the other is not held up by it"
    assert [row["number"] for row in desk.get("/joint-cases?list=held").json()["rows"]] == [number]
    again = desk.post(f"/joint-cases/{number}/reopen", {"member": "social_card_apply"})
    assert again.status_code in (404, 409, 410) and child(number, "social_card_apply").case is None
    bring_back("social_card_apply")
    answer = Desk("陈一诺").post(f"/joint-cases/{number}/reopen", {"member": "social_card_apply"})
    assert answer.status_code == 200, answer.content.decode()
    opened = child(number, "social_card_apply")
    assert opened.state == "open" and opened.why == "" and opened.case is not None
    assert opened.case.first_handler_name == "陈一诺" and opened.case.own_form["holder_name"] == CHILD["child_name"]
    assert (
        desk.post(f"/joint-cases/{number}/reopen", {"member": "social_card_apply"}).json()["reasons"][0]["code"]
        == "not_its_turn"
    )


def test_a_clerk_who_left_the_site_opens_nothing_in_his_name() -> None:
    number = receive(Desk("林小窗"), birth())["number"]
    today = day_of(clock.now())
    Posting.objects.filter(staff=Staff.objects.get(name="林小窗")).update(valid_to=today)
    decide(child(number, "birth_registration"))
    held = child(number, "social_card_apply")
    assert held.state == "waiting" and "重新开办" in held.why


def test_two_clerks_reopen_at_once_and_one_case_comes_of_it() -> None:
    number = receive(Desk("林小窗"), birth())["number"]
    suspend("social_card_apply")
    decide(child(number, "birth_registration"))
    bring_back("social_card_apply")
    first, second = (
        Desk(name).post(f"/joint-cases/{number}/reopen", {"member": "social_card_apply"})
        for name in ("林小窗", "陈一诺")
    )
    assert (first.status_code, second.status_code) == (200, 409)


def test_a_matter_with_a_new_question_is_refused_by_name() -> None:
    """A bundled matter superseded so that the answers no longer arrive (S2-26)."""
    row = MatterVersion.objects.get(matter__key="social_card_apply", state="published")
    spec: dict[str, Any] = row.spec
    spec["questions"] = [{**one, "id": f"{one['id']}_new"} for one in spec["questions"]]
    MatterVersion.objects.filter(pk=row.pk).update(state="superseded")
    MatterVersion.objects.create(
        matter=row.matter,
        number=(row.number or 0) + 1,
        spec=spec,
        state="published",
        published_at=clock.now(),
        content_hash="0" * 64,
    )
    answer = Desk("林小窗").post("/joint-cases", birth())
    assert answer.status_code == 422
    assert "已换新版" in "".join(reason["message"] for reason in answer.json()["reasons"])


def test_the_clock_that_passed_is_told_once_and_the_department_hears_of_it() -> None:
    number = receive(Desk("林小窗"), birth())["number"]
    due = joint(number).promised_due
    assert due is not None
    assert record_joint_overdue(actor=CLOCK, number=number, now=clock.now()) == []
    late = clock.now() + (due - day_of(clock.now())) + timedelta(days=1)
    assert record_joint_overdue(actor=CLOCK, number=number, now=late) == ["promised"]
    assert record_joint_overdue(actor=CLOCK, number=number, now=late) == [], "once for each day"
    event = ledger.history(f"joint:{number}")[-1]
    assert event.type == "joint.overdue" and event.payload["departments"] == ["杭州市公安局萧山区分局"]


def test_a_calendar_that_changed_counts_running_joint_cases_again() -> None:
    number = receive(Desk("林小窗"), birth())["number"]
    due = joint(number).promised_due
    JointCase.objects.filter(number=number).update(promised_due=day_of(clock.now()))
    assert number in running_joint_numbers()
    recount_joint(actor=CLOCK, number=number, now=clock.now())
    assert joint(number).promised_due == due
    assert ledger.history(f"joint:{number}")[-1].type == "joint.due_set"


def test_one_scan_reaches_every_member_that_needs_the_paper() -> None:
    papers = {key: PaperGiven(**one) for key, one in papers_for("birth", BIRTH).items()}
    page = prepare(base64.b64decode(signature()), name="身份证.png", declared_type="image/png")
    given = JointDeclaration("birth", BIRTH, "person", PERSON, CHILD, papers=papers, files={"id_card": [page]})
    number = joint_receive(actor=who("林小窗"), declaration=given, now=clock.now()).number
    decide(child(number, "birth_registration"))
    cases = [child(number, name).case for name in ("birth_registration", "social_card_apply")]
    scans = MaterialScan.objects.filter(material__case__in=cases)
    assert sorted(scan.material.material_id for scan in scans) == ["m_id", "m_id"]
    assert len({scan.file.blob_id for scan in scans}) == 1, "kept once"
