"""Which systems there are, whose token this is, which secrets are good."""

import hashlib
from datetime import datetime

from django.db.models import Q, QuerySet

from yichuang.exchange.models import ClientSystem, SystemSecret, SystemToken
from yichuang.exchange.models.systems import SIGNING
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound


def hashed(secret: str) -> str:
    """Return what is kept of a token or secret of full entropy."""
    return hashlib.sha256(secret.encode()).hexdigest()


def visible_systems(actor: Actor) -> QuerySet[ClientSystem]:
    """Return the systems that the actor may see: of the department, of the division, everywhere."""
    scope = Q(pk__in=[])
    for grant in actor.scopes("exchange.view"):
        if grant.scope == "everywhere":
            return ClientSystem.objects.select_related("department")
        if grant.scope == "division":
            scope |= Q(department__division__code__startswith=grant.value)
        if grant.scope == "department":
            scope |= Q(department_id=grant.value)
    return ClientSystem.objects.filter(scope).select_related("department")


def system_for(actor: Actor, key: str) -> ClientSystem:
    """Return a system the actor may see. :raises NotFound: when there is none or it is not his to see."""
    found = visible_systems(actor).filter(key=key).first()
    if found is None:
        raise NotFound("这个业务系统", "请从业务系统列表中选择。")
    return found


def lock_system(actor: Actor, key: str) -> ClientSystem:
    """Return a system the actor may see, locked. :raises NotFound: as `system_for`."""
    found = visible_systems(actor).select_for_update(of=("self",)).filter(key=key).first()
    if found is None:
        raise NotFound("这个业务系统", "请从业务系统列表中选择。")
    return found


def token_of(token: str, now: datetime) -> SystemToken | None:
    """Return a token that is good now and whose system is not shut out (one statement)."""
    rows = SystemToken.objects.filter(token_hash=hashed(token), expires_at__gt=now, system__active=True)
    return rows.select_related("system__department").first()


def signing_secrets(system_id: int, now: datetime) -> list[str]:
    """Return the signing secrets that are good now, the newest first."""
    rows = SystemSecret.objects.filter(system_id=system_id, kind=SIGNING)
    good = rows.filter(Q(expires_at=None) | Q(expires_at__gt=now)).order_by("-created_at", "-pk")
    return [row.value for row in good]
