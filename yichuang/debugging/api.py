"""Joint debugging over /api/exchange/systems/{key}/debugging (S0-18…S0-21)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja import Router

from yichuang.accounts.auth import staff_auth
from yichuang.debugging import schemas as s
from yichuang.debugging.advancing import advance
from yichuang.debugging.models import DebuggingRun
from yichuang.debugging.operations.begin import begin
from yichuang.debugging.operations.book import key_of
from yichuang.debugging.operations.confirm import confirm, open_matter
from yichuang.debugging.queries import Line, lines_of, run_for, under_way
from yichuang.debugging.rules.steps import RUNNING
from yichuang.exchange import policies
from yichuang.exchange.queries.systems import system_for
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.http import PROBLEMS, write

router = Router(tags=["接口联调"], auth=staff_auth)
BENCH = "/exchange/systems/{key}/debugging"
ANSWERS: dict[int, Any] = {200: s.DebuggingRunOut, **PROBLEMS}


def _viewer(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.VIEW, None, "查看业务系统")
    return actor


@router.post(BENCH, response=ANSWERS, operation_id="begin_debugging", summary="开始联调")
def post_run(request: HttpRequest, key: str, body: s.DebuggingBeginBody) -> Any:
    """Begin a run for a matter, or return the one that is going on."""
    actor = _viewer(request)
    system_for(actor, key)
    return write(request, lambda: _out(begin(actor=actor, key=key, matter=body.matter, now=clock.now())))


@router.get(f"{BENCH}/{{run}}", response=ANSWERS, operation_id="get_debugging", summary="取联调结果")
def get_run(request: HttpRequest, key: str, run: int) -> s.DebuggingRunOut:
    """Return a run with every step as it stands now."""
    return _out(run_for(_viewer(request), key, run))


@router.post(f"{BENCH}/{{run}}/advance", response=ANSWERS, operation_id="advance_debugging", summary="推送联调下一项")
def post_advance(request: HttpRequest, key: str, run: int, body: s.DebuggingAdvanceBody) -> Any:
    """Have the next step pushed, or one again, and look at what the others did; `pushing` tells until the push has come back."""
    actor = _viewer(request)
    pk = run_for(actor, key, run).pk
    advance(actor=actor, pk=pk, now=clock.now(), wall=clock.wall(), again=body.again)
    return _out(run_for(actor, key, run))


@router.post(
    f"{BENCH}/{{run}}/confirm", response=ANSWERS, operation_id="confirm_debugging", summary="出具接口联调确认单"
)
def post_confirm(request: HttpRequest, key: str, run: int) -> Any:
    """Issue the joint-debug sheet of a run with every step green."""
    return _act(request, key, run, lambda actor, found: confirm(actor=actor, pk=found.pk, now=clock.now()))


@router.post(f"{BENCH}/{{run}}/open", response=ANSWERS, operation_id="open_debugged_matter", summary="开通事项")
def post_open(request: HttpRequest, key: str, run: int, body: s.DebuggingOpenBody) -> Any:
    """Issue the opening sheet and send the matter's cases to a live system."""
    return _act(
        request, key, run, lambda actor, found: open_matter(actor=actor, pk=found.pk, live=body.live, now=clock.now())
    )


def _act(request: HttpRequest, key: str, run: int, act: Callable[[Actor, DebuggingRun], Any]) -> Any:
    actor = _viewer(request)

    def done() -> s.DebuggingRunOut:
        act(actor, run_for(actor, key, run))
        return _out(run_for(actor, key, run))

    return write(request, done)


def _out(run: DebuggingRun) -> s.DebuggingRunOut:
    return s.DebuggingRunOut(
        id=run.pk,
        system=run.system.key,
        matter=run.matter.key,
        state=run.state,
        case_number=run.case_number,
        pushing=under_way(run, clock.wall()),
        practice=key_of(run) if run.state == RUNNING else "",
        sheet=run.sheet.code if run.sheet else "",
        opening_sheet=run.opening_sheet.code if run.opening_sheet else "",
        steps=[_step(line) for line in lines_of(run)],
    )


def _step(line: Line) -> s.DebuggingStepOut:
    latest = line.judgements[0] if line.judgements else None
    return s.DebuggingStepOut(
        name=line.step.name,
        title=line.step.title,
        outcome=line.found.outcome,
        seen=line.found.seen,
        todo="" if line.found.outcome == "green" else line.step.todo,
        evidence=latest.sha256 if latest else "",
        at=latest.at if latest else None,
    )
