"""Reads for reconciliation: our side of the books, runs, and their differences."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from yichuang.cases.queries import Case
from yichuang.exchange.models import (
    ClientSystem,
    Delivery,
    InboundMessage,
    MatterRoute,
    ReconciliationDifference,
    ReconciliationRun,
)
from yichuang.exchange.models.deliveries import DELIVERED, PARKED
from yichuang.exchange.models.reconciliations import DONE, FAILED
from yichuang.exchange.queries.systems import visible_systems
from yichuang.exchange.rules.reconciliation import Ours
from yichuang.exchange.rules.wire import NOT_HERE
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import CHINA
from yichuang.foundations.problems import NotFound

ENDED: dict[str, dict[str, Any]] = {
    "clean": {"state": DONE, "differences": 0},
    "differs": {"state": DONE, "differences__gt": 0},
    "failed": {"state": FAILED},
}


def numbers_of_day(system: ClientSystem, day: date) -> set[str]:
    """Return the cases about which anything was pushed or reported on a day."""
    start = datetime.combine(day, time(), CHINA)
    within = (start, start + timedelta(days=1))
    out = _told(system).filter(created_at__gte=within[0], created_at__lt=within[1])
    back = InboundMessage.objects.filter(system=system, at__gte=within[0], at__lt=within[1]).exclude(number="")
    return {*out.values_list("number", flat=True), *back.values_list("number", flat=True)}


def open_numbers(system: ClientSystem) -> set[str]:
    """Return the cases with a difference that still stands: each run looks at them again."""
    rows = ReconciliationDifference.objects.filter(system=system, resolved_in=None)
    return set(rows.values_list("number", flat=True))


def ours_of(system: ClientSystem, numbers: Iterable[str]) -> dict[str, Ours]:
    """Return our side of these cases; those that are not the system's are left out (three statements)."""
    wanted = sorted(set(numbers))
    rows = (
        _told(system)
        .filter(number__in=wanted)
        .values("number")
        .annotate(
            pushed=Count("pk"),
            delivered=Count("pk", filter=Q(state=DELIVERED)),
            last=Max("sequence", filter=Q(state=DELIVERED), default=0),
            parked=Count("pk", filter=Q(state=PARKED)),
        )
        .order_by()
    )
    found = {row["number"]: Ours(row["pushed"], row["delivered"], row["last"], row["parked"]) for row in rows}
    routed = set(MatterRoute.objects.filter(system=system).values_list("matter_id", flat=True))
    cases = Case.with_practice.filter(number__in=wanted, practice=not system.live)
    for number, matter, accepted, decided in cases.values_list("number", "matter_id", "accepted_on", "decided_at"):
        if number in found or matter in routed:
            ours = found.get(number, Ours())
            found[number] = replace(ours, accepted=accepted is not None, concluded=decided is not None)
    return found


def _told(system: ClientSystem) -> QuerySet[Delivery]:
    """Return what a system was told of its cases; that we do not have a case makes none of it."""
    return Delivery.objects.filter(system=system).exclude(type=NOT_HERE)


def visible_runs(actor: Actor) -> QuerySet[ReconciliationRun]:
    """Return the runs of the systems that the actor may see."""
    return ReconciliationRun.objects.filter(system__in=visible_systems(actor)).select_related("system__department")


@dataclass(frozen=True)
class ChosenRuns:
    """What narrows a list of runs: a system's code, how it ended (`clean`, `differs`, `failed`), one day."""

    system: str = ""
    state: str = ""
    day: date | None = None


def runs_of(actor: Actor, chosen: ChosenRuns) -> QuerySet[ReconciliationRun]:
    """Return the runs under a filter."""
    rows = visible_runs(actor)
    if chosen.system:
        rows = rows.filter(system__key=chosen.system)
    if chosen.state:
        rows = rows.filter(**ENDED[chosen.state])
    return rows.filter(day=chosen.day) if chosen.day else rows


def standing_of(runs: Iterable[ReconciliationRun]) -> dict[int, int]:
    """Return how many of each system's differences still stand, by system (one statement)."""
    rows = ReconciliationDifference.objects.filter(system__in={run.system_id for run in runs})
    counted = rows.filter(resolved_in=None, explained=False).values("system").annotate(count=Count("pk"))
    return {row["system"]: row["count"] for row in counted.order_by()}


def run_for(actor: Actor, run_id: int) -> ReconciliationRun:
    """Return a run the actor may see. :raises NotFound: for any other."""
    found = visible_runs(actor).filter(pk=run_id).first()
    if found is None:
        raise NotFound("这次对账", "请从对账列表中选择。")
    return found


def differences_of(run: ReconciliationRun) -> QuerySet[ReconciliationDifference]:
    """Return the differences that a run found, saw again or saw resolved."""
    rows = ReconciliationDifference.objects.filter(system=run.system_id, found_in__lte=run.pk)
    return rows.filter(Q(seen_in__gte=run.pk) | Q(resolved_in=run.pk))
