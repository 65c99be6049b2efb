"""Simulated acceptance of life events over the API: scripts dealt to windows, a clerk's tasks, what he says, objections settled (S2-21②).

The test piece itself is received by `POST /api/joint-cases` with the run's `practice`.
"""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja import Router

from yichuang.accounts.auth import staff_auth
from yichuang.foundations import clock
from yichuang.foundations.http import PROBLEMS, write
from yichuang.foundations.pages import page_of
from yichuang.life_events import policies
from yichuang.life_events.models import LifeEventRun
from yichuang.life_events.operations.run_simulation import (
    agree_life_event_run,
    object_to_life_event_run,
    start_life_event_run,
)
from yichuang.life_events.operations.settle_objections import dismiss_life_event_objection, return_simulated_life_event
from yichuang.life_events.operations.simulate_draft import arrange_life_event_simulation
from yichuang.life_events.queries.composing import SIMULATE
from yichuang.life_events.queries.practice import candidate_of, run_for, runs_of, tasks_of
from yichuang.life_events.schemas import practice as s

router = Router(tags=["一件事编排"], auth=staff_auth)
ONE: dict[int, Any] = {200: s.LifeEventRunOut, **PROBLEMS}
PATH = "/life-event-runs"


@router.post(
    "/life-event-drafts/{uuid:draft_id}/simulation",
    response={200: s.LifeEventRunPage, **PROBLEMS},
    operation_id="arrange_life_event_simulation",
    summary="分配一件事的模拟受理",
)
def post_arrangement(request: HttpRequest, draft_id: uuid.UUID, body: s.LifeEventArrangeBody) -> Any:
    """Deal scripts to windows, at least three; answered are the runs."""
    actor = request.actor  # type: ignore[attr-defined]
    pairs = [(one.script, one.window) for one in body.pairs]

    def act() -> s.LifeEventRunPage:
        draft = arrange_life_event_simulation(actor=actor, draft_id=draft_id, pairs=pairs, now=clock.now())
        return s.LifeEventRunPage(rows=[s.run_line(run) for run in runs_of(candidate_of(draft))])

    return write(request, act)


@router.get(
    PATH,
    response={200: s.LifeEventRunPage, **PROBLEMS},
    operation_id="list_life_event_runs",
    summary="一件事模拟受理任务",
)
def get_runs(request: HttpRequest, cursor: str = "") -> Any:
    """Return what the actor has to receive at his window, a page at a time."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, SIMULATE, None, "模拟受理一件事")
    page = page_of(tasks_of(actor).select_related("joint"), ["pk"], cursor, 50)
    return s.LifeEventRunPage(rows=[s.run_line(run) for run in page.rows], next=page.next, previous=page.previous)


@router.get(f"{PATH}/{{int:run}}", response=ONE, operation_id="get_life_event_run", summary="取一次模拟受理")
def get_run(request: HttpRequest, run: int) -> Any:
    """Return one run with its script and what came out."""
    return s.run_out(run_for(request.actor, run))  # type: ignore[attr-defined]


def _moved(request: HttpRequest, operation: Callable[..., LifeEventRun], run: int, **given: Any) -> Any:
    actor = request.actor  # type: ignore[attr-defined]

    def act() -> s.LifeEventRunOut:
        return s.run_out(operation(actor=actor, run_id=run, now=clock.now(), **given))

    return write(request, act)


@router.post(f"{PATH}/{{int:run}}/start", response=ONE, operation_id="start_life_event_run", summary="开始模拟受理")
def post_start(request: HttpRequest, run: int) -> Any:
    """Begin a run as the clerk at its window."""
    return _moved(request, start_life_event_run, run)


@router.post(f"{PATH}/{{int:run}}/agree", response=ONE, operation_id="agree_life_event_run", summary="模拟受理无异议")
def post_agree(request: HttpRequest, run: int) -> Any:
    """Say that there is no objection; the test piece ends, and the last one passes the acceptance."""
    return _moved(request, agree_life_event_run, run)


@router.post(
    f"{PATH}/{{int:run}}/object", response=ONE, operation_id="object_to_life_event_run", summary="模拟受理有异议"
)
def post_objection(request: HttpRequest, run: int, body: s.LifeEventObjectionBody) -> Any:
    """Object to a place of the content; nothing passes before whoever leads the acceptance has settled it."""
    return _moved(request, object_to_life_event_run, run, place=body.place, text=body.text)


@router.post(
    "/life-event-objections/{int:objection}/dismiss",
    response={200: s.LifeEventObjectionOut, **PROBLEMS},
    operation_id="dismiss_life_event_objection",
    summary="不采纳一件事模拟受理的异议",
)
def post_dismissal(request: HttpRequest, objection: int, body: s.LifeEventWhyBody) -> Any:
    """Dismiss an objection with a reason that its author reads; the round goes on when none is left."""
    actor = request.actor  # type: ignore[attr-defined]

    def act() -> s.LifeEventObjectionOut:
        given: dict[str, Any] = {"objection_id": objection, "reason": body.reason, "now": clock.now()}
        done = dismiss_life_event_objection(actor=actor, **given)
        return s.objection_out(done, done.run)

    return write(request, act)


@router.post(
    "/life-event-drafts/{uuid:draft_id}/simulation/return",
    response={200: s.LifeEventRunPage, **PROBLEMS},
    operation_id="return_simulated_life_event",
    summary="退回模拟验收中的一件事",
)
def post_return(request: HttpRequest, draft_id: uuid.UUID, body: s.LifeEventWhyBody) -> Any:
    """Return the draft to its authors with every open objection; answered are the runs as they ended."""
    actor = request.actor  # type: ignore[attr-defined]

    def act() -> s.LifeEventRunPage:
        draft = return_simulated_life_event(actor=actor, draft_id=draft_id, reason=body.reason, now=clock.now())
        return s.LifeEventRunPage(rows=[s.run_line(run) for run in runs_of(candidate_of(draft))])

    return write(request, act)
