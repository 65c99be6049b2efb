"""Stop or take up again what a number wants: by the link of a message, by answering one, or told to an officer (民法典 1033)."""

from collections.abc import Iterable
from datetime import datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import PUBLIC, Actor, Place
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.sealed import blind_index
from yichuang.foundations.transactions import unit_of_work
from yichuang.notifications import policies
from yichuang.notifications.events import MessagesStopped, MessagesWanted
from yichuang.notifications.models import Message, OptOut
from yichuang.notifications.queries.messages import index_of
from yichuang.notifications.queries.opt_outs import message_with_code, opt_out_for
from yichuang.notifications.rules.numbers import SAID, is_email, plain_address, purpose_of, reachable
from yichuang.notifications.rules.opt_outs import BACK, STOP, STOPPABLE, meant

KEPT = "没有做任何改动，已填内容还在页面上。"


@unit_of_work()
def choose_by_code(*, code: str, stopped: Iterable[str], now: datetime) -> list[str]:
    """Set which kinds the receiver of a message stops and which he wants, and return the stopped ones.

    :raises NotFound: for a code that no message carries.
    """
    message = message_with_code(code)
    wanted, place = set(stopped), policies.place_of(message)
    for kind in STOPPABLE:
        _set(message.to, kind, kind in wanted, way="link", place=place, why="", actor=PUBLIC, now=now)
    return [kind for kind in STOPPABLE if kind in wanted]


@unit_of_work()
def answer_text(*, number: str, content: str, at: datetime, now: datetime) -> str:
    """Act on a text that somebody sent us and return what it meant (`stop`, `back` or nothing); an older one changes nothing newer."""
    said = meant(content)
    if said not in (STOP, BACK) or reachable(number) != "mobile":
        return ""
    last = Message.objects.filter(to_index=index_of(number)).order_by("-written_at").first()
    place = policies.place_of(last) if last else Place()
    for kind in STOPPABLE:
        _set(number, kind, said == STOP, way="sms", place=place, why="", actor=PUBLIC, now=min(at, now), newer=True)
    return said


@unit_of_work()
def stop_for(
    *, actor: Actor, number: str, kinds: Iterable[str], division: str, why: str, now: datetime
) -> list[OptOut]:
    """Note that a person told an officer what not to send any more, and return what was noted.

    :raises NotAllowed: :raises Refused: 422 for a number that no text reaches, without a reason, or a kind that cannot be stopped.
    """
    policies.demand(actor, policies.MANAGE, Place(division=division), "登记退订")
    wanted, reasons = [kind for kind in STOPPABLE if kind in set(kinds)], []
    if not is_email(number) and (reach := reachable(number)) != "mobile":
        said = SAID[reach].format(to=number.strip()[:20])
        reasons.append(Reason(reach, said, field="number", kept=KEPT, todo="请填写本人的手机号码。"))
    if not wanted:
        said = "没有选择要退订的消息；办事通知、验证码和叫号依法或应本人要求发送，不能退订。"
        reasons.append(Reason("kinds", said, field="kinds", kept=KEPT, todo="请选择至少一类。"))
    reasons += _without_reason(why)
    if reasons:
        raise Refused(*reasons, status=422, title="不能登记退订")
    return [
        _set(number, kind, True, way="staff", place=Place(division=division), why=why, actor=actor, now=now)
        for kind in wanted
    ]


@unit_of_work()
def want_again(*, actor: Actor, uid: str, why: str, now: datetime) -> OptOut:
    """Note that a person told an officer to send a kind of messages again, and return the opt-out.

    :raises NotFound: :raises NotAllowed: :raises Refused: 422 without a reason, 409 when it was taken back already.
    """
    row = opt_out_for(actor, uid, lock=True)
    policies.demand(actor, policies.MANAGE, Place(division=row.division), "恢复接收")
    if reasons := _without_reason(why):
        raise Refused(*reasons, status=422, title="不能恢复接收")
    if not row.active:
        reason = Reason("not_stopped", "这一类消息已经恢复接收。", kept="没有做任何改动。", todo="请刷新名单。")
        raise Refused(reason, title="不能恢复接收")
    return _set(row.to, row.kind, False, way="staff", place=Place(division=row.division), why=why, actor=actor, now=now)


def _without_reason(why: str) -> list[Reason]:
    if why.strip():
        return []
    return [Reason("why", "没有写明说明。", field="why", kept=KEPT, todo="请写明本人在何时以何种方式提出。")]


def _set(
    to: str,
    kind: str,
    active: bool,
    *,
    way: str,
    place: Place,
    why: str,
    actor: Actor,
    now: datetime,
    newer: bool = False,
) -> OptOut:
    """Bring one number's one kind to a state and return it; what is so already is left alone, also who said it and when."""
    address = plain_address(to)
    index = blind_index(address, purpose_of(to))
    fresh = OptOut(
        to=address,
        to_index=index,
        kind=kind,
        active=False,
        division=place.division,
        site_id=place.site_id,
        way=way,
        why=why[:200],
        changed_at=now,
    )
    made = OptOut.objects.filter(to_index=index, kind=kind).exists()
    if not made and not active:
        return fresh  # nothing was stopped, nothing is to be taken back
    if not made:
        OptOut.objects.bulk_create([fresh], ignore_conflicts=True)
    row = OptOut.objects.select_for_update().get(to_index=index, kind=kind)
    if row.active == active or (newer and made and now <= row.changed_at):
        return row
    row.active, row.way, row.why, row.changed_at = active, way, why.strip()[:200], now
    if active and place.division:
        row.division, row.site_id = place.division, place.site_id
    event = (MessagesStopped if active else MessagesWanted)(kind=kind, way=way, why=row.why)
    ledger.write(
        row, event, actor=actor, at=now, update_fields=["active", "way", "why", "changed_at", "division", "site_id"]
    )
    return row
