"""May-see and reads of requests for adjustment: one's own, those of one's department's matters, and those of the district."""

import uuid
from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from yichuang.files.rules.retention import Ended
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound
from yichuang.organizations.queries import received_in
from yichuang.studio.models import AdjustmentRequest, AdjustmentVoice
from yichuang.studio.queries import VIEW


def visible_adjustments(actor: Actor) -> QuerySet[AdjustmentRequest]:
    """Return the requests that the actor may see, with matter and department."""
    return _seen(actor).select_related("matter", "department", "version", "draft", "draft__candidate")


def own_adjustments(actor: Actor) -> QuerySet[AdjustmentRequest]:
    """Return the requests that the actor made or joined, so that he sees what became of them."""
    return visible_adjustments(actor).filter(_spoken(actor))


def adjustment_for(actor: Actor, request_id: uuid.UUID | str) -> AdjustmentRequest:
    """Return one request that the actor may see.

    :raises NotFound: when there is none of that id, or it is not his to see.
    """
    return _found(visible_adjustments(actor), request_id)


def lock_adjustment(actor: Actor, request_id: uuid.UUID | str) -> AdjustmentRequest:
    """Return one request, locked for a decision.

    :raises NotFound: when there is none of that id, or it is not the actor's to see.
    """
    rows = _seen(actor).select_for_update(of=("self",)).select_related("matter", "department")
    return _found(rows, request_id)


def voices_of(row: AdjustmentRequest) -> QuerySet[AdjustmentVoice]:
    """Return everything that was said in a request, in order."""
    return AdjustmentVoice.objects.filter(request=row).order_by("pk")


def one_at_a_time(what: str) -> None:
    """Let one transaction after the other look for, and if need be make, the request about a place: two would be two requests."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])


def _seen(actor: Actor) -> QuerySet[AdjustmentRequest]:
    allowed = Q(_spoken(actor))
    for grant in actor.scopes(VIEW):
        if grant.scope == "everywhere":
            return AdjustmentRequest.objects.all()
        if grant.scope == "division":
            allowed |= received_in(grant.value)
        elif grant.scope == "department":
            allowed |= Q(department_id=grant.value)
    return AdjustmentRequest.objects.filter(allowed)


def _spoken(actor: Actor) -> Exists:
    return Exists(AdjustmentVoice.objects.filter(request=OuterRef("pk"), author_id=actor.id))


def _found(rows: QuerySet[AdjustmentRequest], request_id: Any) -> AdjustmentRequest:
    try:
        wanted = uuid.UUID(str(request_id))
    except ValueError:
        wanted = None
    row = rows.filter(pk=wanted).first() if wanted else None
    if row is None:
        raise NotFound("这份动态调整申请", "请从列表中选择；它也可能属于其他部门。")
    return row


def endings(keys: Collection[str]) -> dict[str, Ended]:
    """Return when requests were decided or taken back, by id: what their attachments are kept after."""
    rows = AdjustmentRequest.objects.filter(pk__in=keys).exclude(decided_at=None)
    return {str(pk): Ended(at) for pk, at in rows.values_list("pk", "decided_at")}
