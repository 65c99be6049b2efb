"""The hall's messages at a window: called, near, passed; each once (S2-32 三次短信, and the fourth that people ask for)."""

from collections.abc import Sequence
from datetime import datetime

from yichuang.hall import policies
from yichuang.hall.models import Hall, Ticket
from yichuang.hall.queries.opening import back_until
from yichuang.hall.rules.dispatch import Waiting
from yichuang.notifications.operations.send import send
from yichuang.notifications.rules.numbers import reachable


def tell_called(ticket: Ticket, now: datetime) -> None:
    """Tell somebody who left a telephone number that he is called; each calling has a message of its own."""
    data = {"number": ticket.number, "window": f"{ticket.window_number} 号窗口", "site": ticket.site.name}
    _tell(ticket, "ticket_called", data, f"called:{ticket.chain_seq}", now)


def tell_passed(ticket: Ticket, now: datetime) -> None:
    """Tell somebody who did not come that he was passed, and until when he may come to the guide desk: the end of the day's hours."""
    if not ticket.mobile:
        return
    data = {"number": ticket.number, "site": ticket.site.name, "until": back_until(ticket, now)}
    _tell(ticket, "ticket_passed", data, f"passed:{ticket.passed}", now)


def tell_near(hall: Hall, order: Sequence[tuple[Waiting, int]], now: datetime) -> list[Ticket]:
    """Tell those with few people ahead that their turn is near, each once a visit; return whom (one statement when nobody is).

    `order` is what `rules.dispatch.in_order` returns.
    """
    near = {one.id: ahead for one, ahead in order if ahead <= hall.near}
    rows = Ticket.objects.filter(pk__in=near, told_near_at=None, mobile_index__isnull=False)
    found = list(rows.select_related("site")) if near else []
    for ticket in found:
        data = {"number": ticket.number, "ahead": str(near[str(ticket.pk)]), "site": ticket.site.name}
        _tell(ticket, "ticket_near", data, "near", now)
    if found:
        Ticket.objects.filter(pk__in=[ticket.pk for ticket in found]).update(told_near_at=now)
    return found


def _tell(ticket: Ticket, template: str, data: dict[str, str], once: str, now: datetime) -> None:
    # A number that no text reaches was refused when the ticket was taken; should one have slipped through, calling goes on without it.
    if reachable(str(ticket.mobile)) == "mobile":
        key, place = f"{ticket.pk}:{once}", policies.place_of(ticket.site)
        send(
            to=str(ticket.mobile),
            template=template,
            data=data,
            now=now,
            stream=ticket.stream,
            once_key=key,
            place=place,
        )
