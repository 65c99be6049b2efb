"""News of joint cases as the ledger tells it, for tests of what is counted from it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from yichuang.accounts.permissions import SYSTEM
from yichuang.foundations import ledger
from yichuang.foundations.models import Event
from yichuang.life_events.events_joint import JointEnded, JointReceived
from yichuang.life_events.models import LifeEvent

ALL = ("birth_registration", "medical_insurance_child", "social_card_apply")


def received(key: str = "birth", members: Sequence[str] = ALL) -> JointReceived:
    """Return the receipt of a joint case that asks for 3 papers instead of 5, 11 fields instead of 18, one visit for each member."""
    return JointReceived(
        number="330109000000000000001",
        key=key,
        name="出生“一件事”",
        version=1,
        site="萧山区行政服务中心",
        applicant_kind="person",
        answers={},
        members=list(members),
        left_out={},
        materials_separately=5,
        materials_once=3,
        fields_separately=18,
        fields_once=11,
        visits_separately=len(members),
        visits_once=1,
    )


def ended(
    on: date, days: int, members: Sequence[str] = ALL, end: str = "closed", key: str = "birth", extra_visits: int = 0
) -> JointEnded:
    """Return the end of a joint case on a day, some days after its receipt."""
    ends = [{"member": one, "end": end} for one in members]
    return JointEnded(
        number="330109000000000000001",
        key=key,
        received_on=on - timedelta(days=days),
        ended_on=on,
        members=ends,
        extra_visits=extra_visits,
    )


def tell(*events: Any, at: datetime, hear: bool = True) -> list[Event]:
    """Write events into the stream of the life event, and let the reader hear them as its job would."""
    owner = LifeEvent.objects.get(key="birth")
    rows = ledger.write(owner, *events, actor=SYSTEM, at=at, update_fields=[])
    if hear:
        ledger.hear("life_events.savings", [str(row.uid) for row in rows], at)
    return rows
