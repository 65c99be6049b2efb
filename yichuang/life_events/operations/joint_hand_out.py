"""Hand out every result that is at the issuing counter together: identity checked once, one signature (S2-25, S2-44)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yichuang.cases.operations.issue import Receipt, hand_out
from yichuang.cases.queries.issuing import way_of
from yichuang.cases.rules.receivers import Receiver
from yichuang.cases.rules.states import State
from yichuang.files.operations.prepare import Prepared
from yichuang.files.operations.store import store
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.life_events import policies
from yichuang.life_events.events_joint import JointHandedOut
from yichuang.life_events.models import JointCase, JointChild
from yichuang.life_events.queries.joint import children_of, joint_for
from yichuang.life_events.rules.joint_states import PENDING

RESULTS = (State.GRANTED, State.DENIED, State.AT_ISSUING)


@dataclass(frozen=True)
class JointReceipt:
    """Who came for the results: how identity was checked, who he is, one signature, and the picture of an agent's authority."""

    identity_checked: str
    receiver: Receiver
    signature: Prepared | None = None
    authorisation: Prepared | None = None


@unit_of_work()
def joint_hand_out(*, actor: Actor, number: str, receipt: JointReceipt, now: datetime) -> JointCase:
    """Hand out the results that are there and return the joint case; each case has its own service receipt with the same signature.

    :raises Refused: as `hand_out` does, with the reasons of every case once; 409 when nothing is at the counter.
    """
    joint = joint_for(actor, number, lock=True)
    policies.demand_joint(actor, "joint.hand_out", joint, "一次出件")
    children = children_of(joint)
    there = at_counter(actor, children)
    refuse_nothing_here(there)
    receipts = {
        number: Receipt(
            receipt.identity_checked,
            receipt.receiver,
            kept(actor, number, receipt.signature, "signature", now),
            kept(actor, number, receipt.authorisation, "authorisation", now),
        )
        for number in numbers_of(there)
    }
    who = Who(receipt.receiver.name or joint.applicant_name, receipt.identity_checked)
    return hand_out_with(joint, children, receipts, who, actor=actor, now=now)


@dataclass(frozen=True)
class Who:
    """Who took the results and how his identity was checked, as the joint case's own event says it."""

    name: str
    identity_checked: str


def hand_out_with(
    joint: JointCase,
    children: list[JointChild],
    receipts: Mapping[str, Receipt],
    who: Who,
    *,
    actor: Actor,
    now: datetime,
) -> JointCase:
    """Hand out each case that has a receipt (by case number) and write it down on the joint case, which is locked; return it.

    :raises Refused: as `hand_out` does, the first case's reasons first.
    """
    for child in children:
        if child.case is not None and child.case.number in receipts:
            number = child.case.number
            child.case = hand_out(actor=actor, number=number, receipt=receipts[number], now=now)
    left = outstanding(children)
    joint.handed_out_at = now if not left else joint.handed_out_at
    event = JointHandedOut(
        cases=list(receipts),
        receiver=who.name,
        identity_checked=who.identity_checked,
        outstanding=[child.member for child in left],
    )
    ledger.write(joint, event, actor=actor, at=now, update_fields=["handed_out_at"])
    return joint


def refuse_nothing_here(there: list[JointChild]) -> None:
    """:raises Refused: 409 when no result of the joint case is at the counter."""
    if not there:
        reason = Reason(
            "nothing_here", "没有可以发放的结果：还没有移交出件窗口，已经交寄，或已经发放。", rule="S2-44",
            kept="没有发放。", todo="请在联办件页面查看各事项的进度。",
        )  # fmt: skip
        raise Refused(reason, title="不能发放")


def numbers_of(children: list[JointChild]) -> list[str]:
    """Return the numbers of the members' cases, in order."""
    return [child.case.number for child in children if child.case is not None]


def at_counter(actor: Actor, children: list[JointChild]) -> list[JointChild]:
    """Return the members whose results wait at the actor's issuing counter, not with the courier nor offered electronically."""
    there = [child for child in children if child.case is not None and child.case.state == State.AT_ISSUING]
    return [child for child in there if child.case is not None and way_of(actor, child.case.number).state == "waiting"]


def outstanding(children: list[JointChild]) -> list[JointChild]:
    """Return the members whose results are still to come: not decided yet, or decided and not handed out."""
    return [
        child
        for child in children
        if child.state in PENDING or (child.case is not None and State(child.case.state) in RESULTS)
    ]


def kept(actor: Actor, number: str, content: Prepared | None, purpose: str, now: datetime) -> Any:
    """Keep a picture with a case and return the stored file; nothing for none."""
    if content is None:
        return None
    return store(actor, data=content, purpose=purpose, owner_kind="case", owner_key=number, now=now)
