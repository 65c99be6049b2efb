"""What the counter sees of the queue: the bar on its pages, who is being served, and the case put on his ticket (docs/hall.md)."""

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from yichuang.cases.ports import AtCounter, not_served_here
from yichuang.foundations.actors import Actor
from yichuang.hall import policies
from yichuang.hall.models import Seat
from yichuang.hall.operations.serve import received_for
from yichuang.hall.queries.calling import open_seat_of, serving_at, ticket_of_seat, waiting_for


class CounterQueue:
    """The hall as the counter's pages know it (`cases.ports.Queue`)."""

    def bar(self, request: Any, now: datetime) -> str:
        """Return the bar with whoever is at the actor's window and the verbs; a way to sit down where he does not sit yet."""
        actor = request.actor
        if not actor.may(policies.SERVE):
            return ""
        seat = open_seat_of(actor)
        context: dict[str, Any] = {"seat": seat, "next": request.get_full_path()}
        if seat is not None:
            ticket = ticket_of_seat(seat)
            context |= {
                "ticket": ticket,
                "what": "、".join(item.name for item in ticket.items.all() if item.done_at is None) if ticket else "",
                "waiting": waiting_for(seat, now) if ticket is None else 0,
                "paused": seat.state == Seat.PAUSED,
            }
        return render_to_string("hall/parts/bar.html", context, request=request)

    def serving(self, actor: Actor) -> AtCounter | None:
        """Return whom the actor is serving at his own window now."""
        ticket = serving_at(actor)
        if ticket is None:
            return None
        open_items = [item for item in ticket.items.all() if item.done_at is None and item.matter]
        matter = open_items[0].matter if open_items else ""
        return AtCounter(str(ticket.pk), ticket.number, str(ticket.mobile), matter)

    def received(self, actor: Actor, ticket: str, matter: str, number: str, now: datetime) -> None:
        """Put a received case on the ticket. :raises Refused: 409 when it is not served at the actor's window."""
        if not received_for(actor=actor, ticket_id=ticket, matter=matter, number=number, now=now):
            raise not_served_here()
