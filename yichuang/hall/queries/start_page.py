"""What opens when somebody is served: the case that waits for him, or the matter he came for (docs/hall.md “The counter”)."""

from yichuang.cases.queries.desk import awaiting_person
from yichuang.foundations.actors import Actor
from yichuang.hall.models import Ticket
from yichuang.hall.rules.tickets import COMPLAINT, ISSUE


def start_page_of(actor: Actor, ticket: Ticket) -> str:
    """Return the address that the counter opens for a ticket, or nothing where it stays with the calling page.

    A result to pick up comes before anything else at the issuing counter; a correction before the same matter is received anew.
    """
    if ticket.purpose == COMPLAINT:
        return ""
    waiting = awaiting_person(actor, str(ticket.mobile)) if ticket.mobile else []
    if ticket.purpose == ISSUE:
        results = [number for number, state, _ in waiting if state == "at_issuing"]
        return f"/issuing/{results[0]}/" if len(results) == 1 and actor.may("case.hand_out") else "/issuing/"
    items = [item for item in ticket.items.all() if item.done_at is None]
    matter = next((item.matter for item in items if item.matter), "")
    corrections = [number for number, state, key in waiting if state == "correcting" and key in (matter, matter or key)]
    if not actor.may("case.receive"):
        return ""
    if len(corrections) == 1:
        return f"/cases/{corrections[0]}/"
    return f"/desk/{matter}/?ticket={ticket.pk}" if matter else f"/desk/?ticket={ticket.pk}"
