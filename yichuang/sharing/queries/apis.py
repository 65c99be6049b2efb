"""The registry: which APIs there are, one of them, its document as read for checking calls.

The registry is a catalogue: whoever may look at it sees every API, for how else would he ask for one. What an API's owner alone may
see, its upstream and its numbers, the doors leave out for others.
"""

from functools import lru_cache

from django.db.models import Q, QuerySet

from yichuang.exchange.policies import place_of
from yichuang.exchange.queries import ClientSystem
from yichuang.exchange.queries.systems import visible_systems
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound
from yichuang.organizations.queries import received_in
from yichuang.sharing import policies
from yichuang.sharing.models import ApiVersion, SharedApi
from yichuang.sharing.rules.checking import Reader


def registry() -> QuerySet[SharedApi]:
    """Return all APIs."""
    return SharedApi.objects.select_related("department", "provider__department")


def narrowed(rows: QuerySet[SharedApi], asked: str, state: str) -> QuerySet[SharedApi]:
    """Return the APIs whose name, key or department has the text asked for, in use or withdrawn."""
    if asked:
        rows = rows.filter(Q(name__icontains=asked) | Q(key__icontains=asked) | Q(department__name__icontains=asked))
    if state in ("active", "withdrawn"):
        rows = rows.filter(active=state == "active")
    return rows


def api_for(key: str) -> SharedApi:
    """Return an API. :raises NotFound: when there is none."""
    found = registry().filter(key=key).first()
    if found is None:
        raise NotFound("这个共享接口", "请从共享接口目录中选择。")
    return found


def lock_api(key: str) -> SharedApi:
    """Return an API, locked. :raises NotFound: when there is none."""
    found = registry().select_for_update(of=("self",)).filter(key=key).first()
    if found is None:
        raise NotFound("这个共享接口", "请从共享接口目录中选择。")
    return found


def owned_by(actor: Actor, act: str, way: str = "") -> Q:
    """Return the condition that the actor has an act over an API; `way` leads to the API from the row that is asked about."""
    scope = Q(pk__in=[])
    for grant in actor.scopes(act):
        if grant.scope == "everywhere":
            return Q()
        if grant.scope == "division":
            scope |= received_in(grant.value, f"{way}department")
        if grant.scope == "department":
            scope |= Q(**{f"{way}department_id": grant.value})
    return scope


def providers_for(actor: Actor) -> list[ClientSystem]:
    """Return the systems for which the actor may register an API, by name."""
    if not actor.may(policies.REGISTER):
        return []
    rows = visible_systems(actor).filter(active=True).order_by("name", "pk")
    return [row for row in rows if actor.may(policies.REGISTER, place_of(row))]


def version_of(api: SharedApi) -> ApiVersion:
    """Return the version of an API's document that is in force."""
    return ApiVersion.objects.get(api=api, number=api.version)


def versions_of(api: SharedApi) -> list[ApiVersion]:
    """Return all versions, the newest first, without their documents."""
    return list(ApiVersion.objects.filter(api=api).defer("document").order_by("-number"))


@lru_cache(maxsize=256)
def reader_of(api_id: int, version: int, at: str) -> Reader:
    """Return an API's document read for checking calls; one statement for each version in a process.

    `at`, the API's registration, tells apart what tests and restored databases make of the same ids.
    """
    return Reader(ApiVersion.objects.only("document").get(api_id=api_id, number=version).document)


def reader_for(api: SharedApi) -> Reader:
    """Return the reader of an API's present document."""
    return reader_of(api.pk, api.version, api.registered_at.isoformat())
