"""Sign in with mobile number and password; locked out after five wrong tries (django-axes), effective the day after registration."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import authenticate
from django.http import HttpRequest

from yichuang.accounts.models import SignIn, Staff, StaffSession
from yichuang.accounts.queries import sign_in_index, token_hash
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused

LASTS = timedelta(hours=12)


@dataclass(frozen=True)
class Entrance:
    """Where a sign-in comes from."""

    kind: str
    address: str = ""
    device: str = ""


def sign_in(
    *, request: HttpRequest, mobile: str, password: str, entrance: Entrance, now: datetime
) -> tuple[Staff, str]:
    """Return the person and a new session token, which is shown once and stored only as its hash.

    :raises Refused: 401 for wrong credentials or a locked account, 403 for an account that starts later.
    """
    found = authenticate(request, username=sign_in_index(mobile.strip()), password=password)
    locked = bool(getattr(request, "axes_locked_out", False))
    person = found if isinstance(found, Staff) else None
    refusal = _refusal(person, locked, now)
    SignIn.objects.create(
        staff=person,
        at=now,
        succeeded=refusal is None,
        why=refusal.message if refusal else "",
        address=entrance.address,
        device=entrance.device[:200],
    )
    if refusal or person is None:
        assert refusal is not None
        raise Refused(refusal, status=403 if person else 401, title="不能登录")
    token = secrets.token_urlsafe(32)
    StaffSession.objects.create(
        staff=person,
        token_hash=token_hash(token),
        kind=entrance.kind,
        device=entrance.device[:200],
        address=entrance.address,
        started_at=now,
        expires_at=now + LASTS,
    )
    return person, token


def _refusal(person: Staff | None, locked: bool, now: datetime) -> Reason | None:
    if locked:
        return Reason(
            "locked", "连续输错五次，账号已锁定。", rule="S0-24", todo="请三十分钟后再试，或请单位管理员解锁。"
        )
    if person is None:
        return Reason(
            "credentials", "手机号或密码不对。", field="password", todo="请核对后重新输入；连续输错五次将锁定半小时。"
        )
    if person.left_on is not None:
        return Reason("left", "这个账号已停用。", todo="如需恢复，请联系本单位管理员。")
    if person.authorised_on >= day_of(now):
        start = person.authorised_on + timedelta(days=1)
        return Reason("starts_later", f"账号注册授权后次日方可登录：您可从{start:%Y年%-m月%-d日}起登录。", rule="S0-24")
    return None
