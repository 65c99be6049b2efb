"""Which systems there are, whose token this is, which secrets are good."""

import hashlib
from datetime import datetime

from django.db.models import Q, QuerySet

from yichuang.catalog.queries import Matter
from yichuang.exchange import ports
from yichuang.exchange.models import ClientSystem, MatterRoute, SystemSecret, SystemToken
from yichuang.exchange.models.systems import SIGNING
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound
from yichuang.organizations.queries import Department, received_in


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
            scope |= received_in(grant.value)
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


def last_token_at(system: ClientSystem, since: datetime) -> datetime | None:
    """Return when a system last proved itself since an instant: by a token, or in the way of its dialect."""
    rows = SystemToken.objects.filter(system=system, issued_at__gte=since).order_by("-issued_at")
    found = rows.values_list("issued_at", flat=True).first()
    dialect = ports.dialect_of(system.dialect)
    return found or (dialect.last_call(system.pk, since) if dialect else None)


def signing_secrets(system_id: int, now: datetime) -> list[str]:
    """Return the signing secrets that are good now, the newest first."""
    rows = SystemSecret.objects.filter(system_id=system_id, kind=SIGNING)
    good = rows.filter(Q(expires_at=None) | Q(expires_at__gt=now)).order_by("-created_at", "-pk")
    return [row.value for row in good]


def departments_for(actor: Actor) -> list[Department]:
    """Return the departments for which the actor may register a system, by name."""
    scope = Q(pk__in=[])
    for grant in actor.scopes("exchange.manage"):
        if grant.scope == "everywhere":
            scope = Q()
            break
        if grant.scope == "division":
            elsewhere = Q(served_in__code__startswith=grant.value)
            scope |= elsewhere | Q(served_in=None, division__code__startswith=grant.value)
    return list(Department.objects.filter(scope, closed_on=None).order_by("name", "pk"))


def secrets_of(system: ClientSystem, now: datetime) -> list[SystemSecret]:
    """Return the secrets that are good now, the newest first, without their values."""
    rows = SystemSecret.objects.filter(system=system).filter(Q(expires_at=None) | Q(expires_at__gt=now))
    return list(rows.defer("value", "value_hash").order_by("kind", "-created_at", "-pk"))


def routes_of(system: ClientSystem, now: datetime) -> list[MatterRoute]:
    """Return the matters whose cases go to a system now or from a minute on."""
    rows = MatterRoute.objects.filter(Q(until=None) | Q(until__gt=now), system=system)
    return list(rows.select_related("matter").order_by("matter__name", "pk"))


def matters_for(system: ClientSystem) -> list[tuple[str, str]]:
    """Return key and name of the department's matters that go to no system of this environment yet, by name."""
    taken = MatterRoute.objects.filter(environment=system.environment, until=None).values("matter")
    rows = Matter.objects.filter(department_id=system.department_id).exclude(pk__in=taken)
    return list(rows.order_by("name").values_list("key", "name"))
