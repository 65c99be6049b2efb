"""Deal with a difference between the books by one click: through the operations that there are; who, when and why is on record (S2-51)."""

import uuid
from datetime import datetime

from yichuang.cases.queries import Case
from yichuang.exchange import policies
from yichuang.exchange.events import DifferenceRepaired
from yichuang.exchange.models import ClientSystem, Delivery, ReconciliationDifference, ReconciliationRun
from yichuang.exchange.models.deliveries import DELIVERED, PARKED, WAITING
from yichuang.exchange.operations.retry import MOST, retry
from yichuang.exchange.ports import CONTRACT
from yichuang.exchange.queries.payloads import case_data
from yichuang.exchange.queries.reconciliations import differences_of
from yichuang.exchange.queries.systems import lock_system
from yichuang.exchange.rules.reconciliation import ASK, EXPLAIN, KINDS, REPAIRS, REPLAY, RETRY
from yichuang.exchange.rules.wire import NOT_HERE, REPORT_AGAIN, cloud_event
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work

KEPT = "差异还在，没有做任何改动。"
LEAST_WORDS, MOST_AT_ONCE = 4, 200


@unit_of_work()
def repair_difference(
    *, actor: Actor, key: str, difference_id: int, now: datetime, why: str = ""
) -> ReconciliationDifference:
    """Repair a difference in the way of its kind and return it; the next run sees whether it is gone.

    :raises NotFound, NotAllowed: as elsewhere. :raises Refused: 409 where it stands no longer, or there is nothing to send again.
    """
    system, row = _lock(actor, key, difference_id)
    repair = REPAIRS[row.kind]
    said = why.strip()[:300] or f"{row.found_in.day} 对账：{KINDS[row.kind]}"
    if repair in (REPLAY, RETRY):
        states = (DELIVERED,) if repair == REPLAY else (PARKED, WAITING)
        rows = Delivery.objects.filter(system=system, number=row.number, state__in=states).order_by("pk")
        ids = list(rows.values_list("pk", flat=True)[:MOST])
        retry(actor=actor, key=key, ids=ids, now=now, replay=repair == REPLAY, why=said)
    elif system.dialect != CONTRACT:
        raise _refused(
            "dialect", "这个系统使用的报文里没有这一种。", "请与对方经办人联系，再用“说明原因后了结”写明结果。"
        )
    elif repair == ASK:
        _ask_again(system, row, now)
    else:
        _push(system, NOT_HERE, row.number, 0, {"number": row.number}, now)
    return _write(system, row, repair, said, actor, now)


def repair_all(*, actor: Actor, run: ReconciliationRun, now: datetime) -> int:
    """Repair what a run found and nobody has dealt with yet, each for itself, and return how many; the rest is there to be looked at.

    :raises NotAllowed: as for one.
    """
    policies.demand(actor, policies.MANAGE, run.system, "处理对账差异")
    rows = differences_of(run).filter(resolved_in=None, explained=False, repaired_at=None).order_by("pk")
    repaired = 0
    for pk in list(rows.values_list("pk", flat=True)[:MOST_AT_ONCE]):
        try:
            repair_difference(actor=actor, key=run.system.key, difference_id=pk, now=now)
        except Refused:
            # Dealt with by somebody else meanwhile, or with nothing to send: it stays on the page as it is.
            continue
        repaired += 1
    return repaired


@unit_of_work()
def explain_difference(
    *, actor: Actor, key: str, difference_id: int, now: datetime, why: str
) -> ReconciliationDifference:
    """Close a difference that is no fault, for a reason in words, and return it.

    :raises NotFound, NotAllowed: as elsewhere. :raises Refused: 422 without a reason, 409 where it stands no longer.
    """
    system, row = _lock(actor, key, difference_id)
    if len(why.strip()) < LEAST_WORDS:
        raise _refused("why", "没有写明原因。", "请用一句话写明为什么不用处理。", 422)
    row.explained = True
    return _write(system, row, EXPLAIN, why.strip()[:300], actor, now)


def _lock(actor: Actor, key: str, difference_id: int) -> tuple[ClientSystem, ReconciliationDifference]:
    system = lock_system(actor, key)
    policies.demand(actor, policies.MANAGE, system, "处理对账差异")
    rows = ReconciliationDifference.objects.select_related("found_in").select_for_update(of=("self",))
    row = rows.filter(system=system, pk=difference_id).first()
    if row is None:
        raise NotFound("这处差异", "请从对账结果中选择。")
    if not row.open:
        raise _refused("closed", "这处差异已经消除或已说明。", "不用再处理。")
    return system, row


def _write(
    system: ClientSystem, row: ReconciliationDifference, repair: str, why: str, actor: Actor, now: datetime
) -> ReconciliationDifference:
    row.repair, row.why, row.repaired_by, row.repaired_at = repair, why, actor.name, now
    row.save(update_fields=["repair", "why", "repaired_by", "repaired_at", "explained"])
    event = DifferenceRepaired(number=row.number, kind=row.kind, repair=repair, why=why)
    # What `retry` wrote to the chain is on the locked row of its own: this one goes behind it.
    fresh = ClientSystem.objects.select_for_update(of=("self",)).get(pk=system.pk)
    ledger.write(fresh, event, actor=actor, at=now, update_fields=[])
    return row


def _ask_again(system: ClientSystem, row: ReconciliationDifference, now: datetime) -> None:
    """Push a request to report on the case again, all of it in order: the same reports under the same ids, which count once."""
    case = Case.with_practice.get(number=row.number)
    data = case_data(case)
    # In the place of the case's last event: nothing new happened to it here.
    last = Delivery.objects.filter(system=system, number=row.number).order_by("-sequence").first()
    _push(system, REPORT_AGAIN, row.number, last.sequence if last else 0, data, now, case.division)


def _push(
    system: ClientSystem, type_: str, number: str, sequence: int, data: dict[str, object], now: datetime,
    division: str = "",
) -> None:  # fmt: skip
    uid = uuid.uuid4()
    place = division or system.department.division_id
    body = cloud_event(
        uid=str(uid), type_=type_, number=number, at=now, sequence=sequence, division=place, data=data
    )  # fmt: skip
    Delivery.objects.create(
        system=system, event_uid=uid, type=type_, number=number, sequence=sequence, body=body, created_at=now, next_at=now
    )  # fmt: skip


def _refused(code: str, message: str, todo: str, status: int = 409) -> Refused:
    return Refused(Reason(code, message, code, "S2-51", KEPT, todo), status=status, title="没有处理")
