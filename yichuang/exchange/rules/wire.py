"""What the ledger's events are called on the wire, and the shape of a CloudEvent (docs/exchange.md; CloudEvents 1.0)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from yichuang.foundations.rules.chains import canonical

REGISTERED, SUPPLEMENTED, ACCEPTED = "case.registered", "case.supplemented", "case.accepted"
TOLERATED, WITHDRAWN, ENDED, DELIVERED, HANDLED = (
    "case.tolerated_supplied",
    "case.withdrawn",
    "case.ended",
    "case.delivered",
    "case.handled_here",
)
REPORT_AGAIN, NOT_HERE = "case.report_again", "case.not_here"
# What a system that booked an appointment is told of it (yichuang/sharing/operations/tell_booker.py); the ledger's names.
BOOKING_MOVED, BOOKING_CANCELLED = "appointment.moved", "appointment.cancelled"
# What a department is told, and how that reads on a screen.
OUTGOING: dict[str, str] = {
    REGISTERED: "收件分发",
    SUPPLEMENTED: "补齐补正",
    ACCEPTED: "受理",
    TOLERATED: "补交容缺材料",
    WITHDRAWN: "撤回申请",
    ENDED: "未受理或终止",
    DELIVERED: "结果送达",
    HANDLED: "平台内办理",
    REPORT_AGAIN: "请重新回传",
    NOT_HERE: "平台没有此办件",
    BOOKING_MOVED: "代办的预约已改期",
    BOOKING_CANCELLED: "代办的预约已取消",
}
# What a department reports, and how that reads on a screen (S2-50, S2-52④).
INCOMING: dict[str, str] = {
    "form_submitted": "业务数据推送",
    "correction_requested": "补齐补正告知",
    "accepted": "受理",
    "refused": "不予受理",
    "node_changed": "办理环节",
    "special_begin": "特别程序开始",
    "special_end": "特别程序结束",
    "extended": "延长期限",
    "concluded": "办结",
}
# What a system that books appointments says (yichuang/sharing/api/appointments.py); about no case.
BOOKED, MOVED, CANCELLED = "appointment_booked", "appointment_moved", "appointment_cancelled"
BOOKINGS: dict[str, str] = {BOOKED: "预约", MOVED: "预约改期", CANCELLED: "取消预约"}
INBOUND: dict[str, str] = {**INCOMING, **BOOKINGS}
# What such a system is told when it asks; in the message log only.
SLOTS_READ, APPOINTMENTS_READ = "slots_read", "appointments_read"
READS: dict[str, str] = {SLOTS_READ: "查询号源", APPOINTMENTS_READ: "查询预约"}
UNIFIED, SPLIT, NATIVE = "unified_number", "split_mode", "native"
_PLAIN = {
    "case.correction_supplied": SUPPLEMENTED,
    "case.accepted": ACCEPTED,
    "case.tolerated_supplied": TOLERATED,
    "case.withdrawn": WITHDRAWN,
    "case.acceptance_refused": ENDED,
    "case.terminated": ENDED,
    "case.delivered": DELIVERED,
    # What an officer does on the platform itself, for instance on a day when the system is down: the system must not do it again.
    **dict.fromkeys(
        (
            "case.correction_requested",
            "case.taken_up",
            "case.suspended",
            "case.resumed",
            "case.extended",
            "case.decided",
        ),
        HANDLED,
    ),
}
# The ledger's types that may have to be told; a receipt is one document among others.
HEARD = frozenset({*_PLAIN, "case.received", "document.issued"})


def name_on_the_wire(type_: str, payload: Mapping[str, Any], mode: str) -> str:
    """Return what an event of the ledger is called outside, empty when it is not told.

    In split mode a case is registered once its receipt lists what came in; under a unified number the department's form follows the
    base form at once (S2-49, S2-52②).
    """
    if type_ == "document.issued":
        return REGISTERED if mode == SPLIT and payload.get("kind") == "receipt" else ""
    if type_ == "case.received":
        return REGISTERED if mode == UNIFIED else ""
    return _PLAIN.get(type_, "")


def cloud_event(
    *, uid: str, type_: str, number: str, at: datetime, sequence: int, division: str, data: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a CloudEvent 1.0 in structured JSON; `sequence` grows within one case."""
    return {
        "specversion": "1.0",
        "id": uid,
        "source": f"/exchange/{division}",
        "type": type_,
        "subject": number,
        "time": at.isoformat(),
        "datacontenttype": "application/json",
        "sequence": str(sequence),
        "data": dict(data),
    }


def wire_bytes(event: Mapping[str, Any]) -> bytes:
    """Return the bytes of an event as every attempt sends them and as they can be shown again for proof."""
    return canonical(event)


def feed_bytes(events: Sequence[Mapping[str, Any]], following: str) -> bytes:
    """Return the bytes of a page of the feed."""
    return canonical({"events": list(events), "next": following})
