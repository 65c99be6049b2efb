"""Close an account: no sign-in from this moment, every session ended; what the person did stays on record."""

from datetime import datetime

from yichuang.accounts.events import StaffDisabled, StaffEnabled
from yichuang.accounts.models import Staff
from yichuang.accounts.operations.sessions import end_open_sessions
from yichuang.accounts.queries.staff import managed_staff
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def disable_staff(*, actor: Actor, staff_id: str, why: str, now: datetime) -> Staff:
    """Close an account and return it.

    :raises Refused: 409 when it is closed, 422 without a reason.
    """
    person = managed_staff(actor, staff_id, "停用账号")
    if person.left_on is not None:
        said = f"这个账号已于 {person.left_on:%Y-%m-%d} 停用。"
        raise Refused(Reason("disabled", said, todo="不必再停用；页面不是最新的，请刷新。"), title="不能停用")
    _with_reason(why, "停用")
    person.left_on = day_of(now)
    ended = end_open_sessions(person, now, "账号已停用")
    event = StaffDisabled(why=why.strip()[:200], sessions_ended=ended)
    ledger.write(person, event, actor=actor, at=now, update_fields=["left_on"])
    return person


@unit_of_work()
def enable_staff(*, actor: Actor, staff_id: str, why: str, now: datetime) -> Staff:
    """Open a closed account again, effective the next day like any authorisation (S0-24), and return it.

    :raises Refused: 409 when it is not closed, 422 without a reason.
    """
    person = managed_staff(actor, staff_id, "恢复账号")
    if person.left_on is None:
        todo = "不必恢复；页面不是最新的，请刷新。"
        raise Refused(Reason("enabled", "这个账号没有停用。", todo=todo), title="不能恢复")
    _with_reason(why, "恢复")
    person.left_on, person.authorised_on = None, day_of(now)
    event = StaffEnabled(why=why.strip()[:200])
    ledger.write(person, event, actor=actor, at=now, update_fields=["left_on", "authorised_on"])
    return person


def _with_reason(why: str, doing: str) -> None:
    if not why.strip():
        reason = Reason(
            "why", f"没有填写{doing}的原因。", field="why", kept="账号不变。", todo=f"请写明{doing}的原因。"
        )
        raise Refused(reason, status=422, title=f"不能{doing}")
