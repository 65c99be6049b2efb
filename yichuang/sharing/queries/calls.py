"""The call log as those who look after APIs and consumers filter it; the owner sees calls to his APIs, a consumer its own."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from yichuang.exchange.queries import ClientSystem
from yichuang.exchange.queries.systems import visible_systems
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import CHINA
from yichuang.sharing import policies
from yichuang.sharing.models import CallHour, SharedCall
from yichuang.sharing.queries.apis import owned_by
from yichuang.sharing.queries.grants import COUNTER_PREFIX


@dataclass(frozen=True)
class Chosen:
    """What narrows the call log: API, consumer, how it ended, a case number's beginning, one day."""

    api: str = ""
    consumer: str = ""
    ended: str = ""
    number: str = ""
    day: date | None = None


ENDED = {"good": "成功", "refused": "平台拒绝", "failed": "数据源失败", "open": "未结束"}


def seen_by(actor: Actor) -> Q:
    """Return the condition on rows with `api` and `consumer` that the actor looks after one of the two."""
    own = (
        visible_systems(actor).values("key")
        if actor.may("exchange.view")
        else ClientSystem.objects.none().values("key")
    )
    scope = owned_by(actor, policies.VIEW, "api__") | Q(consumer__in=own)
    for grant in actor.scopes(policies.VIEW):
        if grant.scope == "division" and grant.value:
            scope |= Q(consumer__startswith=f"{COUNTER_PREFIX}{grant.value[:6]}")
    return scope


def visible_calls(actor: Actor, chosen: Chosen) -> QuerySet[SharedCall]:
    """Return the calls that concern the actor, under a filter."""
    rows = SharedCall.objects.filter(seen_by(actor)).select_related("api")
    if chosen.api:
        rows = rows.filter(api__key=chosen.api)
    if chosen.consumer:
        rows = rows.filter(consumer=chosen.consumer)
    if chosen.number:
        rows = rows.filter(number__startswith=chosen.number)
    if chosen.ended:
        rows = rows.filter(_ENDED[chosen.ended])
    if chosen.day:
        start = datetime.combine(chosen.day, time(), CHINA)
        rows = rows.filter(at__gte=start, at__lt=start + timedelta(days=1))
    return rows


_ENDED = {
    "good": Q(failed=False, status__gt=0, status__lt=400),
    "refused": Q(failed=False, status__gte=400),
    "failed": Q(failed=True),
    "open": Q(status=0),
}


def ended_of(call: SharedCall) -> tuple[str, str]:
    """Return how a call ended, in words and colour."""
    if call.status == 0:
        return ENDED["open"], "grey"
    if call.failed:
        return ENDED["failed"], "red"
    return (ENDED["good"], "green") if call.status < 400 else (ENDED["refused"], "yellow")


def choices_for(actor: Actor) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the APIs (key, name) and consumers that there are figures of, for the filters (two statements over the roll-up)."""
    rows = CallHour.objects.filter(seen_by(actor))
    apis = list(rows.order_by("api__name").values_list("api__key", "api__name").distinct())
    return apis, list(rows.order_by("consumer").values_list("consumer", flat=True).distinct())
