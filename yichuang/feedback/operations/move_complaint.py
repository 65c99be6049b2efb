"""Work on a complaint: route, handle, take agency on, note, extend, answer, feed the studio; the person asks again (S2-27③)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings

from yichuang.feedback import policies
from yichuang.feedback.events import ComplainantShown, ComplaintMoved
from yichuang.feedback.models import Complaint, ComplaintStep
from yichuang.feedback.models.ratings import ANSWER
from yichuang.feedback.operations.ask_rating import Service, ask
from yichuang.feedback.queries.complaints import complaint_for
from yichuang.feedback.queries.settings import days_in
from yichuang.feedback.rules.clocks import answer_due
from yichuang.feedback.rules.complaints import BY_HAND, BY_VERB, ComplaintMove, why_not
from yichuang.feedback.rules.grades import ONLINE
from yichuang.foundations import ledger
from yichuang.foundations.actors import PUBLIC, Actor
from yichuang.foundations.calendars import calendar
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.sealed import mask_phone
from yichuang.foundations.transactions import unit_of_work
from yichuang.notifications.operations.send import send
from yichuang.organizations.queries import departments
from yichuang.studio.operations.request_adjustment import Wanted, record
from yichuang.studio.rules.adjustments import COMPLAINED, COMPLAINT

TITLE, RULE = "没有办理", "S2-27③"
KEPT = "这件没有改动；填写的内容都在。"
LEAST_WORDS = 4
HAND = {move.verb: move for move in BY_HAND}


@dataclass(frozen=True)
class ComplaintSaid:
    """What is said with a move: words, a day, a department."""

    text: str = ""
    day: date | None = None
    department: int | None = None


@dataclass
class Step:
    """One move being made: what the writers of the verbs work on, and which columns they changed."""

    actor: Actor
    row: Complaint
    said: ComplaintSaid
    now: datetime
    fields: list[str] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)

    def put(self, **values: Any) -> None:
        """Set columns."""
        for name, value in values.items():
            setattr(self.row, name, value)
            self.fields.append(name)


@unit_of_work()
def move_complaint(*, actor: Actor, number: str, verb: str, said: ComplaintSaid, now: datetime) -> Complaint:
    """Make a move of the table on a complaint and return it.

    :raises NotFound: for no such complaint or verb, or one that is not the actor's to see. :raises NotAllowed: without the right.
    :raises Refused: 409 against the table, 422 for what is missing.
    """
    if verb not in HAND:
        raise NotFound("这个操作")
    row = complaint_for(actor, number, lock=True)
    move = HAND[verb]
    policies.demand(actor, move.act, policies.place_of_complaint(row, move.act), move.name)
    return _make(actor, row, move, said, now)


def _make(actor: Actor, row: Complaint, move: ComplaintMove, said: ComplaintSaid, now: datetime) -> Complaint:
    if why := why_not(move, row.state, matter=row.matter, rounds=row.rounds):
        raise Refused(Reason(move.verb, why, "", RULE, KEPT, "请刷新页面查看最新状态。"), title=TITLE)
    if faults := _faults(row, move, said, now):
        raise Refused(*faults, status=422, title=TITLE)
    step, before = Step(actor, row, said, now), row.state
    if move.target is not None:
        step.put(state=move.target)
    if writer := WRITERS.get(move.verb):
        writer(step)
    # The words are kept sealed with the steps: a ledger event never holds what a person said.
    event = ComplaintMoved(row.number, move.verb, before, row.state, more=step.more)
    ledger.write(row, event, actor=actor, at=now, update_fields=step.fields)
    by_name = "反映人" if actor is PUBLIC else actor.name
    ComplaintStep.objects.create(
        complaint=row, verb=move.verb, text=said.text.strip(), told=move.told, by_name=by_name, at=now
    )
    return row


@unit_of_work()
def ask_again(*, row: Complaint, text: str, now: datetime) -> Complaint:
    """Let the person ask once more after an answer, and return the complaint; the days run anew.

    :raises Refused: 409 when it was asked again already, 422 without words.
    """
    locked = Complaint.objects.select_for_update(of=("self",)).select_related("site", "department").get(pk=row.pk)
    return _make(PUBLIC, locked, BY_VERB["ask_again"], ComplaintSaid(text=text), now)


@unit_of_work()
def show_complainant(*, actor: Actor, number: str, reason: str, now: datetime) -> dict[str, str]:
    """Return name and telephone of who complained, to who deals with it, for a reason that is on record.

    :raises NotFound, NotAllowed: as in `move_complaint`. :raises Refused: 422 without a reason.
    """
    row = complaint_for(actor, number, lock=True)
    policies.demand(
        actor, policies.COMPLAINT_WORK, policies.place_of_complaint(row, policies.COMPLAINT_WORK), "查看反映人联系方式"
    )
    if len(reason.strip()) < LEAST_WORDS:
        missing = Reason(
            "reason", "没有写明查看的事由。", "reason", "个人信息保护法 51", "没有显示。", "请写明为什么需要联系。"
        )
        raise Refused(missing, status=422, title="不能查看")
    event = ComplainantShown(number=row.number, reason=reason.strip()[:200])
    ledger.write(row, event, actor=actor, at=now, update_fields=[])
    return {"称呼": row.name or "未留", "电话": row.mobile or "未留"}


def masked(row: Complaint) -> str:
    """Return who complained as screens show it."""
    parts = [row.name[:1] + "**" if row.name else "", mask_phone(row.mobile) if row.mobile else ""]
    return " ".join(part for part in parts if part) or "匿名"


def _faults(row: Complaint, move: ComplaintMove, said: ComplaintSaid, now: datetime) -> list[Reason]:
    found = []
    if "said" in move.needs and not LEAST_WORDS <= len(said.text.strip()) <= 2000:
        found.append(("said", f"{move.name}的内容应为 {LEAST_WORDS} 至 2000 个字。"))
    if "department" in move.needs and said.department not in {one.pk for one in departments_of(row)}:
        found.append(("department", "没有选择要转去的部门。"))
    if "day" in move.needs:
        latest = calendar().add_workdays(max(row.due, day_of(now)), days_in(row.division).extend)
        if said.day is None or not row.due < said.day <= latest:
            found.append(("day", f"新的期限应晚于 {row.due:%Y-%m-%d}，最晚到 {latest:%Y-%m-%d}。"))
    return [Reason(name, text, name, RULE, KEPT, "请更正后再提交。") for name, text in found]


def departments_of(row: Complaint) -> list[Any]:
    """Return the departments a complaint may be routed to: those that the district's centre receives for (also a city's branch)."""
    return [one for one in departments() if one.receiving_id.startswith(row.division[:6])]


def _handle(step: Step) -> None:
    step.put(department_id=None)


def _route(step: Step) -> None:
    step.put(department_id=step.said.department)
    name = next(one.name for one in departments_of(step.row) if one.pk == step.said.department)
    step.more["department"] = name


def _send_back(step: Step) -> None:
    step.put(department_id=None)


def _take_agency(step: Step) -> None:
    step.put(agency=True)


def _extend(step: Step) -> None:
    row, until = step.row, step.said.day
    assert until is not None
    why = step.said.text.strip()[:300]
    step.more |= {"from": row.due, "until": until}
    step.put(due=until, extended_why=why, alarmed_at=None)
    if row.mobile:
        data = {
            "what": "反映",
            "number": row.number,
            "until": f"{until.year}年{until.month}月{until.day}日",
            "why": why,
        }
        send(
            to=row.mobile,
            template="feedback_extended",
            data=data,
            now=step.now,
            stream=row.stream,
            place=policies.place_of_site(row.site),
        )


def _answer(step: Step) -> None:
    row = step.row
    step.put(answer=step.said.text.strip(), answered_at=step.now, answered_by_name=step.actor.name)
    service = Service(
        kind=ANSWER,
        subject=f"{row.number}-{row.rounds}",
        mode=ONLINE,
        title="投诉代办答复",
        number=row.number,
        site=row.site,
        served_at=step.now,
        division=row.division,
        department_id=row.department_id,
        officer_id=step.actor.id,
        officer_name=step.actor.name,
        matter=row.matter,
        matter_name=row.matter_name,
    )
    step.put(satisfaction=ask(service=service, now=step.now))
    if row.mobile:
        link = f"{settings.PUBLIC_URL}/complain/query/?number={row.number}"
        key = f"complaint:{row.number}:{row.rounds}"
        send(
            to=row.mobile, template="complaint_answered", data={"number": row.number, "link": link},
            now=step.now, stream=row.stream, once_key=key, place=policies.place_of_site(row.site),
        )  # fmt: skip


def _suggest(step: Step) -> None:
    row, said = step.row, step.said.text.strip()[:500]
    wanted = Wanted(matter=row.matter, trigger=COMPLAINED, text=said, reference=row.number, source=COMPLAINT)
    office = next((post.department_name or post.site_name for post in step.actor.posts), "")
    request = record(actor=step.actor, wanted=wanted, source=COMPLAINT, office=office, now=step.now)
    step.put(adjustment=str(request.pk))
    step.more["adjustment"] = str(request.pk)


def _again(step: Step) -> None:
    row = step.row
    due = answer_due(calendar(), day_of(step.now), days_in(row.division))
    step.put(rounds=row.rounds + 1, due=due, alarmed_at=None, department_id=None, satisfaction=None)


WRITERS: dict[str, Callable[[Step], None]] = {
    "handle": _handle,
    "route": _route,
    "send_back": _send_back,
    "take_agency": _take_agency,
    "extend": _extend,
    "answer": _answer,
    "suggest_change": _suggest,
    "ask_again": _again,
}
