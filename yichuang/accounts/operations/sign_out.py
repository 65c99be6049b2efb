"""End a session: the person's own, now."""

from datetime import datetime

from yichuang.accounts.models import StaffSession
from yichuang.foundations.actors import Actor


def sign_out(*, actor: Actor, now: datetime) -> None:
    """End the session under which the actor works; ending it twice changes nothing."""
    if actor.session_id:
        StaffSession.objects.filter(pk=actor.session_id, ended_at=None).update(ended_at=now, ended_why="本人退出")
