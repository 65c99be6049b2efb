"""What a life event brought, month by month, for the officers concerned (act life_event.view)."""

from django.http import HttpRequest
from ninja import Router, Schema

from yichuang.accounts.auth import staff_auth
from yichuang.foundations.http import PROBLEMS
from yichuang.life_events import policies
from yichuang.life_events.queries.public import shown_life_event
from yichuang.life_events.queries.savings import Sums, results_of
from yichuang.life_events.rules.savings import told

router = Router(tags=["一件事"], auth=staff_auth)


class LifeEventSumsOut(Schema):
    """One month, or all months together (`month` empty): counts and sums; averages as text, a dash where withheld (under ten cases)."""

    month: str
    received: int
    ended: int
    visits: int
    materials: int
    fields: int
    extra_visits: int
    mean_visits: str
    mean_materials: str
    mean_fields: str
    joint_days: str
    separate_days: str
    saved_days: str


class LifeEventOrdinaryOut(Schema):
    """How long a matter takes by itself in the same months."""

    name: str
    department: str
    cases: int
    days: str


class LifeEventResultsOut(Schema):
    """What a life event brought, the latest month first."""

    key: str
    name: str
    whole: LifeEventSumsOut
    months: list[LifeEventSumsOut]
    ordinary: list[LifeEventOrdinaryOut]


@router.get(
    "/life-events/{key}/results",
    response={200: LifeEventResultsOut, **PROBLEMS},
    operation_id="life_event_results",
    summary="一件事成效",
)
def get_results(request: HttpRequest, key: str) -> LifeEventResultsOut:
    """Return the months of a life event with their sums."""
    policies.demand(request.actor, "life_event.view", None, "查看一件事成效")  # type: ignore[attr-defined]
    shown = shown_life_event(key)
    found = results_of(shown)
    return LifeEventResultsOut(
        key=shown.event.key,
        name=shown.event.name,
        whole=_sums(found.whole),
        months=[_sums(one) for one in found.months],
        ordinary=[
            LifeEventOrdinaryOut(name=name, department=unit, cases=one.cases, days=told(one.mean))
            for name, unit, one in found.ordinary
        ],
    )


def _sums(one: Sums) -> LifeEventSumsOut:
    return LifeEventSumsOut(
        month=f"{one.month:%Y-%m}" if one.month else "",
        received=one.received,
        ended=one.ended,
        visits=one.visits,
        materials=one.materials,
        fields=one.fields,
        extra_visits=one.extra_visits,
        mean_visits=one.mean_visits,
        mean_materials=one.mean_materials,
        mean_fields=one.mean_fields,
        joint_days=one.joint_days,
        separate_days=one.separate_days,
        saved_days=one.saved_days,
    )
