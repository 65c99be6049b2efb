"""One signature for all results of a joint case, on a tablet-sized page opened by the issuing clerk (S2-25, S2-44).

Each case has its own signature page (`cases.operations.sign`): who came is checked for every one of them, all pages are opened at one
instant, and one drawing signs them all.
"""

from datetime import datetime

from yichuang.cases.operations.issue import Receipt
from yichuang.cases.operations.sign import Visitor, prepared_signature, request_signature, sign_prepared
from yichuang.cases.queries import issuing
from yichuang.cases.rules.receivers import Receiver
from yichuang.files.operations.prepare import Prepared
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.life_events import policies
from yichuang.life_events.models import JointCase
from yichuang.life_events.operations.joint_hand_out import (
    JointReceipt,
    Who,
    at_counter,
    hand_out_with,
    kept,
    numbers_of,
    refuse_nothing_here,
)
from yichuang.life_events.queries.joint import children_of, joint_for
from yichuang.life_events.queries.joint_signing import SIGNED, signing_behind, signing_of


@unit_of_work()
def joint_request_signature(*, actor: Actor, number: str, receipt: JointReceipt, now: datetime) -> JointCase:
    """Check who came for all results that are there and open one signature page for them; an earlier page ends. Return the joint case.

    :raises Refused: with every reason why this person may not take the results; 409 when nothing is at the counter.
    """
    joint = joint_for(actor, number, lock=True)
    policies.demand_joint(actor, "joint.hand_out", joint, "一次出件")
    there = at_counter(actor, children_of(joint))
    refuse_nothing_here(there)
    for case in numbers_of(there):
        file = kept(actor, case, receipt.authorisation, "authorisation", now)
        visitor = Visitor(receipt.receiver, receipt.identity_checked, file)
        request_signature(actor=actor, number=case, visitor=visitor, now=now)
    return joint


def joint_sign(*, number: str, token: str, picture: bytes, now: datetime) -> JointCase:
    """Keep one signature for every result behind the token and return the joint case. Anybody who holds the token may sign, once.

    :raises NotFound: for a token that this house did not give. :raises Refused: when the page was signed, has ended or was replaced.
    """
    return _sign(number, token, prepared_signature(picture), now)


@unit_of_work()
def _sign(number: str, token: str, content: Prepared, now: datetime) -> JointCase:
    found = signing_behind(number, token, now)
    # One that was signed on its own page is signed; where all are, the first says so.
    for row in [row for row in found.rows if row.signed_at is None] or found.rows[:1]:
        sign_prepared(row.case.number, issuing.signature_token(row), content, now)
    return found.joint


@unit_of_work()
def joint_hand_out_signed(*, actor: Actor, number: str, now: datetime) -> JointCase:
    """Hand the results out to whoever signed on the joint signature page and return the joint case.

    :raises Refused: as `joint_hand_out` does; 409 while nobody has signed for all that is there.
    """
    joint = joint_for(actor, number, lock=True)
    policies.demand_joint(actor, "joint.hand_out", joint, "一次出件")
    children = children_of(joint)
    there = at_counter(actor, children)
    refuse_nothing_here(there)
    found = signing_of(joint, there, now)
    if found is None or found.state != SIGNED:
        reason = Reason(
            "not_signed", "领取人还没有为这次发放的全部结果签名。", rule="S2-44",
            kept="登记的领取人都在，没有发放。", todo="请等领取人签名；有新到的结果时，请重新核对领取人。",
        )  # fmt: skip
        raise Refused(reason, title="不能发放")
    receipts = {}
    for row in found.rows:
        receiver = Receiver(row.relation, row.receiver_name, "other", str(row.receiver_number), row.authorisation)
        receipts[row.case.number] = Receipt(row.identity_checked, receiver, row.file, row.authorisation_file)
    who = Who(found.first.receiver_name, found.first.identity_checked)
    return hand_out_with(joint, children, receipts, who, actor=actor, now=now)
