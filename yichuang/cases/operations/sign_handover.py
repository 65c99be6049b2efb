"""Both sides sign a hand-over batch: the giver lets it go, the taker counts it and writes down every difference (S2-42)."""

from collections.abc import Mapping
from datetime import datetime

from yichuang.cases.events import HandoverCancelled, HandoverSigned
from yichuang.cases.models import HandoverBatch, HandoverItem
from yichuang.cases.operations import papers
from yichuang.cases.operations.prepare_handover import list_document
from yichuang.cases.queries import handovers
from yichuang.cases.rules import handover
from yichuang.cases.rules.handover import Taken
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.problems import NotAllowed, NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work


def _lock(actor: Actor, number: str, rights: Mapping[str, str], what: str) -> HandoverBatch:
    batch = handovers.visible_batches(actor).select_for_update(of=("self",)).filter(number=number).first()
    if batch is None:
        raise NotFound("这张移交清单", "请核对清单编号；其他单位的清单不能在这里办理。")
    if not may(actor, batch, rights):
        raise NotAllowed(rights[batch.direction], f"您的岗位不能{what}这张清单。")
    return batch


def may(actor: Actor, batch: HandoverBatch, rights: Mapping[str, str]) -> bool:
    """Tell whether the actor may act on a batch with the right that its direction asks for."""
    return actor.may(rights[batch.direction], Place(site_id=batch.site_id, department_id=batch.department_id))


@unit_of_work()
def sign_out(*, actor: Actor, number: str, now: datetime) -> HandoverBatch:
    """Sign for the giving side: the paper leaves.

    :raises Refused: 409 when it is not the giver's turn. :raises NotAllowed: on the other side.
    """
    batch = _lock(actor, number, handovers.GIVE, "移交")
    if reasons := handover.refuse_signing(batch.state, "giver"):
        raise Refused(*reasons, title="不能签字移交")
    batch.state, batch.signed_out_at, batch.signed_out_by_name = handover.SIGNED_OUT, now, actor.name
    event = HandoverSigned(side="giver", differences=[])
    ledger.write(batch, event, actor=actor, at=now, update_fields=["state", "signed_out_at", "signed_out_by_name"])
    return batch


@unit_of_work()
def sign_in(*, actor: Actor, number: str, found: Mapping[str, Taken], now: datetime) -> HandoverBatch:
    """Sign for the taking side with what was found for every listed case; what was not taken over waits again.

    A difference is printed on a new list, which replaces the one without it.

    :raises Refused: 409 when it is not the taker's turn; 422 for a case not counted or a difference not explained.
    """
    batch = _lock(actor, number, handovers.TAKE, "签收")
    if reasons := handover.refuse_signing(batch.state, "taker"):
        raise Refused(*reasons, title="不能签收")
    items = list(HandoverItem.objects.select_related("case").filter(batch=batch))
    if reasons := handover.refuse_findings([item.case.number for item in items], dict(found)):
        raise Refused(*reasons, status=422, title="不能签收")
    for item in items:
        taken = found[item.case.number]
        item.taken_over, item.difference = taken.taken_over, taken.difference.strip()
    HandoverItem.objects.bulk_update(items, ["taken_over", "difference"])
    differences = [
        {"case": item.case.number, "difference": item.difference, "taken_over": "yes" if item.taken_over else "no"}
        for item in items
        if item.difference
    ]
    batch.state, batch.signed_in_at, batch.signed_in_by_name = handover.SIGNED_IN, now, actor.name
    columns = ["state", "signed_in_at", "signed_in_by_name"]
    signed = HandoverSigned(side="taker", differences=differences)
    if not differences:
        ledger.write(batch, signed, actor=actor, at=now, update_fields=columns)
        return batch
    batch.document = list_document(batch, [(item.case, item.listed, item.difference) for item in items], actor, now)
    ledger.write(
        batch,
        signed,
        papers.issued(batch.document),
        actor=actor,
        at=now,
        update_fields=[*columns, "document"],
        later=[papers.render(batch.document)],
    )
    return batch


@unit_of_work()
def cancel_handover(*, actor: Actor, number: str, reason: str, now: datetime) -> HandoverBatch:
    """Take back a batch that nobody has signed; its cases wait again.

    :raises Refused: 409 once it was signed; 422 without a reason.
    """
    batch = _lock(actor, number, handovers.GIVE, "取消")
    reasons = handover.refuse_cancelling(batch.state)
    if reasons:
        raise Refused(*reasons, title="不能取消清单")
    if not reason.strip():
        missing = Reason("reason", "没有写明取消的原因。", field="reason", kept="清单没有变动。", todo="请写明原因。")
        raise Refused(missing, status=422, title="不能取消清单")
    batch.state = handover.CANCELLED
    event = HandoverCancelled(number=batch.number, reason=reason.strip())
    ledger.write(batch, event, actor=actor, at=now, update_fields=["state"])
    return batch
