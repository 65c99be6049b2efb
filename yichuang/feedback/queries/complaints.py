"""Complaints: those an actor may see, and the one that a number and query password open."""

from datetime import date

from django.db.models import Q, QuerySet

from yichuang.feedback import policies
from yichuang.feedback.models import Complaint
from yichuang.feedback.rules.complaints import ROUTED, WORKING, ComplaintMove, moves_for
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound
from yichuang.foundations.sealed import blind_index

LISTS = {"": "全部", "open": "办理中", "mine": "待本单位办理", "late": "已超期", "agency": "代办", "answered": "已答复"}


def visible_complaints(actor: Actor) -> QuerySet[Complaint]:
    """Return the complaints the actor may see: taken at his site, routed to his department, of his district."""
    scope = Q(pk__in=[])
    rows = Complaint.objects.select_related("site", "department")
    for grant in actor.scopes(policies.COMPLAINT_VIEW):
        if grant.scope == "everywhere":
            return rows
        column = {"division": "division__startswith", "department": "department_id", "site": "site_id"}[grant.scope]
        if grant.value:
            scope |= Q(**{column: grant.value})
    return rows.filter(scope)


def complaint_for(actor: Actor, number: str, *, lock: bool = False) -> Complaint:
    """Return a complaint the actor may see. :raises NotFound: when there is none or it is not his to see."""
    rows = visible_complaints(actor).filter(number=number)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NotFound("这件投诉代办", "请从投诉代办列表中选择。")
    return found


def moves_of(actor: Actor, row: Complaint) -> tuple[ComplaintMove, ...]:
    """Return the moves the actor may make on a complaint now."""
    acts = {act for act in policies.COMPLAINT_ACTS if actor.may(act, policies.place_of_complaint(row, act))}
    return moves_for(row.state, acts, row.matter)


def is_late(row: Complaint, today: date) -> bool:
    """Tell whether a complaint is over its day."""
    return row.state in WORKING and row.due < today


def narrowed(
    rows: QuerySet[Complaint], actor: Actor, listed: str, text: str, kind: str, today: date
) -> QuerySet[Complaint]:
    """Return the complaints of one list and kind whose number, matter or case have a text in them; a whole telephone finds its own."""
    if listed == "open":
        rows = rows.filter(state__in=WORKING)
    if listed == "mine":
        departments = [post.department_id for post in actor.posts if post.department_id]
        sites = [post.site_id for post in actor.posts if post.site_id]
        own = Q(department_id__in=departments, state=ROUTED) | Q(site_id__in=sites) & ~Q(state=ROUTED)
        rows = rows.filter(own, state__in=WORKING)
    if listed == "late":
        rows = rows.filter(state__in=WORKING, due__lt=today)
    if listed == "agency":
        rows = rows.filter(agency=True)
    if listed == "answered":
        rows = rows.filter(state__in=("answered", "closed"))
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        found = Q(number__icontains=text) | Q(matter_name__icontains=text) | Q(case_number__startswith=text)
        rows = rows.filter(found | Q(mobile_index=blind_index(text, "mobile")))
    return rows
