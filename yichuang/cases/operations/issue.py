"""From the department's desk to the applicant's hand: register the result, hand it out, close (行政许可法 44; S2-44)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yichuang.cases.events import CaseClosed
from yichuang.cases.events.issuing import CaseDelivered, ResultRegistered
from yichuang.cases.models import Case, Decision, Issuing
from yichuang.cases.operations import beats, papers
from yichuang.cases.queries import access, facts
from yichuang.cases.rules import receivers
from yichuang.cases.rules.facts import MoveInput
from yichuang.cases.rules.receivers import Receiver
from yichuang.cases.rules.states import State
from yichuang.catalog.queries import spec_of
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.jobs import Later
from yichuang.foundations.sealed import mask_id_number
from yichuang.foundations.transactions import unit_of_work

DELIVERED = ["state", "delivered_at", "service_due", "next_due", "due_provisional"]
THE_APPLICANT = Receiver()
WAYS = {"counter": "窗口领取", "courier": "邮寄送达", "electronic": "电子送达"}


@dataclass(frozen=True)
class Receipt:
    """Who took the result over the counter: how identity was checked, who he is, and the signature as a stored file."""

    identity_checked: str
    receiver: Receiver = THE_APPLICANT
    signature: Any = None
    authorisation_file: Any = None


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

    :raises Refused: without a checked identity or a signature, to somebody without authority, or while the courier has it.
    """
    case = access.lock_case(actor, number, "hand_out", revision)
    issuing = Issuing.objects.filter(case=case).first()
    given = receiver_input(case, actor, receipt.identity_checked, receipt.receiver, day_of(now), receipt.signature)
    sent = issuing is not None and issuing.on_its_way and issuing.method == "courier"
    beats.decide("hand_out", facts.facts_of(case, spec_of(case.version_id), sent_by_courier=sent), given)
    assert given.applicant is not None
    name = receivers.name_of(receipt.receiver, given.applicant)
    relation = receivers.RELATIONS[receipt.receiver.relation]
    Issuing.objects.update_or_create(
        case=case,
        defaults={
            "method": "counter",
            "identity_checked": receipt.identity_checked,
            "receiver_name": name,
            "receiver_number": receipt.receiver.number.strip().upper(),
            "relation": relation,
            "authorisation": receipt.receiver.authorisation,
            "authorisation_file": receipt.authorisation_file,
            "signature": receipt.signature,
            "delivered_at": now,
            "issued_by": actor.id,
            "issued_by_name": actor.name,
        },
    )
    body = {
        "identity_checked": receipt.identity_checked,
        "receiver_name": name,
        "receiver_number": mask_id_number(receipt.receiver.number.strip().upper()),
        "relation": relation,
        "signature_file": str(receipt.signature.pk),
    }
    return deliver(case, "counter", body, actor=actor, now=now)


def receiver_input(
    case: Case, actor: Actor, identity_checked: str, receiver: Receiver, today: date, signature: Any = None
) -> MoveInput:
    """Return what the rules look at when somebody comes for a result."""
    return MoveInput(
        actor_id=actor.id,
        identity_checked=identity_checked,
        receiver=receiver,
        applicant=receivers.applicant_of(case.applicant_kind, case.applicant_name, case.form),
        signature=signature is not None,
        today=today,
    )


def deliver(case: Case, method: str, body: dict[str, Any], *, actor: Actor, now: datetime) -> Case:
    """Write that the result reached its receiver, however it went: state, clock, service receipt, event, closing job."""
    spec = spec_of(case.version_id)
    case.state, case.delivered_at = State.DELIVERED, now
    beats.recount(case, spec, now)
    served = {
        "served": served_papers(Decision.objects.filter(case=case).first(), case),
        "served_at": f"{now.astimezone(CHINA):%Y年%-m月%-d日%H时%M分}",
        "way": WAYS[method],
        "issued_by": actor.name,
        **body,
    }
    document = papers.draft_document(case, spec, "service_receipt", served, actor=actor, now=now)
    event = CaseDelivered(
        method=method, receiver=body["receiver_name"], identity_checked=body.get("identity_checked", "")
    )
    closing = Later("cases.close", {"number": case.number}, lock=f"case:{case.number}", queue="default")
    papers.write(case, document, event, actor=actor, at=now, update_fields=DELIVERED, later=[closing])
    return case


def served_papers(decision: Decision | None, case: Case) -> Sequence[str]:
    """Return what is handed over, as the service receipt lists it: the decision, and the registered result."""
    if decision is None:
        return [case.matter_name]
    papers_served = ["准予决定书" if decision.outcome == "granted" else "不予决定书（含救济途径告知）"]
    if decision.result_name or decision.result_number:
        papers_served.append(f"{decision.result_name} {decision.result_number}".strip())
    return papers_served


@unit_of_work()
def close(*, actor: Actor, number: str, now: datetime) -> Case:
    """Close a delivered case and return it."""
    case = access.lock_case(actor, number, "close")
    beats.decide("close", facts.facts_of(case, spec_of(case.version_id)), MoveInput())
    case.state, case.closed_at = State.CLOSED, now
    ledger.write(case, CaseClosed(closed_at=now), actor=actor, at=now, update_fields=["state", "closed_at"])
    return case
