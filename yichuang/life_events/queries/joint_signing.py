"""How far the one signature of a joint case is: the signature pages of its cases that were opened together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core import signing

from yichuang.cases.queries import issuing
from yichuang.cases.queries.issuing import SignatureRequest
from yichuang.foundations.problems import NotFound
from yichuang.life_events.models import JointCase, JointChild
from yichuang.life_events.queries.joint import joint_case

TOKEN = signing.Signer(salt="yichuang.life_events.signature", sep=".")
OPEN, SIGNED, EXPIRED, CANCELLED = "open", "signed", "expired", "cancelled"


@dataclass(frozen=True)
class JointSigning:
    """The signature pages opened together for the results of a joint case: all open, all signed, or of no use any more."""

    joint: JointCase
    rows: tuple[SignatureRequest, ...]
    state: str

    @property
    def first(self) -> SignatureRequest:
        """Return the page that says who came: all of them say the same."""
        return self.rows[0]

    @property
    def address(self) -> str:
        """Return the one-time address of the joint signature page."""
        token = TOKEN.sign("-".join(str(row.pk) for row in self.rows))
        return f"/joint/{self.joint.number}/signature/{token}/"


def signing_of(joint: JointCase, there: Sequence[JointChild], now: datetime) -> JointSigning | None:
    """Return how far the signature for the results at the counter is, None where no page was opened for all of them together."""
    rows = issuing.latest_requests([child.case_id for child in there if child.case_id])
    if not rows or len(rows) != len(there) or len({_visit(row) for row in rows}) > 1:
        return None
    return JointSigning(joint, tuple(rows), _state(rows, now))


def signing_behind(number: str, token: str, now: datetime) -> JointSigning:
    """Return what a token opens.

    :raises NotFound: for a token that this house did not give.
    """
    missing = NotFound("这个签名页", "请让窗口工作人员重新打开签名页。")
    try:
        pks = [int(pk) for pk in TOKEN.unsign(token).split("-")]
    except (signing.BadSignature, ValueError):
        raise missing from None
    joint, rows = joint_case(number), issuing.requests_of(pks)
    cases = set(JointChild.objects.filter(joint=joint).values_list("case_id", flat=True)) if joint else set()
    if joint is None or len(rows) != len(pks) or {row.case_id for row in rows} - cases:
        raise missing
    return JointSigning(joint, tuple(rows), _state(rows, now))


def _visit(row: SignatureRequest) -> tuple[object, ...]:
    return row.requested_at, row.requested_by_name, row.receiver_name, row.relation


def _state(rows: Sequence[SignatureRequest], now: datetime) -> str:
    """Return the state of all pages together: signed or open only when each is, else the worst of theirs."""
    states = {row.state(now) for row in rows}
    return next(state for state in (CANCELLED, EXPIRED, OPEN, SIGNED) if state in states)
