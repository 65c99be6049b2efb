"""What the kiosk and the guide desk offer at a site: boards, frequent matters, what was chosen with its name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count

from yichuang.catalog.queries import published
from yichuang.catalog.rules.notices import NotInForce
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotFound, Refused
from yichuang.hall.models import Hall, Ticket, TicketItem
from yichuang.hall.queries.needs import UNKNOWN, Wanted, ask_about, boards_of
from yichuang.hall.rules.devices import REPRINT_FOR
from yichuang.hall.rules.tickets import PURPOSES, RECEIVE
from yichuang.hall.rules.wanted import parts_of
from yichuang.organizations.queries import Site

MOST_FREQUENT, WEEKS = 8, timedelta(weeks=4)


@dataclass(frozen=True)
class Offer:
    """One thing that can be chosen: as it stands in the address, its name."""

    key: str
    name: str


def hall_at(site: Site) -> Hall:
    """Return a site's hall, or one with the usual parameters that is not saved."""
    return Hall.objects.filter(site=site).first() or Hall(site=site)


def boards_offered(site: Site) -> list[Offer]:
    """Return the boards of a site."""
    return [Offer(f"b:{letter}", name) for letter, name in boards_of(site)]


def frequent_offered(hall: Hall, now: datetime) -> list[Offer]:
    """Return the matters that the centre named, else those most asked for in the last four weeks; only what is in force."""
    keys = list(hall.frequent)
    if not keys:
        rows = TicketItem.objects.filter(ticket__site=hall.site, ticket__day__gte=day_of(now - WEEKS)).exclude(
            matter=""
        )
        counted = rows.values("matter").annotate(times=Count("pk")).order_by("-times", "matter")
        keys = [row["matter"] for row in counted[:MOST_FREQUENT]]
    return [Offer(f"m:{key}", name) for key in keys[:MOST_FREQUENT] if (name := _name_of(key))]


def _name_of(key: str) -> str:
    try:
        return published(key).spec.name
    except Refused:
        return ""


def _chosen_name(key: str) -> str:
    try:
        return str(published(key).spec.name)
    except NotInForce as stopped:
        return ask_about(stopped)
    except NotFound:
        return UNKNOWN


def chosen_offers(site: Site, wanted: Sequence[str]) -> list[Offer]:
    """Return what was chosen with names; a matter that is not in force any more is what it will be on the ticket: don't know."""
    boards = dict(boards_of(site))
    found = []
    for one in wanted:
        purpose, matter, board = parts_of(one)
        if purpose != RECEIVE:
            name = PURPOSES[purpose]
        elif matter:
            name = _chosen_name(matter)
        else:
            name = boards.get(board, UNKNOWN)
        found.append(Offer(one, name))
    return found


def as_wanted(wanted: Sequence[str]) -> list[Wanted]:
    """Return what was chosen as the operation takes it."""
    return [Wanted(*parts_of(one)) for one in wanted] or [Wanted()]


def reprintable(ticket_id: UUID | None, taken_at: datetime | None, now: datetime) -> Ticket | None:
    """Return the ticket that a kiosk gave out last, while its slip may be printed again."""
    if ticket_id is None or taken_at is None or not timedelta() <= now - taken_at <= REPRINT_FOR:
        return None
    return Ticket.objects.select_related("site").prefetch_related("items").filter(pk=ticket_id).first()


def ticket_of_token(token: str) -> Ticket:
    """Return the ticket whose slip has this code. :raises NotFound: for a code that is none."""
    rows = Ticket.objects.select_related("site").prefetch_related("items")
    found = rows.filter(token=token).first() if len(token) >= 12 else None
    if found is None:
        raise NotFound("这张票", "请扫描纸票上的二维码，或到导服台询问。")
    return found
