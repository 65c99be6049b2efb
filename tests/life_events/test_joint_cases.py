"""A joint case through the main job over the API: one intake, the departments decide, the next ones open, one hand-out (S2-25, S3-9)."""

from typing import Any

import pytest

from tests.counter import PERSON, Desk, signature
from tests.life_events.joint import BIRTH, CHILD, DEAD, DEATH, birth, child, decide, hear, joint, papers_for, receive
from yichuang.accounts.permissions import CLOCK
from yichuang.cases.models import Case, CaseMaterial
from yichuang.cases.operations.issue import close
from yichuang.foundations import clock, ledger
from yichuang.life_events.models import JointCase, SavingMonth
from yichuang.life_events.queries.joint import endings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def types(number: str) -> list[str]:
    """Return the kinds of events of a joint case in order."""
    return [event.type for event in ledger.history(f"joint:{number}")]


def issue(number: str) -> None:
    """Have the department send a decided case's result to the issuing counter."""
    case = Case.objects.get(number=number)
    officer = (
        "许户籍" if "公安" in case.department_name else "孔社保" if "社会保障" in case.department_name else "施公积"
    )
    result = {} if case.state == "denied" else {"result_name": "结果", "result_number": "示例 1 号"}
    Desk(officer).must(number, "send-to-issuing", **result)


def test_one_intake_opens_the_first_stage_and_what_waits_opens_by_itself() -> None:
    made = receive(Desk("林小窗"), birth())
    number = made["number"]
    assert {one["member"]: one["state"] for one in made["members"]} == {
        "birth_registration": "open",
        "medical_insurance_child": "waiting",
        "social_card_apply": "waiting",
    }
    first = child(number, "birth_registration")
    assert first.case is not None and first.case.state == "accepted", "complete, and the counter accepts (S2-40)"
    assert first.case.own_form["child_name"] == "王安安" and first.case.received_by_name == "林小窗"
    assert joint(number).accepted_on == first.case.accepted_on and joint(number).promised_due is not None
    decide(first)
    after = {
        one.member: one for one in (child(number, name) for name in ("medical_insurance_child", "social_card_apply"))
    }
    assert {one.state for one in after.values()} == {"open"}, [one.why for one in after.values()]
    insured = after["medical_insurance_child"].case
    assert insured is not None and insured.own_form["insured_name"] == "王安安"
    opened = ledger.history(insured.stream)[0]
    assert (opened.actor_kind, opened.actor_name) == ("system", "林小窗"), "the platform in the receiving clerk's name"
    assert types(number)[:3] == ["joint.received", "joint.child_opened", "joint.due_set"]
    assert types(number).count("joint.child_opened") == 3


def test_what_is_asked_filled_and_brought_is_told_before_by_the_ids_that_the_intake_takes() -> None:
    desk, answers = Desk("林小窗"), dict[str, str]()
    while (told := desk.post("/joint-cases/plan", {"life_event": "birth", "answers": answers}).json())["question"]:
        answers[told["question"]["id"]] = told["question"]["options"][0]["id"]
    assert set(answers) == set(BIRTH) and len(told["members"]) == 3 and told["members"][0]["situation"]
    body = birth(answers=answers)
    body["merged"] = {field["id"]: CHILD[field["id"]] for field in told["fields"]}
    body["papers"] = {
        paper["id"]: {key: paper[key] for key in ("received_as", "originals", "copies")} | {"checked": True}
        for paper in told["papers"]
    }
    assert receive(desk, body)["members"][0]["case_state"] == "accepted"
    less = {"life_event": "birth", "answers": answers, "not_now": {"social_card_apply": "改日再办"}}
    after = desk.post("/joint-cases/plan", less).json()
    assert after["members"][2]["state"] == "stopped" and "send_to" not in {field["id"] for field in after["fields"]}


def test_a_paper_brought_once_is_recorded_for_every_member() -> None:
    made = receive(Desk("林小窗"), birth())
    decide(child(made["number"], "birth_registration"))
    ways = {}
    for member in ("birth_registration", "medical_insurance_child", "social_card_apply"):
        case = child(made["number"], member).case
        row = CaseMaterial.objects.get(case=case, material_id="m_id")
        ways[member] = (row.received_as, "留存" in row.note)
    assert ways == {
        "birth_registration": ("paper", False),
        "medical_insurance_child": ("scan", True),
        "social_card_apply": ("scan", True),
    }


def test_everything_that_is_wrong_is_said_at_once_at_its_place() -> None:
    """行政许可法 32(一)4: all reasons of all members, none twice, and nothing is kept."""
    before = (JointCase.objects.count(), Case.objects.count())
    wrong = {**CHILD, "child_name": "", "mother_id": "330181199602150025", "level": "三档"}
    body = birth(
        merged=wrong, form={**PERSON, "id_number": "330181199503070011"}, papers={"nothing": {"received_as": "paper"}}
    )
    answer = Desk("林小窗").post("/joint-cases", body)
    assert answer.status_code == 422
    fields = [reason["field"] for reason in answer.json()["reasons"]]
    assert {"id_number", "own_form.child_name", "own_form.mother_id", "own_form.level", "paper.nothing"} <= set(fields)
    assert len(fields) == len(set(fields)), "what several members say of one field is said once"
    assert (JointCase.objects.count(), Case.objects.count()) == before


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"answers": {**BIRTH, "card": ""}}, "answers"),
        ({"answers": {**BIRTH, "card": "maybe"}}, "answers"),
        ({"applicant_kind": "enterprise"}, "kind"),
        ({"already": {"birth_registration": ""}}, "member.birth_registration"),
        ({"not_now": {"none": "x"}}, "member.none"),
        (
            {"papers": {"medical_insurance_child.m_photo": {"received_as": "shared"}}},
            "paper.medical_insurance_child.m_photo",
        ),
        ({"papers": {"birth_certificate": {"received_as": "paper", "originals": 100}}}, "paper.birth_certificate"),
    ],
)
def test_bad_input_is_refused_with_its_place(more: dict[str, Any], field: str) -> None:
    answer = Desk("林小窗").post("/joint-cases", {**birth(), **more})
    assert answer.status_code == 422
    assert field in {reason["field"] for reason in answer.json()["reasons"]}


def test_who_finished_one_part_already_goes_on_with_the_rest() -> None:
    made = receive(Desk("林小窗"), birth(already={"birth_registration": "户口簿 330109-0001"}))
    states = {one["member"]: one["state"] for one in made["members"]}
    assert states == {"birth_registration": "skipped", "medical_insurance_child": "open", "social_card_apply": "open"}
    assert made["members"][0]["why"] == "户口簿 330109-0001"


def test_a_member_refused_stops_those_after_it_and_the_person_is_told() -> None:
    made = receive(Desk("林小窗"), birth())
    decide(child(made["number"], "birth_registration"), "deny")
    states = {
        one: child(made["number"], one).state
        for one in ("birth_registration", "medical_insurance_child", "social_card_apply")
    }
    assert states == {
        "birth_registration": "refused",
        "medical_insurance_child": "stopped",
        "social_card_apply": "stopped",
    }
    ended = next(event for event in ledger.history(f"joint:{made['number']}") if event.type == "joint.child_ended")
    assert "补齐后重新申请" in ended.payload["told"]
    assert ended.payload["stopped"] == ["medical_insurance_child", "social_card_apply"]


def death(**more: Any) -> dict[str, Any]:
    """Return the body of a whole death intake."""
    papers = papers_for("death", DEATH)
    return {
        "life_event": "death",
        "answers": DEATH,
        "applicant_kind": "person",
        "form": PERSON,
        "merged": DEAD,
        "papers": papers,
        **more,
    }


def test_one_denied_others_go_on_and_all_results_are_handed_out_once() -> None:
    made = receive(Desk("林小窗"), death())
    number = made["number"]
    decide(child(number, "death_cancellation"))
    decide(child(number, "death_benefit"), "deny")
    assert child(number, "gjj_withdraw_death").state == "open", "one refused does not sink the others"
    decide(child(number, "gjj_withdraw_death"))
    cases = [child(number, one).case for one in ("death_cancellation", "death_benefit", "gjj_withdraw_death")]
    for case in cases:
        assert case is not None
        issue(case.number)
    issuer = Desk("周出证")
    body = {
        "identity_checked": "居民身份证，号码已核对",
        "receiver_number": PERSON["id_number"],
        "signature": signature(),
    }
    assert Desk("林小窗").post(f"/joint-cases/{number}/hand-out", body).status_code == 403
    assert issuer.post(f"/joint-cases/{number}/hand-out", {**body, "signature": ""}).status_code == 409
    answer = issuer.post(f"/joint-cases/{number}/hand-out", body)
    assert answer.status_code == 200, answer.content.decode()
    assert {one["case_state"] for one in answer.json()["members"]} == {"delivered"}
    assert answer.json()["handed_out_at"]
    again = issuer.post(f"/joint-cases/{number}/hand-out", body)
    assert again.status_code == 409 and again.json()["reasons"][0]["code"] == "nothing_here"
    for case in cases:
        assert case is not None
        close(actor=CLOCK, number=case.number, now=clock.now())
        hear(case.number)
    assert joint(number).state == "ended" and types(number)[-1] == "joint.ended"
    assert endings([number])[number].at == joint(number).closed_at, (
        "from then on its scans' period runs (个人信息保护法 19)"
    )
    told = ledger.history(f"joint:{number}")[-1].payload
    assert told["key"] == "death" and {one["end"] for one in told["members"]} == {"closed"}
    ledger.hear("life_events.savings", [str(event.uid) for event in ledger.history(f"joint:{number}")], clock.now())
    month = SavingMonth.objects.get()
    assert (month.received, month.ended, month.extra_visits) == (1, 1, 0)
    assert month.materials_separately > month.materials_once > 0 and month.visits_separately == 3


def test_withdraw_one_and_withdraw_all() -> None:
    desk = Desk("林小窗")
    number = receive(desk, death())["number"]
    decide(child(number, "death_cancellation"))
    path, given = f"/joint-cases/{number}/withdraw", {"reasons": "改由本人另行办理", "in_writing": True}
    assert desk.post(path, {**given, "members": ["death_cancellation"]}).status_code == 409, "decided"
    assert desk.post(path, {"members": [], "reasons": "", "in_writing": False}).status_code == 409
    one = desk.post(path, {**given, "members": ["death_benefit"]})
    assert one.status_code == 200, one.content.decode()
    assert child(number, "death_benefit").state == "withdrawn"
    case = child(number, "death_benefit").case
    assert case is not None and case.state == "withdrawn"
    assert child(number, "gjj_withdraw_death").state == "open"
    other = receive(desk, birth())["number"]
    assert desk.post(f"/joint-cases/{other}/withdraw", {**given, "members": []}).status_code == 200
    assert joint(other).state == "withdrawn"
    assert {child(other, name).state for name in ("birth_registration", "social_card_apply")} == {"withdrawn"}
    assert desk.post(f"/joint-cases/{other}/withdraw", {**given, "members": []}).status_code == 409


def test_one_extension_by_the_government_s_head() -> None:
    number = receive(Desk("林小窗"), birth())["number"]
    path, body = f"/joint-cases/{number}/extend", {"days": 15, "reasons": "需要向外省核查"}
    before = joint(number).statutory_due
    assert Desk("林小窗").post(path, body).status_code == 403
    head = Desk("邹主任")
    assert head.post(path, {"days": 16, "reasons": ""}).status_code == 409
    answer = head.post(path, body)
    assert answer.status_code == 200, answer.content.decode()
    after = joint(number)
    assert before and after.statutory_due and after.statutory_due > before
    assert (after.extended_days, after.extended_why) == (15, "需要向外省核查")
    assert head.post(path, body).json()["reasons"][0]["code"] == "extended_once"


def test_who_sees_a_joint_case() -> None:
    number = receive(Desk("林小窗"), birth())["number"]
    for name, status in (
        ("林小窗", 200), ("陈一诺", 200), ("许户籍", 200), ("孔社保", 200), ("邹主任", 200),
        ("赵审查", 404), ("吴益农", 404), ("俞导服", 403),
    ):  # fmt: skip
        assert Desk(name).get(f"/joint-cases/{number}").status_code == status, name
    assert Desk("赵审查").post("/joint-cases", birth()).status_code == 403
    listed = Desk("许户籍").get(f"/joint-cases?q={number}").json()["rows"]
    assert [row["number"] for row in listed] == [number]
    assert Desk("吴益农").get("/joint-cases").json()["rows"] == []


def test_a_repeated_call_receives_once() -> None:
    desk, body = Desk("林小窗"), birth()
    first, again = (desk.post("/joint-cases", body, key="same") for _ in range(2))
    assert first.status_code == 201 and first.json() == again.json()
    assert JointCase.objects.count() == 1
