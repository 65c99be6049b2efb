"""Sign in with mobile number and password; locked out after five wrong tries (django-axes), effective the day after registration."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest

from yichuang.accounts.models import SignIn, Staff, StaffSession
from yichuang.accounts.operations.sessions import make_room
from yichuang.accounts.queries import sign_in_index, token_hash
from yichuang.accounts.queries.lock_out import lock_of, tries_left
from yichuang.accounts.rules import lock_out
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rules.identifiers import check_mobile
from yichuang.foundations.transactions import unit_of_work


@dataclass(frozen=True)
class Entrance:
    """Where a sign-in comes from."""

    kind: str
    address: str = ""
    device: str = ""


@dataclass(frozen=True)
class Entered:
    """Who came in, the session's token (shown once, stored only as its hash), and the sessions that were ended for it."""

    person: Staff
    token: str
    ended: tuple[StaffSession, ...] = ()


def sign_in(*, request: HttpRequest, mobile: str, password: str, entrance: Entrance, now: datetime) -> Entered:
    """Open a session; a third page at once ends the one that was idle longest.

    :raises Refused: 401 for wrong credentials or a locked account, 403 for an account that is closed or starts later.
    """
    index = sign_in_index(check_mobile(mobile).value)
    locked = lock_of(index, now)
    found = authenticate(request, sign_in_index=index, password=password) if locked is None else None
    person = found if isinstance(found, Staff) else None
    refusal = lock_out.locked(locked) if locked is not None else _refusal(person, index, now)
    known = person or Staff.objects.filter(sign_in_index=index).first()
    _remember(known, refusal, entrance, now)
    if refusal is not None or person is None:
        assert refusal is not None
        raise Refused(refusal, status=403 if person else 401, title="不能登录")
    return _open(person, entrance, now)


@unit_of_work()
def _open(person: Staff, entrance: Entrance, now: datetime) -> Entered:
    Staff.objects.select_for_update().only("pk").get(pk=person.pk)
    ended = make_room(person, entrance.kind, now)
    token = secrets.token_urlsafe(32)
    StaffSession.objects.create(
        staff=person,
        token_hash=token_hash(token),
        kind=entrance.kind,
        device=entrance.device[:200],
        address=entrance.address,
        started_at=now,
        seen_at=now,
        expires_at=now + settings.SESSION_LASTS,
    )
    return Entered(person, token, tuple(ended))


def _remember(person: Staff | None, refusal: Reason | None, entrance: Entrance, now: datetime) -> None:
    SignIn.objects.create(
        staff=person,
        at=now,
        succeeded=refusal is None,
        why=refusal.message[:120] if refusal else "",
        address=entrance.address,
        device=entrance.device[:200],
    )


def _refusal(person: Staff | None, index: str, now: datetime) -> Reason | None:
    if person is None:
        remaining = lock_of(index, now)
        return lock_out.locked(remaining) if remaining is not None else lock_out.wrong(tries_left(index, now))
    if person.left_on is not None:
        return Reason("left", "这个账号已停用。", todo="如需恢复，请联系本单位（镇街）管理员。")
    if person.authorised_on >= day_of(now):
        start = person.authorised_on + timedelta(days=1)
        return Reason(
            "starts_later",
            f"账号已注册，但注册授权后次日方可登录：您可从{start:%Y年%-m月%-d日}零时起登录。",
            rule="S0-24",
            kept="密码是对的，账号和岗位都已登记。",
            todo=f"请在{start:%-m月%-d日}再来登录；今天急需办件的，请由在岗同事代为收件。",
        )
    return None
