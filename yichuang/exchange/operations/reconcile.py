"""Compare both sides' books with one system: begin, write what was found, or that it could not be done (S2-51; 对账任务按日比对)."""

from dataclasses import asdict
from datetime import date, datetime, timedelta

from yichuang.exchange import policies
from yichuang.exchange.events import Reconciled
from yichuang.exchange.models import ClientSystem, ReconciliationDifference, ReconciliationRun
from yichuang.exchange.models.reconciliations import DONE, FAILED, RUNNING
from yichuang.exchange.queries.systems import lock_system
from yichuang.exchange.rules.reconciliation import Difference, Found
from yichuang.foundations import jobs, ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.jobs import Later
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work

TASK = "exchange.reconcile"
# A run whose worker died is taken up again by the queue; one that nobody took up for so long may be begun anew.
GIVEN_UP = timedelta(hours=1)
EARLIEST = date(2000, 1, 1)
KEPT = "没有发起对账。"


@unit_of_work()
def begin_reconciliation(*, actor: Actor, key: str, day: date, now: datetime) -> ReconciliationRun:
    """Begin a comparison of a day's cases with a system, in the background, and return it.

    :raises NotFound, NotAllowed: as elsewhere. :raises Refused: 409 where one is under way, the system is stopped or has no address to
        ask; 422 for a day to come.
    """
    system = lock_system(actor, key)
    policies.demand(actor, policies.MANAGE, system, "发起对账")
    if not EARLIEST <= day <= day_of(now):
        raise _refused("day", "这一天还没有到，或者早于平台有办件的年代。", "请选择今天或以前的日期。", 422)
    if not system.active:
        raise _refused("stopped", f"“{system.name}”已停用，不能对账。", "恢复以后再对账。")
    if not system.receiver:
        raise _refused("no_address", f"“{system.name}”没有信息接收地址，无处取对方的数。", "请先登记地址。")
    standing = ReconciliationRun.objects.filter(system=system, state=RUNNING).first()
    if standing is not None and standing.asked_at > now - GIVEN_UP:
        raise _refused("running", f"“{system.name}”正在对账，还没有结束。", "请等结束后再发起。")
    if standing is not None:
        _end(standing, FAILED, "后台没有做完，已放弃", now)
    run = ReconciliationRun.objects.create(system=system, day=day, asked_by=actor.name, asked_at=now)
    jobs.defer([Later(TASK, {"run": run.pk})])
    return run


@unit_of_work()
def finish_reconciliation(*, run_id: int, found: Found, actor: Actor, now: datetime) -> ReconciliationRun | None:
    """Write what a comparison found and which earlier differences are gone, and return the run; None when it was ended before."""
    run = _lock(run_id)
    if run is None:
        return None
    system = ClientSystem.objects.select_for_update(of=("self",)).get(pk=run.system_id)
    rows = ReconciliationDifference.objects.select_for_update().filter(system=system, resolved_in=None)
    standing = {(row.number, row.kind): row for row in rows}
    fresh = {(one.number, one.kind): one for one in found.differences}
    for place, one in fresh.items():
        _note(system, run, standing.get(place), one)
    gone = [
        row.pk for (number, kind), row in standing.items() if number in found.compared and (number, kind) not in fresh
    ]
    ReconciliationDifference.objects.filter(pk__in=gone).update(resolved_in=run)
    for name, value in asdict(found.counts).items():
        setattr(run, name, value)
    run.differences = sum(not standing[place].explained if place in standing else True for place in fresh)
    _end(run, DONE, "", now)
    event = Reconciled(day=run.day.isoformat(), differences=run.differences, resolved=len(gone))
    ledger.write(system, event, actor=actor, at=now, update_fields=[])
    return run


@unit_of_work()
def fail_reconciliation(*, run_id: int, reason: str, now: datetime) -> None:
    """Write why a comparison could not be made; what was known before stays as it is."""
    run = _lock(run_id)
    if run is not None:
        _end(run, FAILED, reason, now)


def _lock(run_id: int) -> ReconciliationRun | None:
    return ReconciliationRun.objects.select_for_update().filter(pk=run_id, state=RUNNING).first()


def _note(
    system: ClientSystem, run: ReconciliationRun, known: ReconciliationDifference | None, one: Difference
) -> None:
    if known is None:
        ReconciliationDifference.objects.create(
            system=system, number=one.number, kind=one.kind, found_in=run, seen_in=run, ours=one.ours, theirs=one.theirs
        )
        return
    known.seen_in, known.ours, known.theirs = run, one.ours, one.theirs
    known.save(update_fields=["seen_in", "ours", "theirs"])


def _end(run: ReconciliationRun, state: str, reason: str, now: datetime) -> None:
    run.state, run.reason, run.finished_at = state, reason[:300], now
    run.save()


def _refused(code: str, message: str, todo: str, status: int = 409) -> Refused:
    return Refused(Reason(code, message, code, "S2-51", KEPT, todo), status=status, title="没有对账")
