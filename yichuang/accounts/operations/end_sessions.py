"""End sessions: a person his own, the administrator those of somebody he manages."""

from datetime import datetime

from yichuang.accounts.events import SessionsEnded
from yichuang.accounts.models import Staff, StaffSession
from yichuang.accounts.operations.sessions import end_open_sessions
from yichuang.accounts.queries.staff import managed_staff
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def end_sessions(*, actor: Actor, staff_id: str, now: datetime) -> int:
    """End every open session of an account that the actor manages; return how many there were."""
    person = managed_staff(actor, staff_id, "结束会话")
    count = end_open_sessions(person, now, "管理员结束会话")
    event = SessionsEnded(count=count, why=f"管理员结束 {count} 个会话")
    ledger.write(person, event, actor=actor, at=now, update_fields=[])
    return count


@unit_of_work()
def end_own_session(*, actor: Actor, session: int, now: datetime) -> StaffSession:
    """End one of the actor's own sessions and return it.

    :raises NotFound: for a session that is not his or has ended.
    """
    person = Staff.objects.select_for_update().filter(pk=actor.id).first() if actor.kind == "staff" else None
    row = StaffSession.objects.filter(pk=session, staff=person, ended_at=None).first() if person else None
    if person is None or row is None:
        raise NotFound("这个会话", "它可能已经结束，请刷新页面。")
    end_open_sessions(person, now, "本人结束", only=[row.pk])
    event = SessionsEnded(count=1, why="本人结束 1 个会话")
    ledger.write(person, event, actor=actor, at=now, update_fields=[])
    return row
