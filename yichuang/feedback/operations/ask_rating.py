"""Open a service for rating, once: a ticket that was served (一次一评), a case that was closed (一事一评); ask by message where one can."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.conf import settings

from yichuang.accounts.permissions import SYSTEM
from yichuang.cases.queries import Case
from yichuang.feedback import policies
from yichuang.feedback.events import RatingAsked
from yichuang.feedback.models import RatingRequest
from yichuang.feedback.models.ratings import CASE, TICKET
from yichuang.feedback.queries.links import token_of
from yichuang.feedback.queries.settings import days_in
from yichuang.feedback.rules.clocks import rate_until
from yichuang.feedback.rules.grades import ONLINE, ONSITE
from yichuang.foundations import ledger
from yichuang.foundations.calendars import calendar
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall.queries.served import ticket_of_stream
from yichuang.hall.rules.tickets import PURPOSES
from yichuang.life_events.queries import life_event_version
from yichuang.life_events.queries.joint import case_numbers_of, joint_case, joint_number_of_case
from yichuang.notifications.operations.send import send
from yichuang.organizations.queries import Site, find_department


@dataclass(frozen=True)
class Service:
    """A service as it may be rated: what, where, by whom, for whom."""

    kind: str
    subject: str
    mode: str
    title: str
    number: str
    site: Site
    served_at: datetime
    division: str
    department_id: int | None = None
    window: str = ""
    officer_id: str = ""
    officer_name: str = ""
    matter: str = ""
    matter_name: str = ""
    mobile: str = ""
    cases: Sequence[str] = field(default_factory=list)


@unit_of_work()
def ask_for_ticket(*, stream: str, said: dict[str, Any], now: datetime) -> RatingRequest | None:
    """Open a served ticket for rating and return the request; None when the ticket is not there.

    `said` is the payload of `ticket.finished`.
    """
    ticket = ticket_of_stream(stream)
    if ticket is None:
        return None
    names = [item.name for item in ticket.items.all()]
    first = next((item for item in ticket.items.all() if item.matter), None)
    service = Service(
        kind=TICKET,
        subject=str(ticket.pk),
        mode=ONSITE,
        title=("、".join(names) or PURPOSES[ticket.purpose])[:200],
        number=ticket.number,
        site=ticket.site,
        served_at=ticket.ended_at or now,
        division=ticket.site.division_id,
        window=said["window"],
        officer_id=said["officer_id"],
        officer_name=said["officer"],
        matter=first.matter if first else "",
        matter_name=first.name if first else "",
        mobile=ticket.mobile,
        cases=list(said["cases"]),
    )
    return ask(service=service, now=now)


@unit_of_work()
def ask_for_case(*, number: str, now: datetime) -> RatingRequest | None:
    """Open a closed case for rating and return the request; None when the same visit was asked about already (never asked twice).

    A case of a joint case is not asked for by itself: the whole is, once (一件事一评, S2-25).
    """
    case = Case.objects.filter(number=number).select_related("site", "matter").first()
    if case is None or joint_number_of_case(number):
        return None
    if _asked_at_visit(case.site_id, [number], case.closed_at or now):
        return None
    return ask(service=service_of_case(case, now), now=now)


def service_of_case(case: Case, now: datetime) -> Service:
    """Return a case that ended, fetched with its site and matter, as a service that may be rated."""
    return Service(
        kind=CASE,
        subject=case.number,
        mode=ONLINE,
        title=case.matter_name,
        number=case.number,
        site=case.site,
        served_at=case.closed_at or now,
        division=case.division,
        department_id=case.department_id,
        officer_id=case.officer or case.first_handler,
        officer_name=case.officer_name or case.first_handler_name,
        matter=case.matter.key,
        matter_name=case.matter_name,
        mobile=case.form.get("contact_mobile", ""),
        cases=[case.number],
    )


@unit_of_work()
def ask_for_joint(*, number: str, now: datetime) -> RatingRequest | None:
    """Open a joint case that ended for rating, once for all its members; None when its visit was asked about already."""
    joint = joint_case(number)
    if joint is None or joint.version_id is None:
        return None
    numbers = case_numbers_of(joint)
    if not numbers or _asked_at_visit(joint.site_id, numbers, joint.closed_at or now):
        return None
    event = life_event_version(joint.version_id)
    service = Service(
        kind=CASE,
        subject=number,
        mode=ONLINE,
        title=joint.name,
        number=number,
        site=joint.site,
        served_at=joint.closed_at or now,
        division=joint.division,
        department_id=event.department_id,
        officer_id=joint.received_by,
        officer_name=joint.received_by_name,
        matter=event.key,
        matter_name=joint.name,
        mobile=joint.form.get("contact_mobile", ""),
        cases=numbers,
    )
    return ask(service=service, now=now)


def _asked_at_visit(site_id: int, numbers: Sequence[str], closed_at: datetime) -> bool:
    """Tell whether the visit in which one of the cases was received and closed was asked about already."""
    rows = RatingRequest.objects.filter(kind=TICKET, site_id=site_id, served_at__gte=_day_start(closed_at))
    return any(rows.filter(cases__contains=[number]).exists() for number in numbers)


@unit_of_work()
def ask(*, service: Service, now: datetime) -> RatingRequest:
    """Open a service for rating and return the request; the same service is opened once, and its message sent once."""
    found = RatingRequest.objects.filter(kind=service.kind, subject=service.subject).first()
    if found is not None:
        return found
    until = rate_until(calendar(), day_of(service.served_at), days_in(service.division))
    row = RatingRequest(
        kind=service.kind,
        subject=service.subject,
        token=token_of(service.kind, service.subject),
        mode=service.mode,
        title=service.title,
        number=service.number,
        cases=list(service.cases),
        division=service.division,
        site=service.site,
        department=find_department(service.department_id) if service.department_id else None,
        window=service.window,
        officer_id=service.officer_id,
        officer_name=service.officer_name,
        matter=service.matter,
        matter_name=service.matter_name,
        mobile=service.mobile,
        served_at=service.served_at,
        expires_on=until,
    )
    event = RatingAsked(kind=row.kind, number=row.number, mode=row.mode, until=until.isoformat())
    ledger.write(row, event, actor=SYSTEM, at=now)
    if row.mobile:
        link = f"{settings.PUBLIC_URL}/rate/{row.token}/?at=message"
        data = {"matter": row.title, "link": link}
        key, place = f"rate:{row.pk}", policies.place_of_service(row)
        send(to=row.mobile, template="rating_asked", data=data, now=now, stream=row.stream, once_key=key, place=place)
    return row


def _day_start(instant: datetime) -> datetime:
    """Return the beginning of the Chinese day; what comes from the database is in another zone."""
    return datetime.combine(day_of(instant), time(), CHINA)
