"""Work orders: those an actor may see, in what order, and what he may read of the rating behind one."""

from datetime import date

from django.db.models import Q, QuerySet

from yichuang.accounts.queries import colleagues_at, officers_of
from yichuang.feedback import policies
from yichuang.feedback.models import RatingOrder
from yichuang.feedback.rules.orders import BEFORE_FOLLOW_UP, UNSETTLED, OrderFacts, OrderMove, moves_for
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound


def reach_of(actor: Actor, act: str, before: str = "", *, answering: bool = True) -> Q:
    """Return the condition that a row with division, site and department lies where the actor may do an act.

    `answering`: a department's rows are the department's, not the site's where its case was received (谁办理谁负责).
    """
    scope = Q(pk__in=[])
    for grant in actor.scopes(act):
        if grant.scope == "everywhere":
            return Q()
        if not grant.value:
            continue
        if grant.scope == "division":
            scope |= Q(**{f"{before}division__startswith": grant.value})
        if grant.scope == "department":
            scope |= Q(**{f"{before}department_id": grant.value})
        if grant.scope == "site":
            here = Q(**{f"{before}site_id": grant.value})
            scope |= here & Q(**{f"{before}department_id": None}) if answering else here
    return scope


def visible_orders(actor: Actor) -> QuerySet[RatingOrder]:
    """Return the work orders that concern the actor: of his site, department or district, his to call back, or about his own service."""
    own = Q(assignee_id=actor.id) | Q(handler_id=actor.id)
    rows = RatingOrder.objects.filter(reach_of(actor, policies.ORDER_VIEW) | own)
    return rows.select_related("rating__request", "site", "department")


def order_for(actor: Actor, number: str, *, lock: bool = False) -> RatingOrder:
    """Return a work order the actor may see. :raises NotFound: when there is none or it is not his to see."""
    rows = visible_orders(actor).filter(number=number)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NotFound("这份差评工单", "请从工单列表中选择。")
    return found


def facts_of(order: RatingOrder) -> OrderFacts:
    """Return what the rule looks at."""
    return OrderFacts(order.state, order.handler_id, order.assignee_id, order.appealed_by)


def moves_of(actor: Actor, order: RatingOrder) -> tuple[OrderMove, ...]:
    """Return the moves the actor may make on an order now."""
    place = policies.place_of_order(order)
    acts = {act for act in policies.ORDER_ACTS if actor.may(act, place)}
    return moves_for(facts_of(order), actor.id, acts)


def candidates(order: RatingOrder, today: date) -> list[tuple[str, str]]:
    """Return who may be named to call back: of the unit that answers, but not who was rated."""
    people = officers_of(order.department_id, today) if order.department_id else colleagues_at([order.site_id], today)
    return [(key, name) for key, name in people if key != order.handler_id]


def lateness(order: RatingOrder, today: date) -> str:
    """Return what of an order is over its day, in words, or nothing."""
    if order.state in BEFORE_FOLLOW_UP and order.review_due < today:
        return "回访已超期"
    if order.state in UNSETTLED and order.due < today:
        return "整改已超期"
    return ""


LISTS = {
    "": "全部工单",
    "mine": "待我办理",
    "unassigned": "待指派",
    "late": "已超期",
    "appeals": "申诉复核",
    "settled": "已整改",
}


def narrowed(rows: QuerySet[RatingOrder], actor: Actor, listed: str, text: str, today: date) -> QuerySet[RatingOrder]:
    """Return the orders of one list, whose number, service or people have a text in them."""
    if listed == "mine":
        rows = rows.filter(assignee_id=actor.id, state__in=UNSETTLED)
    if listed == "unassigned":
        rows = rows.filter(state="open")
    if listed == "late":
        late = Q(state__in=BEFORE_FOLLOW_UP, review_due__lt=today) | Q(state__in=UNSETTLED, due__lt=today)
        rows = rows.filter(late)
    if listed == "appeals":
        rows = rows.filter(state="appealed")
    if listed == "settled":
        rows = rows.filter(state__in=("mended", "explained", "closed"))
    if text:
        found = Q(number__icontains=text) | Q(title__icontains=text)
        rows = rows.filter(found | Q(handler_name__icontains=text) | Q(assignee_name__icontains=text))
    return rows
