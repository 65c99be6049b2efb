"""Reads of appointments: one by its code, lists with search and filter, whom a closed day strands, no-shows of a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotFound
from yichuang.foundations.sealed import blind_index
from yichuang.hall import policies
from yichuang.hall.models import Appointment as Appointment
from yichuang.hall.queries.opening import hours_of_boards
from yichuang.hall.rules.appointments import BOOKED, CHECKED_IN, CODE_LENGTH, DRAFT, NO_SHOW, read_code
from yichuang.hall.rules.slots import stranded
from yichuang.organizations.queries import Site

SEARCHED_MOBILE = 11


@dataclass(frozen=True)
class Narrowing:
    """What narrows a list of appointments."""

    day: date | None = None
    state: str = ""
    board: str = ""
    source: str = ""
    text: str = ""


def appointments_of(site: Site) -> QuerySet[Appointment]:
    """Return a site's appointments; drafts are nobody's yet."""
    return Appointment.objects.filter(site=site).exclude(state=DRAFT).select_related("site", "plan")


def narrowed(rows: QuerySet[Appointment], by: Narrowing) -> QuerySet[Appointment]:
    """Return those of the rows that are asked for; a whole mobile number or a code finds its own, else the matter's name is searched."""
    exact = {"day": by.day, "state": by.state, "board": by.board, "source": by.source}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    digits = read_code(by.text)
    if not by.text:
        return rows
    if len(digits) == SEARCHED_MOBILE:
        return rows.filter(mobile_index=blind_index(digits, "mobile"))
    if len(digits) == CODE_LENGTH:
        return rows.filter(code=digits)
    return rows.filter(matter_name__icontains=by.text)


def appointment_for(actor: Actor, pk: UUID) -> Appointment:
    """Return an appointment that the actor may see: an officer his hall's, a joined system its own.

    :raises NotFound: when there is none or it is not the actor's to know.
    """
    row = Appointment.objects.select_related("site", "plan__site").filter(pk=pk).exclude(state=DRAFT).first()
    if row is None or not (owns(actor, row) or actor.may(policies.VIEW, policies.place_of(row.site))):
        raise NotFound("这个预约", "请按预约码或手机号重新查找。")
    return row


def owns(actor: Actor, row: Appointment) -> bool:
    """Tell whether a joined system booked an appointment itself (S2-35)."""
    return actor.kind == "system" and bool(row.system) and row.system == actor.id


def booked_by_system(actor: Actor) -> QuerySet[Appointment]:
    """Return what a joined system booked, nothing for anybody else."""
    rows = Appointment.objects.filter(system=actor.id if actor.kind == "system" else "").exclude(system="")
    return rows.exclude(state=DRAFT).select_related("site", "plan")


def by_code(code: str) -> Appointment | None:
    """Return the appointment of a code, or None; drafts have none to show."""
    digits = read_code(code)
    rows = Appointment.objects.select_related("site", "plan__site").exclude(state=DRAFT)
    return rows.filter(code=digits).first() if len(digits) == CODE_LENGTH else None


def own(code: str, tail: str) -> Appointment | None:
    """Return the appointment of whoever knows its code and the last four digits of its mobile, or None."""
    row = by_code(code)
    return row if row is not None and len(tail) == 4 and row.mobile.endswith(tail) else None


def no_shows_of(site: Site, mobile_index: bytes, since: datetime) -> list[datetime]:
    """Return when a person did not come to a site since an instant."""
    rows = Appointment.objects.filter(site=site, mobile_index=mobile_index, state=NO_SHOW, starts_at__gte=since)
    return list(rows.values_list("starts_at", flat=True))


def stranded_at(site: Site, now: datetime, days: Sequence[date] = ()) -> list[Appointment]:
    """Return who is booked for a time at which the site or board is not open any more, by time (three statements)."""
    rows = Appointment.objects.filter(site=site, state=BOOKED, starts_at__gte=now).select_related("site", "plan__site")
    if days:
        rows = rows.filter(day__in=list(days))
    booked = list(rows.order_by("starts_at", "pk"))
    if not booked:
        return []
    boards = sorted({row.plan.board for row in booked})
    hours = hours_of_boards(site, day_of(booked[0].starts_at), day_of(booked[-1].starts_at), boards)
    return [row for row in booked if stranded([(row.starts_at, row.ends_at)], hours[row.plan.board][row.day])[0]]


def measured(plans: Iterable[int], since: date, until: date) -> dict[int, tuple[int, int]]:
    """Return of each plan how many came and how many did not between two days (one statement)."""
    rows = Appointment.objects.filter(plan__in=list(plans), day__range=(since, until))
    counted = rows.values("plan").annotate(
        came=Count("pk", filter=Q(state=CHECKED_IN)), away=Count("pk", filter=Q(state=NO_SHOW))
    )
    return {row["plan"]: (row["came"], row["away"]) for row in counted.order_by()}
