"""Reads for rooms above: which ticket a slip's code or an event is about (ratings, S2-33)."""

from datetime import date

from yichuang.hall.models import Ticket


def ticket_of_token(token: str) -> Ticket | None:
    """Return the ticket whose slip carries a code, or None."""
    return Ticket.objects.filter(token=token).first()


def ticket_of_stream(stream: str) -> Ticket | None:
    """Return the ticket that an event is about, with its site, seat, window and items."""
    rows = Ticket.objects.select_related("site", "seat__window").prefetch_related("items")
    return rows.filter(pk=stream.removeprefix("ticket:")).first()


def ticket_numbered(site_id: int, day: date, number: str) -> Ticket | None:
    """Return a site's ticket of a day by its number."""
    return Ticket.objects.filter(site_id=site_id, day=day, number=number.strip().upper()).first()
