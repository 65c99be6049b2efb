"""Which cases a system may reach: those of matters routed to it; real ones when it is live, practice ones under joint debugging."""

from yichuang.cases.queries import Case
from yichuang.cases.queries.access import case_for, clean_number
from yichuang.exchange import policies
from yichuang.exchange.models import ClientSystem, Delivery, MatterRoute
from yichuang.exchange.rules.wire import NOT_HERE
from yichuang.foundations.problems import NotFound


def reach(system: ClientSystem, number: str) -> Case:
    """Return a case that the system handles.

    A matter that was routed elsewhere since leaves the system the cases that it was sent.

    :raises NotFound: for any other, so that a stranger cannot tell which numbers exist.
    """
    case = case_for(policies.actor_of(system), clean_number(number))
    if case.practice == system.live:
        raise NotFound("这个办件", "请核对编号；其他系统的办件不能访问。")
    routed = MatterRoute.objects.filter(system=system, matter_id=case.matter_id).exists()
    # That a case is none of a system's own is news about it, and no way to it.
    sent = Delivery.objects.filter(system=system, number=case.number).exclude(type=NOT_HERE)
    if not routed and not sent.exists():
        raise NotFound("这个办件", "请核对编号；其他系统的办件不能访问。")
    return case
