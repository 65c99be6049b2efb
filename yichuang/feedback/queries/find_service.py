"""Find what somebody rates by telephone: a ticket of a day at the officer's site, or a closed case."""

from datetime import date

from yichuang.feedback import policies
from yichuang.feedback.models import RatingRequest
from yichuang.feedback.models.ratings import CASE, TICKET
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound
from yichuang.hall.queries.served import ticket_numbered


def service_told(actor: Actor, number: str, day: date | None) -> RatingRequest:
    """Return the request for what a caller names. :raises NotFound: when nothing of the sort may be rated where the actor works."""
    text = number.strip()
    found = None
    if text.isdigit():
        found = RatingRequest.objects.filter(kind=CASE, subject=text[:21]).first()
    elif day is not None:
        sites = [post.site_id for post in actor.posts if post.site_id and actor.may(policies.TELL)]
        for site in sites:
            ticket = ticket_numbered(site, day, text)
            if ticket is not None:
                found = RatingRequest.objects.filter(kind=TICKET, subject=str(ticket.pk)).first()
    if found is None or not actor.may(policies.TELL, policies.place_of_service(found)):
        raise NotFound("可以评价的服务", "票号请连同取号日期填写；办件须已办结，且在本服务点收件。")
    return found
