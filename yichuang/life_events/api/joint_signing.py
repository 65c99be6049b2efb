"""The one signature of a joint hand-out on a tablet, over the API: asked for, looked at, handed out against (S2-25, S2-44)."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from yichuang.accounts.auth import staff_auth
from yichuang.cases.rules.receivers import Receiver
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import PROBLEMS, write
from yichuang.life_events import policies
from yichuang.life_events.models import JointCase
from yichuang.life_events.operations.joint_hand_out import JointReceipt, at_counter
from yichuang.life_events.operations.joint_sign import joint_hand_out_signed, joint_request_signature
from yichuang.life_events.queries.joint import children_of, joint_for, whole_of
from yichuang.life_events.queries.joint_signing import signing_of
from yichuang.life_events.schemas import joint as s
from yichuang.life_events.schemas.joint_signing import JointReceiverBody, JointSigningOut, joint_signing_out

router = Router(tags=["一件事联办"], auth=staff_auth)
PATH = "/joint-cases/{number}"
SIGNING: dict[int, Any] = {200: JointSigningOut, **PROBLEMS}


@router.post(
    f"{PATH}/signature-request",
    response=SIGNING,
    operation_id="request_joint_signature",
    summary="联办件一次出件：发起平板签名",
)
def post_signature_request(request: HttpRequest, number: str, body: JointReceiverBody) -> Status[Any]:
    """Check who came for every result at the counter and open one signature page for all of them; an earlier page ends."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    receiver = Receiver(
        body.relation, body.receiver_name, body.receiver_paper, body.receiver_number, body.authorisation
    )

    def act() -> JointSigningOut:
        receipt = JointReceipt(body.identity_checked, receiver)
        return _signing(actor, joint_request_signature(actor=actor, number=number, receipt=receipt, now=now))

    return write(request, act)


@router.get(
    f"{PATH}/signature-request",
    response=SIGNING,
    operation_id="get_joint_signature",
    summary="联办件一次出件：平板签名的进展",
)
def get_signature_request(request: HttpRequest, number: str) -> JointSigningOut:
    """Return how far the signature for the results at the counter is; `none` where no page was opened for all of them together."""
    actor = request.actor  # type: ignore[attr-defined]
    joint = joint_for(actor, number)
    policies.demand_joint(actor, "joint.hand_out", joint, "一次出件")
    return _signing(actor, joint)


@router.post(
    f"{PATH}/hand-out/signed",
    response={200: s.JointOut, **PROBLEMS},
    operation_id="hand_out_signed_joint_case",
    summary="联办件一次出件：凭平板签名发放",
)
def post_hand_out_signed(request: HttpRequest, number: str) -> Status[Any]:
    """Hand every result at the counter out to whoever signed on the joint signature page."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]

    def act() -> s.JointOut:
        return s.joint_out(whole_of(joint_hand_out_signed(actor=actor, number=number, now=now), day_of(now)))

    return write(request, act)


def _signing(actor: Actor, joint: JointCase) -> JointSigningOut:
    return joint_signing_out(signing_of(joint, at_counter(actor, children_of(joint)), clock.now()))
