"""The receiver's signature: a one-time page opened by the issuing clerk, signed once, used by the hand-out (S2-44)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from yichuang.cases.events.issuing import ResultSignedFor, SignatureRequested
from yichuang.cases.models import Case, Issuing, SignatureRequest
from yichuang.cases.operations import beats
from yichuang.cases.operations.issue import Receipt, hand_out, receiver_input
from yichuang.cases.queries import access, facts, issuing
from yichuang.cases.rules import receivers
from yichuang.cases.rules.receivers import Receiver
from yichuang.cases.rules.states import State
from yichuang.catalog.queries import spec_of
from yichuang.files.operations.prepare import Prepared, prepare
from yichuang.files.operations.store import store
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work

LIVES = timedelta(minutes=15)
WHY_NOT = {
    "signed": ("already_signed", "这一页已经签过名。", "请把平板交还工作人员。"),
    "expired": ("signature_expired", "签名页已过期：打开超过 15 分钟没有签名。", "请工作人员在出件页重新发起签名。"),
    "cancelled": ("signature_withdrawn", "工作人员已重新发起签名，这一页不再有效。", "请使用新的签名页。"),
}


@dataclass(frozen=True)
class Visitor:
    """Who came for the result, how identity was checked, and the picture of an agent's authority."""

    receiver: Receiver
    identity_checked: str
    authorisation_file: Any = None


@unit_of_work()
def request_signature(
    *, actor: Actor, number: str, visitor: Visitor, now: datetime, revision: int | None = None
) -> SignatureRequest:
    """Check who came and open a one-time signature page; an earlier page of the case ends.

    :raises Refused: with every reason why this person may not take the result.
    """
    case = access.lock_case(actor, number, "request_signature", revision)
    given = receiver_input(case, actor, visitor.identity_checked, visitor.receiver, day_of(now))
    row = Issuing.objects.filter(case=case).first()
    sent = row is not None and row.on_its_way and row.method == "courier"
    beats.decide("request_signature", facts.facts_of(case, spec_of(case.version_id), sent_by_courier=sent), given)
    assert given.applicant is not None
    SignatureRequest.objects.filter(case=case, cancelled_at=None).update(cancelled_at=now)
    request = SignatureRequest.objects.create(
        case=case,
        receiver_name=receivers.name_of(visitor.receiver, given.applicant),
        receiver_number=visitor.receiver.number.strip().upper(),
        relation=visitor.receiver.relation,
        identity_checked=visitor.identity_checked,
        authorisation=visitor.receiver.authorisation,
        authorisation_file=visitor.authorisation_file,
        requested_at=now,
        requested_by_name=actor.name,
        expires_at=now + LIVES,
    )
    event = SignatureRequested(
        receiver=request.receiver_name,
        relation=receivers.RELATIONS[request.relation],
        identity_checked=visitor.identity_checked,
        expires_at=request.expires_at,
    )
    ledger.write(case, event, actor=actor, at=now, update_fields=[])
    return request


def sign_for_result(*, number: str, token: str, picture: bytes, now: datetime) -> SignatureRequest:
    """Keep the receiver's signature on the page behind the token and return it. Anybody who holds the token may sign, once.

    :raises Refused: when the page was signed, has ended or was replaced.
    """
    return sign_prepared(number, token, prepared_signature(picture), now)


def prepared_signature(picture: bytes) -> Prepared:
    """Return the drawing of a signature pad as it can be stored; made before anything is locked.

    :raises Refused: 422 when it is no picture.
    """
    return prepare(picture, name="签名.png", declared_type="image/png")


@unit_of_work()
def sign_prepared(number: str, token: str, content: Prepared, now: datetime) -> SignatureRequest:
    """Keep a prepared signature on the page behind the token and return it, as `sign_for_result` does."""
    found = issuing.request_of(number, token)
    case = Case.with_practice.select_for_update().get(pk=found.case_id)
    request = SignatureRequest.objects.select_for_update().get(pk=found.pk)
    refuse_ended(request, now)
    if case.state != State.AT_ISSUING:
        reason = Reason(
            "not_at_issuing",
            "本件已经办结出件，不需要再签名。",
            rule="S2-44",
            kept="没有保存签名。",
            todo="请把平板交还工作人员。",
        )
        raise Refused(reason, title="不能签名")
    signer = Actor(kind="applicant", id=f"signature:{request.pk}", name=request.receiver_name)
    request.file = store(signer, data=content, purpose="signature", owner_kind="case", owner_key=case.number, now=now)
    request.signed_at = now
    request.save(update_fields=["file", "signed_at"])
    ledger.write(case, ResultSignedFor(receiver=request.receiver_name), actor=signer, at=now, update_fields=[])
    return request


def refuse_ended(request: SignatureRequest, now: datetime) -> None:
    """Raise `Refused` with what to do unless the page is still open."""
    state = request.state(now)
    if state != "open":
        code, message, todo = WHY_NOT[state]
        reason = Reason(code, message, rule="S2-44", kept="之前的登记都在，没有发放。", todo=todo)
        raise Refused(reason, title="不能签名")


@unit_of_work()
def hand_out_signed(*, actor: Actor, number: str, now: datetime, revision: int | None = None) -> Case:
    """Hand the result out to whoever signed on the case's signature page; returns the delivered case.

    :raises Refused: as `hand_out` does, also while nobody has signed.
    """
    case = access.lock_case(actor, number, "hand_out", revision)
    row = issuing.latest_request(case)
    receiver, checked, signature, authority = Receiver(), "", None, None
    if row is not None:
        receiver = Receiver(row.relation, row.receiver_name, "other", str(row.receiver_number), row.authorisation)
        checked, signature, authority = row.identity_checked, row.file, row.authorisation_file
    receipt = Receipt(checked, receiver, signature, authority)
    return hand_out(actor=actor, number=number, receipt=receipt, now=now)
