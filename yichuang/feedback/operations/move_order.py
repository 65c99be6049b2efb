"""Work on a work order: assign, call back, mend, plan, explain, extend, appeal, judge, publish (rulebook 4.3 差评闭环)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from yichuang.feedback import policies
from yichuang.feedback.events import RatingAuthorShown, RatingOrderMoved
from yichuang.feedback.models import RatingOrder
from yichuang.feedback.models.ratings import RERATE
from yichuang.feedback.operations.ask_rating import Service, ask
from yichuang.feedback.operations.seal import count
from yichuang.feedback.queries.orders import candidates, facts_of, order_for
from yichuang.feedback.queries.settings import days_in
from yichuang.feedback.rules.orders import BY_HAND, OrderMove, why_not
from yichuang.feedback.rules.plain import personal_in
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.calendars import calendar
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotAllowed, NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.notifications.operations.send import send

TITLE, RULE = "没有办理", "好差评规则"
KEPT = "工单没有改动；填写的内容都在。"
LEAST_WORDS = 4
MOVES = {move.verb: move for move in BY_HAND}


@dataclass(frozen=True)
class OrderSaid:
    """What an officer says with a move: words, a day, whom he names, whether the author was reached."""

    text: str = ""
    day: date | None = None
    assignee: str = ""
    reached: bool = False


@dataclass
class Step:
    """One move being made: what the writers of the verbs work on, and which columns they changed."""

    actor: Actor
    order: RatingOrder
    said: OrderSaid
    now: datetime
    before: str
    fields: list[str] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)

    def put(self, **values: Any) -> None:
        """Set columns."""
        for name, value in values.items():
            setattr(self.order, name, value)
            self.fields.append(name)


@unit_of_work()
def move_order(*, actor: Actor, number: str, verb: str, said: OrderSaid, now: datetime) -> RatingOrder:
    """Make a move of the table on a work order and return it.

    :raises NotFound: for no such order or verb, or one that is not the actor's to see. :raises NotAllowed: without the right.
    :raises Refused: 403 for who may not because of his part in it, 409 against the table, 422 for what is missing.
    """
    if verb not in MOVES:
        raise NotFound("这个操作")
    move, order = MOVES[verb], order_for(actor, number, lock=True)
    _demand(actor, move, order)
    faults = _faults(actor, move, order, said, now)
    if faults:
        raise Refused(*faults, status=422, title=TITLE)
    before = order.state
    step = Step(actor, order, said, now, before)
    if move.target is not None:
        step.put(state=move.target)
    WRITERS[verb](step)
    # What was said on the telephone stays in the order, sealed; a ledger event never holds what a person said (个人信息保护法 51).
    said_openly = "" if verb == "follow_up" else said.text.strip()
    event = RatingOrderMoved(order.number, verb, before, order.state, said_openly, step.more)
    ledger.write(order, event, actor=actor, at=now, update_fields=step.fields)
    return order


@unit_of_work()
def show_author(*, actor: Actor, number: str, reason: str, now: datetime) -> dict[str, str]:
    """Return name and telephone of who gave a bad rating and wishes to be called, to who was named to call; it is on record.

    :raises NotFound: not the actor's to see. :raises NotAllowed: for anybody but the named person.
    :raises Refused: 422 without a reason, 409 for an anonymous rating.
    """
    order = order_for(actor, number, lock=True)
    if actor.id != order.assignee_id:
        raise NotAllowed("rating_order.handle", "评价人的联系方式只有指派的回访人可以查看。")
    if len(reason.strip()) < LEAST_WORDS:
        missing = Reason(
            "reason", "没有写明查看的事由。", "reason", "个人信息保护法 51", "没有显示。", "请写明为什么需要联系。"
        )
        raise Refused(missing, status=422, title="不能查看")
    if not order.named:
        nobody = Reason("anonymous", "评价人没有留下联系方式。", "", RULE, "没有显示。", "请根据评价内容核实情况。")
        raise Refused(nobody, title="不能查看")
    event = RatingAuthorShown(number=order.number, reason=reason.strip()[:200])
    ledger.write(order, event, actor=actor, at=now, update_fields=[])
    rating = order.rating
    return {"称呼": rating.name or "未留", "电话": rating.mobile or "未留"}


def _demand(actor: Actor, move: OrderMove, order: RatingOrder) -> None:
    policies.demand(actor, move.act, policies.place_of_order(order), move.name)
    if why := why_not(move, facts_of(order), actor.id):
        status = 409 if order.state not in move.sources else 403
        todo = "请刷新页面查看最新状态。" if status == 409 else "请由页面上写明的人员办理。"
        raise Refused(Reason(move.verb, why, "", RULE, KEPT, todo), status=status, title=TITLE)


def _faults(actor: Actor, move: OrderMove, order: RatingOrder, said: OrderSaid, now: datetime) -> list[Reason]:
    found, today = [], day_of(now)
    if "said" in move.needs and not LEAST_WORDS <= len(said.text.strip()) <= 500:
        found.append(("said", f"{move.name}的说明应为 {LEAST_WORDS} 至 500 个字。"))
    if "assignee" in move.needs:
        people = {key for key, _ in candidates(order, today)} | ({actor.id} - {order.handler_id})
        if said.assignee not in people:
            found.append(("assignee", "回访人须是本单位人员，且不是被评价人。"))
    if "reached" in move.needs and said.reached and not order.named:
        found.append(("reached", "评价人没有留下联系方式，不能登记为已联系。"))
    if "day" in move.needs:
        found += _wrong_day(move, order, said.day, today)
    if move.verb == "publish" and (personal := personal_in(said.text)):
        found.append(("said", f"公开内容里有{'、'.join(personal)}，公开前须删去。"))
    return [Reason(name, text, name, RULE, KEPT, "请更正后再提交。") for name, text in found]


def _wrong_day(move: OrderMove, order: RatingOrder, day: date | None, today: date) -> list[tuple[str, str]]:
    if move.verb == "plan" and (day is None or not today <= day <= order.due):
        return [("day", f"计划完成日应在今天至整改期限（{order.due:%Y-%m-%d}）之间；来不及的先申请延期。")]
    if move.verb == "extend":
        latest = calendar().add_workdays(max(order.due, today), days_in(order.division).extend)
        if day is None or not order.due < day <= latest:
            return [("day", f"新的期限应晚于 {order.due:%Y-%m-%d}，最晚到 {latest:%Y-%m-%d}。")]
    return []


def _assign(step: Step) -> None:
    people = dict(candidates(step.order, day_of(step.now))) | {step.actor.id: step.actor.name}
    name = people[step.said.assignee]
    step.put(assignee_id=step.said.assignee, assignee_name=name)
    step.more["assignee"] = name


def _follow_up(step: Step) -> None:
    step.put(followed_up_at=step.now, followed_up=step.said.text.strip(), reached=step.said.reached)
    step.more["reached"] = step.said.reached


def _plan(step: Step) -> None:
    step.put(plan=step.said.text.strip(), planned_for=step.said.day)
    step.more["day"] = step.said.day


def _settle(step: Step) -> None:
    order = step.order
    step.put(settled_at=step.now, settled_as=step.said.text.strip(), rounds=order.rounds + 1)
    request = order.rating.request
    service = Service(
        kind=RERATE,
        subject=f"{order.number}-{order.rounds}",
        mode=request.mode,
        title=f"整改情况：{request.title}"[:200],
        number=order.number,
        site=order.site,
        served_at=step.now,
        division=order.division,
        department_id=order.department_id,
        officer_id=order.handler_id,
        officer_name=order.handler_name,
        mobile=order.rating.mobile,
    )
    step.put(rerating=ask(service=service, now=step.now))


def _extend(step: Step) -> None:
    order, until = step.order, step.said.day
    assert until is not None
    step.more |= {"from": order.due, "until": until}
    why = step.said.text.strip()[:300]
    step.put(due=until, extended_why=why, alarmed="")
    if order.rating.mobile:
        data = {
            "what": "评价",
            "number": order.number,
            "until": f"{until.year}年{until.month}月{until.day}日",
            "why": why,
        }
        send(
            to=order.rating.mobile,
            template="feedback_extended",
            data=data,
            now=step.now,
            stream=order.stream,
            place=policies.place_of_order(order),
        )


def _appeal(step: Step) -> None:
    step.put(appealed_at=step.now, appealed_by=step.actor.id, appealed_by_name=step.actor.name)
    step.put(appeal=step.said.text.strip(), state_before=step.before)


def _uphold(step: Step) -> None:
    order = step.order
    step.put(judged_by_name=step.actor.name, judgement=step.said.text.strip(), closed_at=step.now)
    order.rating.excluded = True
    order.rating.save(update_fields=["excluded"])
    count(order.rating, -1)


def _reject(step: Step) -> None:
    step.put(judged_by_name=step.actor.name, judgement=step.said.text.strip(), state=step.order.state_before)


def _publish(step: Step) -> None:
    step.put(public_text=step.said.text.strip(), published_at=step.now)


WRITERS: dict[str, Callable[[Step], None]] = {
    "assign": _assign,
    "follow_up": _follow_up,
    "plan": _plan,
    "mend": _settle,
    "explain": _settle,
    "extend": _extend,
    "appeal": _appeal,
    "uphold": _uphold,
    "reject": _reject,
    "publish": _publish,
}
