"""How far a message came, and what a status report of the gateway changes in it: reports come twice, late and out of order."""

from datetime import datetime

WAITING, HELD, SENDING, SENT = "waiting", "held", "sending", "sent"
DELIVERED, FAILED, UNKNOWN, SUPPRESSED = "delivered", "failed", "unknown", "suppressed"
STATES: dict[str, str] = {
    WAITING: "待发送",
    HELD: "夜间暂缓",
    SENDING: "发送中",
    SENT: "已发送",
    DELIVERED: "已送达",
    FAILED: "未能发送",
    UNKNOWN: "是否送达不明",
    SUPPRESSED: "已退订未发",
}
# What a delivery may still take up; everything else is decided.
DUE = (WAITING, HELD)
# What no report can be about: it never left the house.
NEVER_LEFT = (HELD, SUPPRESSED)


def after_report(state: str, last: datetime | None, *, success: bool, at: datetime) -> str | None:
    """Return the state that a report makes of a message, None when it changes nothing.

    What reached a telephone stays delivered, whatever comes later. Of two reports the newer counts; one as old as the last is the
    same report again.
    """
    if state in NEVER_LEFT or state == DELIVERED:
        return None
    if success:
        return DELIVERED
    if last is not None and at <= last:
        return None
    return FAILED
