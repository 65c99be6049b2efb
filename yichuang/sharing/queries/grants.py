"""Grants: those an actor may see as consumer or as owner, and the one that lets a call through."""

from datetime import date

from django.db.models import Q, QuerySet

from yichuang.exchange.policies import place_of
from yichuang.exchange.queries import ClientSystem
from yichuang.exchange.queries.systems import visible_systems
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound
from yichuang.organizations.queries import received_in
from yichuang.sharing import policies
from yichuang.sharing.models import ApiGrant, SharedApi
from yichuang.sharing.models.grants import ASKED, COUNTER_NAME, GRANTED, REFUSED, STATES
from yichuang.sharing.queries.apis import owned_by

COUNTER_PREFIX = "@"


def counter_of(division: str) -> str:
    """Return the consumer's name of a district's counters; a system's code never begins like this."""
    return f"{COUNTER_PREFIX}{division[:6]}"


def consumer_names(consumers: set[str]) -> dict[str, str]:
    """Return how consumers are called on screen (one statement)."""
    known = dict(ClientSystem.objects.filter(key__in=consumers).values_list("key", "name"))
    return {one: COUNTER_NAME if one.startswith(COUNTER_PREFIX) else known.get(one, one) for one in consumers}


def consumed_by(actor: Actor, act: str = policies.VIEW) -> Q:
    """Return the condition that a grant's consumer is the actor's to look after."""
    scope = Q(pk__in=[])
    for grant in actor.scopes(act):
        if grant.scope == "everywhere":
            return Q()
        if grant.scope == "division":
            scope |= received_in(grant.value, "system__department") & Q(system__isnull=False)
            scope |= Q(system=None, division__startswith=grant.value)
        if grant.scope == "department":
            scope |= Q(system__department_id=grant.value)
    return scope


def visible_grants(actor: Actor) -> QuerySet[ApiGrant]:
    """Return the grants that concern the actor: of systems he looks after, or for APIs of his department."""
    rows = ApiGrant.objects.filter(consumed_by(actor) | owned_by(actor, policies.VIEW, "api__"))
    return rows.select_related("api__department", "api__provider__department", "system__department")


def grant_for(actor: Actor, pk: int, *, lock: bool = False) -> ApiGrant:
    """Return a grant the actor may see. :raises NotFound: when there is none or it is not his to see."""
    rows = visible_grants(actor).filter(pk=pk)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NotFound("这份授权", "请从授权列表中选择。")
    return found


def good_grant(api: SharedApi, consumer: str, today: date) -> ApiGrant | None:
    """Return the grant under which a consumer may call an API today (one statement)."""
    return ApiGrant.objects.filter(api=api, consumer=consumer, state=GRANTED, expires_on__gte=today).first()


def consumers_for(actor: Actor) -> list[tuple[str, str]]:
    """Return consumer and name of those for whom the actor may apply: systems, and the counter of a district."""
    if not actor.may(policies.APPLY):
        return []
    rows = visible_systems(actor).filter(active=True).order_by("name", "pk")
    systems = [(row.key, row.name) for row in rows if actor.may(policies.APPLY, place_of(row))]
    divisions = sorted({one.value for one in actor.scopes(policies.APPLY) if one.scope == "division" and one.value})
    return [*((counter_of(one), COUNTER_NAME) for one in divisions), *systems]


def decided_by(actor: Actor) -> Q:
    """Return the condition that a grant is the actor's to decide."""
    return owned_by(actor, policies.APPROVE, "api__")


def state_of(grant: ApiGrant, today: date) -> tuple[str, str]:
    """Return how a grant stands, in words and colour; one that has run out says so."""
    if grant.state == GRANTED and grant.expires_on < today:
        return "已到期", "grey"
    return STATES[grant.state], {ASKED: "yellow", GRANTED: "green", REFUSED: "red"}.get(grant.state, "grey")
