"""Lift a lock-out after wrong passwords before its time."""

from datetime import datetime

from axes.utils import reset

from yichuang.accounts.events import StaffUnlocked
from yichuang.accounts.models import Staff
from yichuang.accounts.queries.lock_out import lock_of
from yichuang.accounts.queries.staff import managed_staff
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def unlock_staff(*, actor: Actor, staff_id: str, now: datetime) -> Staff:
    """Let a locked account sign in again and return it.

    :raises Refused: 409 when it is not locked.
    """
    person = managed_staff(actor, staff_id, "解除锁定")
    if lock_of(person.sign_in_index, now) is None:
        todo = "请本人直接登录；忘记密码的，在登录页重设。"
        raise Refused(Reason("not_locked", "这个账号没有锁定。", todo=todo), title="不必解锁")
    reset(username=person.sign_in_index)
    ledger.write(person, StaffUnlocked(), actor=actor, at=now, update_fields=[])
    return person
