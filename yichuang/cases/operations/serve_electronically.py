"""Electronic service: laid out with the applicant's consent, served when the applicant reads it (国务院令716号 8、10; S2-44)."""

from datetime import datetime

from yichuang.cases.events.issuing import OfferedElectronically
from yichuang.cases.models import Case, Decision, Issuing
from yichuang.cases.operations import beats
from yichuang.cases.operations.issue import deliver
from yichuang.cases.queries import access, facts, issuing
from yichuang.cases.rules.facts import MoveInput
from yichuang.catalog.queries import spec_of
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def offer_electronically(
    *, actor: Actor, number: str, consent: str, now: datetime, revision: int | None = None
) -> Case:
    """Lay the result out for the applicant to read and return the case; the state changes when it is read.

    :raises Refused: without consent, without an electronic form of the result, or while the courier has it.
    """
    case = access.lock_case(actor, number, "offer_electronically", revision)
    row = Issuing.objects.filter(case=case).first()
    sent = row is not None and row.on_its_way and row.method == "courier"
    known = facts.facts_of(case, spec_of(case.version_id), sent_by_courier=sent, denied=_denied(case))
    beats.decide("offer_electronically", known, MoveInput(actor_id=actor.id, consent=consent))
    Issuing.objects.update_or_create(
        case=case,
        defaults={
            "method": "electronic",
            "consent": consent,
            "sent_at": now,
            "returned_at": None,
            "issued_by": actor.id,
            "issued_by_name": actor.name,
        },
    )
    ledger.write(case, OfferedElectronically(consent=consent), actor=actor, at=now, update_fields=[])
    return case


@unit_of_work()
def e_deliver(*, token: str, how: str, now: datetime) -> Case:
    """Record the applicant's read receipt and return the delivered case; a second receipt changes nothing.

    `how` says how the reader was recognised, such as 查询密码.

    :raises Refused: when nothing is laid out, or its papers are not ready to be read.
    """
    found = issuing.service_of(token)
    case = Case.objects.select_for_update().get(pk=found.case_id)
    row = Issuing.objects.select_for_update().get(pk=found.pk)
    if row.delivered_at is not None:
        return case
    known = facts.facts_of(case, spec_of(case.version_id), offered_electronically=row.on_its_way, denied=_denied(case))
    beats.decide("e_deliver", known, MoveInput(identity_checked=how))
    if any(document.state != "ready" for document in issuing.decision_documents(case)):
        reason = Reason(
            "nothing_to_read",
            "文书正在生成，还不能阅读。",
            rule="国务院令716号 10",
            kept="没有签收。",
            todo="请稍后刷新，阅读后再签收。",
        )
        raise Refused(reason, title="还不能签收")
    reader = Actor(kind="applicant", id=str(case.applicant_id), name=case.applicant_name)
    row.receiver_name, row.identity_checked, row.delivered_at = case.applicant_name, how, now
    row.relation, row.proof = "申请人本人", "阅读并确认签收"
    row.save(update_fields=["receiver_name", "identity_checked", "delivered_at", "relation", "proof"])
    body = {
        "receiver_name": case.applicant_name,
        "relation": row.relation,
        "identity_checked": how,
        "issued_by": row.issued_by_name,
    }
    return deliver(case, "electronic", body, actor=reader, now=now)


def _denied(case: Case) -> bool:
    return Decision.objects.filter(case=case, outcome="denied").exists()
