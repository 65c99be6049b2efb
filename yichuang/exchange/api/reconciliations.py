"""Reconciliation, over /api/exchange/reconciliations (S2-51)."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router

from yichuang.accounts.auth import staff_auth
from yichuang.exchange import policies
from yichuang.exchange import schemas_reconciliations as s
from yichuang.exchange.operations.reconcile import begin_reconciliation
from yichuang.exchange.operations.repair_difference import explain_difference, repair_difference
from yichuang.exchange.queries.reconciliations import ChosenRuns, differences_of, run_for, runs_of
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.http import PROBLEMS, write
from yichuang.foundations.pages import page_of

router = Router(tags=["对账"], auth=staff_auth)


def _viewer(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.VIEW, None, "查看对账")
    return actor


@router.get(
    "/exchange/reconciliations",
    response={200: s.ReconciliationPage, **PROBLEMS},
    operation_id="list_reconciliations",
    summary="对账列表",
)
def list_reconciliations(
    request: HttpRequest, system: str = "", day: date | None = None, cursor: str = "", size: int = 20
) -> s.ReconciliationPage:
    """Return the comparisons with the systems that the actor may see, the latest day first."""
    rows = runs_of(_viewer(request), ChosenRuns(system, "", day))
    page = page_of(rows, ["-day", "-pk"], cursor, size)
    return s.ReconciliationPage(rows=[s.run_out(row) for row in page.rows], next=page.next, previous=page.previous)


@router.post(
    "/exchange/reconciliations",
    response={201: s.ReconciliationOut, **PROBLEMS},
    operation_id="begin_reconciliation",
    summary="发起对账",
)
def post_reconciliation(request: HttpRequest, body: s.BeginBody) -> Any:
    """Begin a comparison; it is made in the background."""
    actor = _viewer(request)

    def act() -> s.ReconciliationOut:
        return s.run_out(begin_reconciliation(actor=actor, key=body.system, day=body.day, now=clock.now()))

    return write(request, act, 201)


@router.get(
    "/exchange/reconciliations/{run}",
    response={200: s.ReconciliationOut, **PROBLEMS},
    operation_id="get_reconciliation",
    summary="取对账结果",
)
def get_reconciliation(request: HttpRequest, run: int) -> s.ReconciliationOut:
    """Return one comparison."""
    return s.run_out(run_for(_viewer(request), run))


@router.get(
    "/exchange/reconciliations/{run}/differences",
    response={200: s.DifferencePage, **PROBLEMS},
    operation_id="list_differences",
    summary="对账差异列表",
)
def list_differences(request: HttpRequest, run: int, cursor: str = "", size: int = 20) -> s.DifferencePage:
    """Return the differences that a comparison found, saw again or saw resolved."""
    page = page_of(differences_of(run_for(_viewer(request), run)), ["pk"], cursor, size)
    return s.DifferencePage(rows=[s.difference_out(row) for row in page.rows], next=page.next, previous=page.previous)


@router.post(
    "/exchange/reconciliations/{run}/differences/{difference}",
    response={200: s.DifferenceOut, **PROBLEMS},
    operation_id="deal_with_difference",
    summary="处理对账差异",
)
def post_difference(request: HttpRequest, run: int, difference: int, body: s.DealBody) -> Any:
    """Repair a difference in the way of its kind, or explain it."""
    actor = _viewer(request)
    key = run_for(actor, run).system.key
    operation = repair_difference if body.verb == "repair" else explain_difference

    def act() -> s.DifferenceOut:
        done = operation(actor=actor, key=key, difference_id=difference, now=clock.now(), why=body.why)
        return s.difference_out(done)

    return write(request, act)
