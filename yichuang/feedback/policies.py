"""May-do in feedback: who looks on, who follows bad ratings up, who decides appeals, who takes complaints (rulebook 4.3; S2-27③)."""

from yichuang.accounts.permissions import CLOCK as CLOCK
from yichuang.accounts.permissions import who_may
from yichuang.feedback.models import Complaint, RatingOrder, RatingRequest
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.problems import NotAllowed
from yichuang.organizations.queries import Site

VIEW, TELL, ARRANGE = "feedback.view", "feedback.tell", "feedback.arrange"
ORDER_VIEW = "rating_order.view"
ORDER_ACTS = ("rating_order.assign", "rating_order.handle", "rating_order.appeal", "rating_order.review")
COMPLAINT_VIEW, COMPLAINT_TAKE, COMPLAINT_ROUTE, COMPLAINT_WORK = (
    "complaint.view",
    "complaint.take",
    "complaint.route",
    "complaint.handle",
)
COMPLAINT_ACTS = (COMPLAINT_ROUTE, COMPLAINT_WORK)


def place_of_service(request: RatingRequest) -> Place:
    """Return where a service lies: with the department that handled the case and the site that received it, else at the site."""
    return Place(division=request.division, department_id=request.department_id, site_id=request.site_id)


def place_of_order(order: RatingOrder) -> Place:
    """Return where a work order lies: with the unit that answers for it (谁办理谁负责)."""
    if order.department_id:
        return Place(division=order.division, department_id=order.department_id)
    return Place(division=order.division, site_id=order.site_id)


def demand(actor: Actor, act: str, place: Place | None, doing: str) -> None:
    """Let the actor go on only where the table grants the act; `place` None asks whether it is granted anywhere.

    :raises NotAllowed: naming who may.
    """
    if not actor.may(act, place):
        raise NotAllowed(act, f"您的岗位不能{doing}：这由{who_may(act)}办理。")


def places(actor: Actor) -> dict[str, bool]:
    """Return which pages of the room the actor is led to: figures and ratings, entering what was told."""
    return {"leads": actor.may(VIEW), "tells": actor.may(TELL)}


def place_of_site(site: Site) -> Place:
    """Return where a site lies."""
    return Place(division=site.division_id, site_id=site.pk)


def place_of_complaint(row: Complaint, act: str) -> Place:
    """Return where an act on a complaint belongs: routing to the window that took it, work to the department while it is routed there."""
    if act == COMPLAINT_WORK and row.department_id:
        return Place(division=row.division, department_id=row.department_id)
    return Place(division=row.division, site_id=row.site_id)
