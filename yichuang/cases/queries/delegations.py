"""May-see and reads of delegation instruments (委托授权书, S2-45②)."""

from datetime import date

from django.db.models import QuerySet

from yichuang.cases.models import Delegation
from yichuang.catalog.queries import published, published_matters
from yichuang.catalog.rules.handling import SINGLE_CLERK
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotAllowed, NotFound


def departments_managed_by(actor: Actor) -> list[int]:
    """Return the departments whose instruments the actor keeps.

    :raises NotAllowed: when there is none.
    """
    found = [int(grant.value) for grant in actor.scopes("delegation.manage") if grant.scope == "department"]
    if not found:
        raise NotAllowed("delegation.manage", "只有办理部门的负责人可以登记、查看委托授权书。")
    return found


def visible_delegations(actor: Actor) -> QuerySet[Delegation]:
    """Return the instruments of the actor's departments."""
    rows = Delegation.objects.filter(department__in=departments_managed_by(actor))
    return rows.select_related("matter", "site", "document")


def delegation_for_page(actor: Actor, pk: int) -> Delegation:
    """Return one instrument of the actor's department.

    :raises NotFound: when there is none or it is another department's.
    """
    found = visible_delegations(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound("这份委托授权书")
    return found


def delegable_matters(actor: Actor) -> list[tuple[str, str]]:
    """Return key and name of the departments' published matters that a single clerk may complete."""
    rows = published_matters().filter(department__in=departments_managed_by(actor))
    return [(row.key, row.name) for row in rows if published(row.key).spec.case_type == SINGLE_CLERK]


def state_of(row: Delegation, today: date) -> str:
    """Return 已撤销, 未生效, 已到期 or 有效 as of a day."""
    if row.revoked_at:
        return "已撤销"
    if row.valid_from > today:
        return "未生效"
    return "已到期" if row.valid_to and row.valid_to < today else "有效"
