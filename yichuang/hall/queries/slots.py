"""Reads of appointment slots: which plan serves what, what is taken, what is still to be had (S2-35, S2-38)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from yichuang.catalog.queries import PublishedMatter, published
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotFound
from yichuang.hall import policies
from yichuang.hall.models import Appointment, SlotPlan
from yichuang.hall.queries.needs import boards_of
from yichuang.hall.queries.opening import hours_between
from yichuang.hall.rules import slots as rule
from yichuang.hall.rules.appointments import DRAFT, TAKING
from yichuang.hall.rules.opening import DayHours
from yichuang.hall.rules.slots import Interval, Plan, Slot
from yichuang.hall.rules.tickets import ISSUE, PURPOSES, RECEIVE
from yichuang.organizations.queries import Board, Site, department

# Channels of a matter by the kind of a site (catalog.rules.handling).
CHANNEL_OF = {"centre": "hall", "town_hall": "town", "village": "village"}


@dataclass(frozen=True)
class DayOffer:
    """A day that may be booked: its hours, its slots, and how many places are left in them."""

    hours: DayHours
    slots: tuple[Slot, ...]

    @property
    def times(self) -> int:
        """Return at how many times one may still come (places of a long matter's slots overlap and do not add up)."""
        return sum(slot.free for slot in self.slots)

    @property
    def free(self) -> bool:
        """Tell whether a slot of it can be had."""
        return any(slot.free for slot in self.slots)


@dataclass(frozen=True)
class Purpose:
    """What somebody books for: a matter in force, a board by its letter, or a purpose such as collecting a result; with its name."""

    purpose: str
    name: str
    matter: str = ""
    board: str = ""


def as_plan(row: SlotPlan) -> Plan:
    """Return a plan as the rule sees it."""
    return Plan(row.minutes, row.capacity, row.extra, row.days_ahead, timedelta(minutes=row.notice_minutes))


def plans_at(site: Site, only_active: bool = True) -> list[SlotPlan]:
    """Return a site's plans, by board."""
    rows = SlotPlan.objects.filter(site=site).select_related("site")
    return list((rows.filter(active=True) if only_active else rows).order_by("-purpose", "board"))


def plan_for(actor: Actor, pk: int) -> SlotPlan:
    """Return a plan of a site the actor sees. :raises NotFound: when there is none or it is not his to see."""
    row = SlotPlan.objects.select_related("site").filter(pk=pk).first()
    if row is None or not actor.may(policies.VIEW, policies.place_of(row.site)):
        raise NotFound("这个号源安排", "请从号源列表中选择。")
    return row


def find_plan(pk: int) -> SlotPlan:
    """Return a plan. :raises NotFound: when there is none."""
    row = SlotPlan.objects.select_related("site").filter(pk=pk).first()
    if row is None:
        raise NotFound("这个号源安排", "请从预约页面重新选择。")
    return row


def sites_booking() -> list[Site]:
    """Return the sites that offer appointments, centres first."""
    rows = Site.objects.filter(pk__in=SlotPlan.objects.filter(active=True).values("site"), closed_on=None)
    return list(rows.order_by("division_id", "name"))


def boards_booking() -> list[str]:
    """Return the names of the boards for which a site offers appointments, in the order of their letters."""
    plans = SlotPlan.objects.filter(active=True, purpose=RECEIVE, site__closed_on=None).exclude(board="")
    wanted = Q(pk__in=[])
    for site_id, letter in plans.values_list("site_id", "board"):
        wanted |= Q(site_id=site_id, letter=letter)
    rows = Board.objects.filter(wanted, closed_on=None).order_by("letter", "name")
    return list(dict.fromkeys(rows.values_list("name", flat=True)))


def matter_wanted(key: str) -> PublishedMatter:
    """Return the matter in force that somebody books for. :raises NotFound: also with why it is not received now."""
    return published(key)


def plans_for(
    matter: PublishedMatter | None, board_name: str, purpose: str = RECEIVE
) -> list[tuple[SlotPlan, Purpose]]:
    """Return the plans under which something may be booked, one a site, with what it is there.

    For a matter only sites of the district that receives it count, whose channel it has (S2-26); none when it takes no appointments.
    """
    if matter and not matter.spec.channels.appointment:
        return []
    rows = list(SlotPlan.objects.filter(active=True, purpose=purpose, site__closed_on=None).select_related("site"))
    sites = {row.site_id: row.site for row in rows}
    named = matter.spec.board if matter else board_name
    letters = _letters(sites, named)
    prefix = department(matter.department_id).receiving_id if matter else ""
    found = []
    for site in sorted(sites.values(), key=lambda one: (one.division_id, one.name)):
        if matter and not (site.division_id.startswith(prefix) and _channel(matter, site)):
            continue
        letter = letters.get(site.pk, "")
        if not matter and board_name and not letter:
            continue
        plan = _plan_for(rows, site.pk, letter)
        if plan is not None:
            found.append((plan, _named(matter, named, letter, purpose)))
    return found


def plan_at(site: Site, matter: str, board: str, purpose: str) -> tuple[SlotPlan, Purpose]:
    """Return under which plan of a site something is booked: a matter's key, a board's letter, or to collect a result.

    :raises NotFound: when the site offers none for it.
    """
    name = dict(boards_of(site)).get(board, "")
    found = plans_for(matter_wanted(matter) if matter else None, name, purpose)
    here = next(((plan, what) for plan, what in found if plan.site_id == site.pk), None)
    if here is None or (board and not name):
        raise NotFound("这里的预约号源", "请换一个服务点，或请群众直接到场取号。")
    return here


def offered_of(
    site_id: int, rows: Sequence[SlotPlan], boards: Iterable[tuple[str, str]]
) -> list[tuple[SlotPlan, Purpose]]:
    """Return what a site takes appointments for, of its active plans and its boards (letter, name): each board, and collecting results."""
    plans = {purpose: [row for row in rows if row.purpose == purpose] for purpose in (RECEIVE, ISSUE)}
    found = [
        (plan, Purpose(RECEIVE, name, "", letter))
        for letter, name in boards
        if (plan := _plan_for(plans[RECEIVE], site_id, letter)) is not None
    ]
    collecting = _plan_for(plans[ISSUE], site_id, "")
    return [*found, (collecting, Purpose(ISSUE, PURPOSES[ISSUE]))] if collecting is not None else found


def _letters(sites: Iterable[int], name: str) -> dict[int, str]:
    if not name:
        return {}
    rows = Board.objects.filter(site_id__in=list(sites), name=name, closed_on=None)
    return dict(rows.values_list("site_id", "letter"))


def _channel(matter: PublishedMatter, site: Site) -> bool:
    channel = CHANNEL_OF.get(site.kind)
    return channel is None or bool(getattr(matter.spec.channels, channel, True))


def _plan_for(rows: Sequence[SlotPlan], site_id: int, letter: str) -> SlotPlan | None:
    """Return the site's plan for the board, else its plan for all boards."""
    mine = {row.board: row for row in rows if row.site_id == site_id}
    return mine.get(letter) or mine.get("")


def _named(matter: PublishedMatter | None, board: str, letter: str, purpose: str) -> Purpose:
    if matter:
        return Purpose(purpose, matter.spec.name[:200], matter.key, letter)
    return Purpose(purpose, board or PURPOSES[purpose], "", letter)


def length_of(plan: SlotPlan, matter: str) -> int:
    """Return how many minutes a matter takes under a plan."""
    return int(plan.lengths.get(matter, plan.minutes))


def holding(now: datetime) -> Q:
    """Return which appointments hold a place: booked, come, or a draft that has not run out."""
    return Q(state__in=TAKING) | Q(state=DRAFT, held_until__gt=now)


def taken(plan: SlotPlan, first: date, last: date, now: datetime, besides: UUID | None = None) -> list[Interval]:
    """Return what is taken of a plan (one statement)."""
    rows = Appointment.objects.filter(holding(now), plan=plan, day__range=(first, last))
    if besides:
        rows = rows.exclude(pk=besides)
    return list(rows.values_list("starts_at", "ends_at"))


def offer_on(plan: SlotPlan, day: date, length: int, now: datetime, besides: UUID | None = None) -> DayOffer:
    """Return a day's slots as they are now (three statements)."""
    return offers(plan, day, day, length, now, besides)[0]


def offers(
    plan: SlotPlan, first: date, last: date, length: int, now: datetime, besides: UUID | None = None
) -> list[DayOffer]:
    """Return the slots of every day from one to another (three statements)."""
    hours = hours_between(plan.site, first, last, plan.board)
    return offers_of(plan, hours, taken(plan, first, last, now, besides), length, now)


def offers_of(
    plan: SlotPlan, hours: Mapping[date, DayHours], occupied: Iterable[Interval], length: int, now: datetime
) -> list[DayOffer]:
    """Return the slots of days by their hours and what is taken."""
    by_day: Mapping[date, list[Interval]] = _by_day(occupied)
    made = as_plan(plan)
    return [
        DayOffer(one, tuple(rule.slots_of(made, one, by_day.get(day, []), length, now))) for day, one in hours.items()
    ]


def bookable_days(plan: SlotPlan, length: int, now: datetime) -> list[DayOffer]:
    """Return today and the days ahead that a plan opens, each with what is left."""
    today = day_of(now)
    return offers(plan, today, rule.last_day(as_plan(plan), today), length, now)


def _by_day(intervals: Iterable[Interval]) -> dict[date, list[Interval]]:
    found: dict[date, list[Interval]] = {}
    for interval in intervals:
        found.setdefault(day_of(interval[0]), []).append(interval)
    return found


def draft_of(pk: UUID) -> Appointment | None:
    """Return what is held for a visitor, or has just been booked from it, or None when it was let go."""
    return Appointment.objects.select_related("site", "plan__site").filter(pk=pk).first()
