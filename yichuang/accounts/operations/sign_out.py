"""End a session: the person's own, now."""

from datetime import datetime

from yichuang.accounts.models import StaffSession
from yichuang.accounts.ports import leavings
from yichuang.foundations.actors import Actor
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def sign_out(*, actor: Actor, now: datetime, anyway: bool = False) -> None:
    """End the session under which the actor works, and what stands open under his name; ending it twice changes nothing.

    :raises Refused: 409 while somebody is called or being served at his window and it is not said that he leaves `anyway` (S2-28).
    """
    for leave in leavings():
        leave(actor=actor, anyway=anyway, now=now)
    if actor.session_id:
        StaffSession.objects.filter(pk=actor.session_id, ended_at=None).update(ended_at=now, ended_why="本人退出")
