"""Set a site's opening calendar, and declare exceptional days; whom a change strands is told and moved, or cancelled (S2-38)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall import policies
from yichuang.hall.events import OpeningChanged, OpeningDayDeclared
from yichuang.hall.models import OpeningException, OpeningPlan
from yichuang.hall.operations.settle_stranded import Settled, settle
from yichuang.hall.rules.opening import Minutes, Rules
from yichuang.hall.rules.opening_document import faults, to_json
from yichuang.organizations.queries import Site, open_boards, windows_of

KEPT = "原安排没有改动。"
# Column → the least and the most it may be.
BOOKING_RULES: dict[str, tuple[int, int]] = {
    "early_minutes": (0, 480),
    "late_minutes": (0, 240),
    "no_shows": (0, 20),
    "within_days": (1, 366),
    "blocked_days": (0, 366),
    "a_day": (1, 20),
    "open_at_once": (1, 50),
}


@dataclass(frozen=True)
class SpecialDay:
    """An exceptional day: when, for which board ("" for the site), open in these spans (none: closed), and why."""

    day: date
    spans: tuple[Minutes, ...]
    reason: str
    board: str = ""


def lock_opening(site: Site) -> OpeningPlan:
    """Return a site's opening calendar, locked; a site without one gets an empty one."""
    OpeningPlan.objects.bulk_create([OpeningPlan(site=site)], ignore_conflicts=True)
    return OpeningPlan.objects.select_for_update(of=("self",)).select_related("site").get(site=site)


@unit_of_work()
def set_opening(*, actor: Actor, site: Site, rules: Rules, now: datetime) -> OpeningPlan:
    """Put opening rules in force at once and return the calendar; whom they strand is listed, not touched.

    :raises NotAllowed; Refused 422 with every fault of the rules.
    """
    policies.demand(actor, policies.ARRANGE, site, "维护开放日历")
    windows = [window.number for window in windows_of(site)]
    said = faults(rules, [board.letter for board in open_boards(site)], windows)
    if said:
        reasons = [Reason("rules", one, "rules", "S2-38", KEPT, "请更正后重新保存。") for one in said]
        raise Refused(*reasons, status=422, title="开放日历没有保存")
    row = lock_opening(site)
    before, row.rules = row.rules, to_json(rules)
    if before == row.rules:
        return row
    fields = {name: [before.get(name), row.rules[name]] for name in row.rules if before.get(name) != row.rules[name]}
    ledger.write(row, OpeningChanged(site=site.pk, fields=fields), actor=actor, at=now, update_fields=["rules"])
    return row


@unit_of_work()
def set_booking_rules(*, actor: Actor, site: Site, values: Mapping[str, int], now: datetime) -> OpeningPlan:
    """Set a site's booking rules: minutes early and late, no-shows, limits a person; return the calendar.

    :raises NotAllowed; Refused 422 for a value out of bounds.
    """
    policies.demand(actor, policies.ARRANGE, site, "维护预约规则")
    wrong = [
        Reason("bounds", f"应在 {least} 到 {most} 之间。", name, "S2-38", KEPT, "请更正后重新保存。")
        for name, (least, most) in BOOKING_RULES.items()
        if name in values and not least <= values[name] <= most
    ]
    if wrong:
        raise Refused(*wrong, status=422, title="预约规则没有保存")
    row = lock_opening(site)
    changed: dict[str, list[Any]] = {}
    for name in BOOKING_RULES:
        if name in values and values[name] != getattr(row, name):
            changed[name] = [getattr(row, name), values[name]]
            setattr(row, name, values[name])
    if changed:
        event = OpeningChanged(site=site.pk, fields=changed)
        ledger.write(row, event, actor=actor, at=now, update_fields=list(changed))
    return row


@unit_of_work()
def declare_days(
    *, actor: Actor, site: Site, days: Sequence[SpecialDay], then: str, now: datetime
) -> tuple[list[OpeningException], Settled]:
    """Declare exceptional days and settle whom they strand (`then`: move, cancel or later); return the days and what became of them.

    :raises NotAllowed; Refused 422 without a reason, for a day that is over or an unknown board.
    """
    policies.demand(actor, policies.ARRANGE, site, "登记特殊日")
    letters = {"", *(board.letter for board in open_boards(site))}
    for one in days:
        _judge(one, letters, day_of(now))
    row = lock_opening(site)
    kept, events = [], []
    for one in days:
        given = {
            "spans": [list(span) for span in one.spans],
            "reason": one.reason.strip(),
            "declared_by": actor.name,
            "declared_at": now,
        }
        special, _ = OpeningException.objects.update_or_create(site=site, day=one.day, board=one.board, defaults=given)
        kept.append(special)
        said = {"day": one.day.isoformat(), "board": one.board, "spans": given["spans"], "reason": one.reason.strip()}
        events.append(OpeningDayDeclared(site=site.pk, **said))  # type: ignore[arg-type]
    ledger.write(row, *events, actor=actor, at=now, update_fields=[])
    return kept, settle(actor=actor, site=site, days=[one.day for one in days], then=then, now=now)


@unit_of_work()
def withdraw_day(*, actor: Actor, site: Site, pk: int, now: datetime) -> None:
    """Take an exceptional day back: the rules hold again. Whom that strands is listed, not touched; taking back twice is once.

    :raises NotAllowed; Refused 409 for a day that is over.
    """
    policies.demand(actor, policies.ARRANGE, site, "撤销特殊日")
    row = lock_opening(site)
    special = OpeningException.objects.filter(site=site, pk=pk).first()
    if special is None:
        return
    if special.day < day_of(now):
        past = Reason("past", "这一天已经过去。", "day", "S2-38", KEPT, "过去的安排留作记录。")
        raise Refused(past, status=409, title="没有撤销")
    event = OpeningDayDeclared(
        site=site.pk, day=special.day.isoformat(), board=special.board, spans=None, reason=special.reason
    )
    special.delete()
    ledger.write(row, event, actor=actor, at=now, update_fields=[])


def _judge(one: SpecialDay, letters: set[str], today: date) -> None:
    said = []
    if not one.reason.strip():
        said.append(("reason", "没有写明原因。", "原因会告诉办事群众，请填写。"))
    if one.day < today:
        said.append(("day", f"{one.day.isoformat()} 已经过去。", "请选择今天或以后的日期。"))
    if one.board not in letters:
        said.append(("board", "本服务点没有这个板块。", "请重新选择。"))
    if said:
        reasons = [Reason("special", text, field, "S2-38", KEPT, todo) for field, text, todo in said]
        raise Refused(*reasons, status=422, title="特殊日没有登记")
