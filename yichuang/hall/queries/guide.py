"""What the guide desk sees: today's tickets of its site by state, number or mobile (S2-30, S2-31)."""

from datetime import date

from django.db.models import Q, QuerySet

from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound
from yichuang.foundations.sealed import blind_index
from yichuang.hall import policies
from yichuang.hall.models import Ticket
from yichuang.hall.rules.contacts import MOBILE, contact_of
from yichuang.hall.rules.tickets import AT_WINDOW, DONE, HELD, LAPSED, LEFT, NO_SHOW, WAITING
from yichuang.organizations.queries import Site

SHOWN = {
    "": (WAITING, HELD),
    "now": AT_WINDOW,
    "passed": (NO_SHOW,),
    "over": (DONE, LEFT, LAPSED),
    "all": None,
}


def tickets_at(site: Site, day: date, state: str = "", asked: str = "") -> QuerySet[Ticket]:
    """Return a day's tickets at a site in a group of states; a number or mobile that was asked for is found whatever its state."""
    rows = Ticket.objects.filter(site=site, day=day).select_related("site").prefetch_related("items")
    if asked:
        contact = contact_of(asked)
        found = Q(number__iexact=asked.strip())
        if contact.kind == MOBILE:
            found |= Q(mobile_index=blind_index(contact.mobile, "mobile"))
        return rows.filter(found)
    states = SHOWN.get(state, SHOWN[""])
    return rows if states is None else rows.filter(state__in=states)


def ticket_here(actor: Actor, pk: str, act: str = policies.GUIDE) -> Ticket:
    """Return a ticket of a site where the actor has an act. :raises NotFound: for others'."""
    found = Ticket.objects.select_related("site").prefetch_related("items").filter(pk=pk).first()
    if found is None or not actor.may(act, policies.place_of(found.site)):
        raise NotFound("这张票", "请从本大厅今天的名单中选择。")
    return found
