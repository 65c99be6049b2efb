"""From the department's desk to the applicant's hand: register the result, hand it out or post it, close (行政许可法 44; S2-44)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yichuang.cases.events import CaseClosed, CaseDelivered, ResultRegistered, SentByCourier
from yichuang.cases.models import Case, Decision, Issuing
from yichuang.cases.operations import beats, papers
from yichuang.cases.queries import access, facts
from yichuang.cases.rules.facts import MoveInput
from yichuang.cases.rules.states import State
from yichuang.catalog.queries import spec_of
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.jobs import Later
from yichuang.foundations.transactions import unit_of_work

DELIVERED = ["state", "delivered_at", "service_due", "next_due", "due_provisional"]


@dataclass(frozen=True)
class Receipt:
    """Who took the result over the counter: how identity was checked, and the signature as a stored file."""

    identity_checked: str
    receiver_name: str = ""
    receiver_number: str = ""
    relation: str = "本人"
    signature: Any = None


@unit_of_work()
def send_to_issuing(
    *, actor: Actor, number: str, result_name: str, result_number: str, now: datetime, revision: int | None = None
) -> Case:
    """Register the result and send it to the issuing counter; returns the case."""
    case = access.lock_case(actor, number, "send_to_issuing", revision)
    given = MoveInput(actor_id=actor.id, result_name=result_name, result_number=result_number)
    beats.decide("send_to_issuing", facts.facts_of(case, spec_of(case.version_id)), given)
    Decision.objects.filter(case=case).update(
        result_name=result_name, result_number=result_number, registered_at=now, registered_by_name=actor.name
    )
    case.state = State.AT_ISSUING
    event = ResultRegistered(result_name=result_name, result_number=result_number)
    ledger.write(case, event, actor=actor, at=now, update_fields=["state"])
    return case


@unit_of_work()
def hand_out(*, actor: Actor, number: str, receipt: Receipt, now: datetime, revision: int | None = None) -> Case:
    """Hand the result over the counter and return the case; the service receipt carries the signature.

    :raises Refused: without a checked identity or a signature.
    """
    case = access.lock_case(actor, number, "hand_out", revision)
    given = MoveInput(
        actor_id=actor.id, identity_checked=receipt.identity_checked, signature=receipt.signature is not None
    )
    beats.decide("hand_out", facts.facts_of(case, spec_of(case.version_id)), given)
    Issuing.objects.update_or_create(
        case=case,
        defaults={
            "method": "counter",
            "identity_checked": receipt.identity_checked,
            "receiver_name": receipt.receiver_name or case.applicant_name,
            "receiver_number": receipt.receiver_number,
            "relation": receipt.relation,
            "signature": receipt.signature,
            "delivered_at": now,
            "issued_by": actor.id,
            "issued_by_name": actor.name,
        },
    )
    body = {
        "identity_checked": receipt.identity_checked,
        "receiver_name": receipt.receiver_name or case.applicant_name,
        "receiver_number": receipt.receiver_number,
        "relation": receipt.relation,
        "signature_file": str(receipt.signature.pk),
    }
    return _deliver(case, "counter", body, actor=actor, now=now)


@unit_of_work()
def send_by_courier(
    *, actor: Actor, number: str, carrier: str, waybill: str, now: datetime, revision: int | None = None
) -> Case:
    """Record that the result was posted, its waybill kept; returns the case."""
    case = access.lock_case(actor, number, "send_by_courier", revision)
    sent = Issuing.objects.filter(case=case, sent_at__isnull=False).exists()
    known = facts.facts_of(case, spec_of(case.version_id), sent_by_courier=sent)
    beats.decide("send_by_courier", known, MoveInput(actor_id=actor.id, waybill=waybill))
    Issuing.objects.create(
        case=case,
        method="courier",
        carrier=carrier,
        waybill=waybill,
        sent_at=now,
        issued_by=actor.id,
        issued_by_name=actor.name,
    )
    ledger.write(case, SentByCourier(carrier=carrier, waybill=waybill), actor=actor, at=now, update_fields=[])
    return case


@unit_of_work()
def confirm_courier(
    *, actor: Actor, number: str, receiver_name: str, now: datetime, revision: int | None = None
) -> Case:
    """Record that the courier's delivery was signed for; returns the delivered case."""
    case = access.lock_case(actor, number, "confirm_courier", revision)
    issuing = Issuing.objects.filter(case=case, sent_at__isnull=False).first()
    known = facts.facts_of(case, spec_of(case.version_id), sent_by_courier=issuing is not None)
    beats.decide("confirm_courier", known, MoveInput(actor_id=actor.id))
    assert issuing is not None
    issuing.receiver_name, issuing.delivered_at = receiver_name or case.applicant_name, now
    issuing.save(update_fields=["receiver_name", "delivered_at"])
    body = {"receiver_name": issuing.receiver_name, "carrier": issuing.carrier, "waybill": issuing.waybill}
    return _deliver(case, "courier", body, actor=actor, now=now)


def _deliver(case: Case, method: str, body: dict[str, Any], *, actor: Actor, now: datetime) -> Case:
    spec = spec_of(case.version_id)
    case.state, case.delivered_at = State.DELIVERED, now
    beats.recount(case, spec, now)
    served = {**body, "served": [case.matter_name], "served_at": now.isoformat(), "served_place": case.site_name}
    document = papers.draft_document(case, spec, "service_receipt", served, actor=actor, now=now)
    event = CaseDelivered(
        method=method, receiver=body["receiver_name"], identity_checked=body.get("identity_checked", "")
    )
    closing = Later("cases.close", {"number": case.number}, lock=f"case:{case.number}", queue="default")
    later = [papers.render(document), closing]
    ledger.write(case, event, papers.issued(document), actor=actor, at=now, update_fields=DELIVERED, later=later)
    return case


@unit_of_work()
def close(*, actor: Actor, number: str, now: datetime) -> Case:
    """Close a delivered case and return it."""
    case = access.lock_case(actor, number, "close")
    beats.decide("close", facts.facts_of(case, spec_of(case.version_id)), MoveInput())
    case.state, case.closed_at = State.CLOSED, now
    ledger.write(case, CaseClosed(closed_at=now), actor=actor, at=now, update_fields=["state", "closed_at"])
    return case
