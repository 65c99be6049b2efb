"""Revoke a delegation instrument: from this moment nobody decides under it (S2-45②). What was decided stays."""

from datetime import datetime

from yichuang.cases.events import DelegationRevoked
from yichuang.cases.models import Delegation
from yichuang.cases.queries.delegations import visible_delegations
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def revoke_delegation(*, actor: Actor, pk: int, why: str, now: datetime) -> Delegation:
    """Revoke an instrument of the actor's department and return it.

    :raises Refused: without a reason, or when it was revoked before; NotFound for another department's.
    """
    row = visible_delegations(actor).select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NotFound("这份委托授权书")
    if row.revoked_at is not None:
        reason = Reason(
            "revoked_before", "这份委托授权书已经撤销。", rule="S2-45②", kept="没有改动。", todo="不需要再办。"
        )
        raise Refused(reason, title="不能撤销")
    if not why.strip():
        reason = Reason(
            "why", "没有写明撤销原因。", field="why", rule="S2-45②", kept="委托仍然有效。", todo="请写明原因。"
        )
        raise Refused(reason, status=422, title="不能撤销")
    row.revoked_at, row.revoked_by_name, row.revoked_why = now, actor.name, why.strip()[:300]
    event = DelegationRevoked(number=row.number, why=row.revoked_why)
    columns = ["revoked_at", "revoked_by_name", "revoked_why"]
    ledger.write(row, event, actor=actor, at=now, update_fields=columns)
    return row
