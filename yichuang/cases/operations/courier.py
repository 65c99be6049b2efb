"""The result by post: the waybill is kept, the delivery confirmed with its proof, a returned letter waits at the counter again (S2-44)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yichuang.cases.events.issuing import CourierReturned, SentByCourier
from yichuang.cases.models import Case, Decision, Issuing
from yichuang.cases.operations import beats, papers
from yichuang.cases.operations.issue import deliver, served_papers
from yichuang.cases.queries import access, facts
from yichuang.cases.rules.facts import MoveInput
from yichuang.cases.rules.waybills import clean_waybill
from yichuang.catalog.queries import spec_of
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def send_by_courier(
    *,
    actor: Actor,
    number: str,
    carrier: str,
    waybill: str,
    now: datetime,
    waybill_file: Any = None,
    revision: int | None = None,
) -> Case:
    """Record that the result was posted, its waybill kept; returns the case. After a return it may be posted again.

    :raises Refused: without a waybill, with one whose check digit is wrong, or while the last dispatch is on its way.
    """
    case = access.lock_case(actor, number, "send_by_courier", revision)
    spec = spec_of(case.version_id)
    issuing = _posted(case)
    known = facts.facts_of(case, spec, sent_by_courier=issuing is not None)
    given = MoveInput(actor_id=actor.id, carrier=carrier, waybill=clean_waybill(waybill))
    beats.decide("send_by_courier", known, given)
    Issuing.objects.update_or_create(
        case=case,
        defaults={
            "method": "courier",
            "carrier": carrier,
            "waybill": given.waybill,
            "waybill_file": waybill_file,
            "sent_at": now,
            "returned_at": None,
            "return_reason": "",
            "issued_by": actor.id,
            "issued_by_name": actor.name,
        },
    )
    body = {
        "carrier": carrier,
        "waybill": given.waybill,
        "served": served_papers(Decision.objects.filter(case=case).first(), case),
        "sent_on": day_of(now).isoformat(),
        "receiver_name": case.form.get("receiver_name") or case.applicant_name,
        "issued_by": actor.name,
    }
    slip = papers.draft_document(case, spec, "courier_slip", body, actor=actor, now=now)
    event = SentByCourier(carrier=carrier, waybill=given.waybill)
    papers.write(case, slip, event, actor=actor, at=now, update_fields=[])
    return case


@dataclass(frozen=True)
class Confirmation:
    """Who signed for the letter, what proves it, and its picture."""

    receiver_name: str = ""
    proof: str = ""
    file: Any = None


@unit_of_work()
def confirm_courier(
    *, actor: Actor, number: str, confirmation: Confirmation, now: datetime, revision: int | None = None
) -> Case:
    """Record that the courier's delivery was signed for; returns the delivered case."""
    case = access.lock_case(actor, number, "confirm_courier", revision)
    issuing = _posted(case)
    known = facts.facts_of(case, spec_of(case.version_id), sent_by_courier=issuing is not None)
    beats.decide("confirm_courier", known, MoveInput(actor_id=actor.id))
    assert issuing is not None
    issuing.receiver_name = confirmation.receiver_name or case.form.get("receiver_name") or case.applicant_name
    issuing.proof, issuing.delivered_at = confirmation.proof, now
    issuing.waybill_file = confirmation.file or issuing.waybill_file
    issuing.save(update_fields=["receiver_name", "proof", "delivered_at", "waybill_file"])
    body = {
        "receiver_name": issuing.receiver_name,
        "carrier": issuing.carrier,
        "waybill": issuing.waybill,
        "identity_checked": f"{issuing.carrier} {issuing.waybill}　{confirmation.proof}".strip(),
    }
    return deliver(case, "courier", body, actor=actor, now=now)


@unit_of_work()
def take_back_from_courier(
    *, actor: Actor, number: str, reasons: str, now: datetime, revision: int | None = None
) -> Case:
    """Record that the courier brought the result back and return the case, waiting at the counter again."""
    case = access.lock_case(actor, number, "take_back_from_courier", revision)
    issuing = _posted(case)
    known = facts.facts_of(case, spec_of(case.version_id), sent_by_courier=issuing is not None)
    beats.decide("take_back_from_courier", known, MoveInput(actor_id=actor.id, reasons=reasons))
    assert issuing is not None
    issuing.returned_at, issuing.return_reason = now, reasons[:300]
    issuing.save(update_fields=["returned_at", "return_reason"])
    event = CourierReturned(carrier=issuing.carrier, waybill=issuing.waybill, reason=reasons)
    ledger.write(case, event, actor=actor, at=now, update_fields=[])
    return case


def _posted(case: Case) -> Issuing | None:
    issuing = Issuing.objects.filter(case=case, method="courier").first()
    return issuing if issuing is not None and issuing.on_its_way else None
