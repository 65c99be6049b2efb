"""Joint cases for tests: the demonstration's births and deaths, received over the API and decided by their departments."""

from typing import Any

from tests.counter import PERSON, Desk
from yichuang.cases.models import Case
from yichuang.foundations import clock, ledger
from yichuang.foundations.models import Event
from yichuang.life_events.models import JointCase, JointChild
from yichuang.life_events.operations.joint_follow import MOVES
from yichuang.life_events.queries import life_event
from yichuang.life_events.queries.joint_plan import LeftOut, plan_for
from yichuang.life_events.rules.joint_papers import defaults_of

BIRTH = {"married": "yes", "follows": "mother", "insure": "yes", "card": "yes"}
CHILD = {
    "child_name": "王安安",
    "child_sex": "女",
    "child_born": "2026-11-20",
    "certificate_number": "U330000001",
    "father_name": "王小明",
    "father_id": "330181199503070010",
    "mother_name": "李小红",
    "mother_id": "330181199602150024",
    "register_address": "益农镇新安路 1 号",
    "level": "一档",
    "send_to": "窗口领取",
}
DEATH = {"place": "hospital", "insured": "yes_retired", "fund": "yes"}
DEAD = {
    "dead_name": "王老根",
    "dead_id": "330181194003070011",
    "died_on": "2026-11-20",
    "died_at": "萧山区第一人民医院",
    "certificate_number": "D330000001",
    "cremated": True,
    "relation": "子女",
    "bank_name": "中国农业银行萧山支行",
    "bank_account": "6228480000000000001",
}
OFFICERS = {
    "birth_registration": ("许户籍", "吕户籍"),
    "death_cancellation": ("许户籍", "吕户籍"),
    "medical_insurance_child": ("孔社保", "曹社保"),
    "social_card_apply": ("孔社保", "曹社保"),
    "death_benefit": ("孔社保", "曹社保"),
    "gjj_withdraw_death": ("施公积", "张公积"),
}


def papers_for(event: str, answers: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return every line as it is received when nothing is missing."""
    plan = plan_for(life_event(event), answers, kind="person", left_out=LeftOut(), on=clock.now().date())
    found = {line.id: defaults_of(line) for line in plan.reached.lines}
    return {
        key: {"received_as": one.received_as, "originals": one.originals, "copies": one.copies, "checked": True}
        for key, one in found.items()
    }


def birth(**more: Any) -> dict[str, Any]:
    """Return the body of a whole birth intake."""
    answers = more.get("answers", BIRTH)
    body = {
        "life_event": "birth",
        "answers": answers,
        "applicant_kind": "person",
        "form": PERSON,
        "merged": CHILD,
        "papers": papers_for("birth", answers),
    }
    return {**body, **more}


def receive(desk: Desk, body: dict[str, Any]) -> dict[str, Any]:
    """Receive a joint case over the API and return it."""
    answer = desk.post("/joint-cases", body)
    assert answer.status_code == 201, answer.content.decode()
    return dict(answer.json())


def hear(number: str) -> None:
    """Let the joint case hear everything of one of its cases that it has not heard, as the worker would."""
    waiting = list(Event.objects.filter(stream=f"case:{number}", type__in=MOVES).order_by("seq"))
    ledger.hear("life_events.joint", [str(event.uid) for event in waiting], clock.now())


def child(number: str, member: str) -> JointChild:
    """Return one member of a joint case as it stands."""
    return JointChild.objects.select_related("case", "joint").get(joint__number=number, member=member)


def joint(number: str) -> JointCase:
    """Return a joint case as it stands."""
    return JointCase.objects.get(number=number)


def decide(member: JointChild, verb: str = "grant") -> Case:
    """Have a member's department decide its case, from acceptance on, and let the joint case hear it."""
    assert member.case is not None
    number = member.case.number
    first, second = (Desk(name) for name in OFFICERS[member.member])
    if first.get(f"/cases/{number}").json()["state"] == "received":
        first.must(number, "accept")
    first.must(number, "take-up")
    whole = first.get(f"/cases/{number}/whole").json()
    points = {
        row["material"]: {one["id"]: "passed" for one in row["points"] if one["kind"] == "content"}
        for row in whole["materials"]
    }
    if found := {key: value for key, value in points.items() if value}:
        first.must(number, "review", points=found)
        second.must(number, "co-sign", opinion=verb)
    ruling = {"reasons": "不符合条件", "legal_basis": "相关规定第六条"} if verb == "deny" else {}
    first.must(number, "decide", verb=verb, **ruling)
    hear(number)
    return Case.objects.get(number=number)
