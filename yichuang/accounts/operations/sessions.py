"""What several operations share: ending the open sessions of a person (one statement), and opening one more."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from yichuang.accounts.models import Staff, StaffSession

TAKEN = "已在别处登录，超出两处"


def end_open_sessions(person: Staff, now: datetime, why: str, keep: str = "", only: Sequence[int] | None = None) -> int:
    """End every open session of a person but `keep` (or just `only`) and return how many were open."""
    rows = StaffSession.objects.filter(staff=person, ended_at=None)
    if keep:
        rows = rows.exclude(pk=keep)
    if only is not None:
        rows = rows.filter(pk__in=only)
    return rows.update(ended_at=now, ended_why=why)


def make_room(person: Staff, kind: str, now: datetime) -> list[StaffSession]:
    """End the oldest open sessions of a kind so that one more may be opened; return those that were ended.

    Two pages at once are allowed (S0-24; design: two sessions shown); programs at the API may hold more.
    """
    most = settings.SESSION_PAGES if kind == "page" else settings.SESSION_CLIENTS
    living = StaffSession.objects.filter(
        staff=person, kind=kind, ended_at=None, expires_at__gt=now, seen_at__gt=now - settings.SESSION_IDLES
    )
    over = list(living.order_by("-seen_at", "-pk")[most - 1 :])
    if over:
        end_open_sessions(person, now, TAKEN, only=[row.pk for row in over])
    return over
