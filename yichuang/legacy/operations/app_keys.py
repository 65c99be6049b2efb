"""Open and shut the app-key door for a system, refresh its secrets, use up a sign (rulebook 5.1)."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from yichuang.exchange import policies
from yichuang.exchange.queries import ClientSystem
from yichuang.exchange.queries.systems import lock_system
from yichuang.exchange.rules.addresses import within
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.legacy.events import AppKeyEnded, AppKeyIssued
from yichuang.legacy.models import AppKey, AppSecret, UsedSign
from yichuang.legacy.queries import app_key_of, secrets_of
from yichuang.legacy.rules.signs import APP, REFRESH, REFRESH_LASTS, REQUEST, REQUEST_LASTS, WINDOW, in_time, matches

KEPT = "没有做任何改动。"
RULE = "旧接口：应用密钥"


@unit_of_work()
def issue_app_key(*, actor: Actor, key: str, now: datetime) -> tuple[str, str]:
    """Give a system an app key, or its key a new secret at once, and return both; the secret is told once.

    :raises NotFound, NotAllowed: as elsewhere. :raises Refused: 409 while no networks are named: MD5 signs are for known places only.
    """
    system = lock_system(actor, key)
    policies.demand(actor, policies.MANAGE, system, "签发应用密钥")
    if not system.networks:
        text = "这个系统没有登记来源网段。应用密钥方式的签名很弱，只允许从登记的网段调用。"
        raise Refused(Reason("networks", text, "networks", RULE, KEPT, "请先登记来源网段。"), title="没有签发")
    secret = secrets.token_urlsafe(24)
    row = app_key_of(system)
    if row is None:
        row = AppKey(system=system, app_key=f"A{secrets.token_hex(12)}")
    else:
        AppSecret.objects.filter(app_key=row).delete()
    row.app_secret, row.issued_at = secret, now
    row.save()
    ledger.write(system, AppKeyIssued(app_key=row.app_key), actor=actor, at=now, update_fields=[])
    return row.app_key, secret


@unit_of_work()
def end_app_key(*, actor: Actor, key: str, now: datetime) -> None:
    """Shut the door for a system at once. :raises Refused: 409 when it is shut already."""
    system = lock_system(actor, key)
    policies.demand(actor, policies.MANAGE, system, "停用应用密钥")
    row = app_key_of(system)
    if row is None:
        raise Refused(
            Reason("none", "这个系统没有应用密钥。", rule=RULE, kept=KEPT, todo="不用停用。"), title="没有停用"
        )
    ended = row.app_key
    row.delete()
    ledger.write(system, AppKeyEnded(app_key=ended), actor=actor, at=now, update_fields=[])


@unit_of_work()
def let_in(*, app_key: str, sign: str, request_time: str, kind: str, address: str, wall: datetime) -> ClientSystem:
    """Return the system that signs a call with a secret of a kind, and use the sign up.

    :raises Refused: 401 for a wrong, late or used sign and an unknown key alike; 403 from a network that was not named, or for a system
        that is shut out.
    """
    row = AppKey.objects.select_related("system__department").filter(app_key=app_key[:40]).first()
    good = [] if row is None else [row.app_secret] if kind == APP else secrets_of(row, kind, wall)
    # An unknown key costs the same comparison as a known one.
    signed = matches(sign, app_key, good or [secrets.token_hex(8)], request_time)
    if row is None or not good or not signed:
        raise _shut("sign", "应用标识或签名不符，或密钥已过期。", "请核对签名；密钥过期的，请先刷新密钥。")
    if not in_time(request_time, wall):
        raise _shut("request_time", "requestTime 与标准时间相差超过五分钟。", "请校准本机时间后重新签名。")
    system = row.system
    if not system.networks or not within(address, system.networks):
        raise _shut("network", f"来源地址 {address} 不在登记的网段内。", "请登记来源网段。", 403)
    if not system.active:
        raise _shut("stopped", "这个系统已停用。", "请联系区管理员。", 403)
    _use(row, sign.lower(), wall)
    return system


@unit_of_work()
def refresh_secrets(
    *, app_key: str, sign: str, request_time: str, by: str, address: str, wall: datetime
) -> tuple[AppSecret, AppSecret]:
    """Return a new refresh secret and a new request secret for a call signed with the app secret (`app`) or a refresh secret.

    Older ones stay good until they run out, so that a call on its way is not cut off. :raises Refused: as `let_in`.
    """
    let_in(app_key=app_key, sign=sign, request_time=request_time, kind=by, address=address, wall=wall)
    row = AppKey.objects.select_for_update().get(app_key=app_key)
    AppSecret.objects.filter(app_key=row, expires_at__lte=wall).delete()
    made = [
        AppSecret.objects.create(app_key=row, kind=kind, value=secrets.token_hex(16), expires_at=wall + lasts)
        for kind, lasts in ((REFRESH, REFRESH_LASTS), (REQUEST, REQUEST_LASTS))
    ]
    return made[0], made[1]


def _use(row: AppKey, sign: str, wall: datetime) -> None:
    """Use up a sign. :raises Refused: 401 when it was used before."""
    UsedSign.objects.filter(at__lt=wall - 3 * WINDOW).delete()
    try:
        with transaction.atomic():
            UsedSign.objects.create(app_key=row, sign=sign, at=wall)
    except IntegrityError:
        raise _shut("replayed", "这个签名已经用过。", "每次调用请用新的 requestTime 重新签名。") from None


def _shut(code: str, message: str, todo: str, status: int = 401) -> Refused:
    return Refused(Reason(code, message, rule=RULE, kept=KEPT, todo=todo), status=status, title="不能调用")
