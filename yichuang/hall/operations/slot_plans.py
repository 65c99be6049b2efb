"""Make and change plans of appointment slots; what is booked already stays (S2-38)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from yichuang.catalog.queries import matter_keys_in_use
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall import policies
from yichuang.hall.events import SlotsChanged
from yichuang.hall.models import SlotPlan
from yichuang.hall.rules.tickets import PURPOSES, RECEIVE
from yichuang.organizations.queries import Site, open_boards

ALL_BOARDS = "全部事项"
# Column → the least and the most it may be, and how it is called.
BOUNDS: dict[str, tuple[int, int, str]] = {
    "minutes": (5, 480, "每时段分钟"),
    "capacity": (1, 200, "每时段号数"),
    "extra": (0, 200, "超额号数"),
    "days_ahead": (1, 180, "可预约天数"),
    "notice_minutes": (0, 10_080, "最晚提前分钟"),
}


@dataclass(frozen=True)
class SlotTerms:
    """What may be changed of a plan: length and places of a slot, places beyond, days ahead, notice, long matters, open or not."""

    minutes: int = 20
    capacity: int = 2
    extra: int = 0
    days_ahead: int = 14
    notice_minutes: int = 120
    lengths: Mapping[str, int] = field(default_factory=dict)
    active: bool = True


@unit_of_work()
def add_plan(
    *, actor: Actor, site: Site, board: str, terms: SlotTerms, now: datetime, purpose: str = RECEIVE
) -> SlotPlan:
    """Offer appointments for a board ("" for all) or a purpose of a site and return the plan.

    :raises NotAllowed; Refused 422 for what is out of bounds, 409 when there is one already.
    """
    policies.demand(actor, policies.ARRANGE, site, "维护号源")
    names = {"": ALL_BOARDS, **{one.letter: one.name for one in open_boards(site)}}
    if board not in names or purpose not in PURPOSES or (purpose != RECEIVE and board):
        raise _refused("board", "本服务点没有这个板块。", "请重新选择。", "board")
    _judge(terms)
    if SlotPlan.objects.filter(site=site, purpose=purpose, board=board).exists():
        raise _refused("there", "这个板块已有号源安排。", "请在已有的安排上修改。", "board", status=409)
    name = names[board] if purpose == RECEIVE else PURPOSES[purpose]
    row = SlotPlan(site=site, name=name, purpose=purpose, board=board, changed_at=now, **_columns(terms))
    event = SlotsChanged(site=site.pk, plan=name, fields={key: [None, value] for key, value in _columns(terms).items()})
    ledger.write(row, event, actor=actor, at=now)
    return row


@unit_of_work()
def change_plan(*, actor: Actor, pk: int, terms: SlotTerms, now: datetime) -> SlotPlan:
    """Change a plan and return it: booked appointments keep their times, only what is offered from now on changes.

    :raises NotFound: without such a plan at a site of the actor; NotAllowed; Refused 422 for what is out of bounds.
    """
    row = SlotPlan.objects.select_for_update(of=("self",)).select_related("site").filter(pk=pk).first()
    if row is None or not actor.may(policies.VIEW, policies.place_of(row.site)):
        raise NotFound("这个号源安排", "请从号源列表中选择。")
    policies.demand(actor, policies.ARRANGE, row.site, "维护号源")
    _judge(terms)
    given = _columns(terms)
    changed = {key: [getattr(row, key), value] for key, value in given.items() if getattr(row, key) != value}
    if not changed:
        return row
    for key in changed:
        setattr(row, key, given[key])
    row.changed_at = now
    event = SlotsChanged(site=row.site_id, plan=row.name, fields=changed)
    ledger.write(row, event, actor=actor, at=now, update_fields=[*changed, "changed_at"])
    return row


def _columns(terms: SlotTerms) -> dict[str, Any]:
    return {**asdict(terms), "lengths": dict(terms.lengths)}


def _judge(terms: SlotTerms) -> None:
    reasons = [
        Reason("bounds", f"{label}应在 {least} 到 {most} 之间。", name, "S2-38", "原安排没有改动。", "请更正。")
        for name, (least, most, label) in BOUNDS.items()
        if not least <= getattr(terms, name) <= most
    ]
    unknown = set(terms.lengths) - matter_keys_in_use(terms.lengths)
    reasons += [
        Reason("matter", f"没有事项“{key}”。", "lengths", "S2-38", "原安排没有改动。", "请填写事项库中的标识。")
        for key in sorted(unknown)
    ]
    reasons += [
        Reason("length", f"“{key}”的时长应在 5 到 480 分钟之间。", "lengths", "S2-38", "原安排没有改动。", "请更正。")
        for key, minutes in terms.lengths.items()
        if not 5 <= minutes <= 480
    ]
    if reasons:
        raise Refused(*reasons, status=422, title="号源没有保存")


def _refused(code: str, said: str, todo: str, field_: str, status: int = 422) -> Refused:
    reason = Reason(code, said, field_, "S2-38", "原安排没有改动。", todo)
    return Refused(reason, status=status, title="号源没有保存")
