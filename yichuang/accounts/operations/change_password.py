"""Set a new password: by the code that was sent to the mobile number, or knowing the old one. All other sessions end."""

import hmac
from datetime import datetime

from axes.utils import reset as unlock
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from yichuang.accounts.events import PasswordChanged
from yichuang.accounts.models import PasswordReset, Staff
from yichuang.accounts.operations.sessions import end_open_sessions
from yichuang.accounts.policies import place_of_staff
from yichuang.accounts.queries import code_hash, sign_in_index
from yichuang.foundations import ledger
from yichuang.foundations.actors import PUBLIC, Actor
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.rules.identifiers import check_mobile
from yichuang.foundations.transactions import unit_of_work
from yichuang.notifications.operations.send import send

KEPT = "原密码不变。"
# By the code of Django's validators (settings.AUTH_PASSWORD_VALIDATORS): their own Chinese is incomplete.
WEAK = {
    "password_too_short": "密码太短，至少要 10 个字符。",
    "password_too_common": "这个密码太常见，容易被猜中。",
    "password_entirely_numeric": "密码不能全是数字。",
}


def reset_password(*, mobile: str, code: str, password: str, now: datetime) -> None:
    """Set a new password with a code; each wrong code costs one of five tries, and says nothing of whether the number is known.

    :raises Refused: 422 for a weak password (costs no try), 409 for a wrong, old, used or exhausted code.
    """
    demand_good(password)
    report = check_mobile(mobile)
    if not _spend(report.value, code.strip(), password, now):
        reason = Reason(
            "code",
            "验证码不对，或已过期、已使用、输错次数过多。",
            field="code",
            kept=KEPT,
            todo="请核对最近一条短信里的六位数字；不行的，请重新取得验证码。",
        )
        raise Refused(reason, title="没有重设密码")


@unit_of_work()
def _spend(mobile: str, code: str, password: str, now: datetime) -> bool:
    """Try the code; a wrong try is written down and stays, so nothing is raised in here."""
    person = Staff.objects.select_for_update().filter(sign_in_index=sign_in_index(mobile), left_on=None).first()
    if person is None:
        return False
    row = person.resets.filter(used_at=None, tries_left__gt=0, expires_at__gt=now).order_by("-asked_at").first()
    if row is None:
        return False
    if not hmac.compare_digest(bytes(row.code_hash), code_hash(person.pk, code)):
        row.tries_left -= 1
        row.save(update_fields=["tries_left"])
        return False
    row.used_at = now
    row.save(update_fields=["used_at"])
    unlock(username=person.sign_in_index)
    _set(person, password, "code", PUBLIC, now)
    return True


def change_password(*, actor: Actor, old: str, new: str, now: datetime) -> Staff:
    """Change the actor's own password and return the account; the session he works in goes on, all others end.

    :raises Refused: 422 when the old one is wrong or the new one is weak or the same.
    """
    with unit_of_work():
        person = Staff.objects.select_for_update().filter(pk=actor.id).first() if actor.kind == "staff" else None
        if person is None:
            raise NotFound("这个账号")
        if not person.check_password(old):
            reason = Reason("old", "原密码不对。", field="old", kept=KEPT, todo="忘记原密码的，请用短信验证码重设。")
            raise Refused(reason, status=422, title="没有修改密码")
        if old == new:
            reason = Reason("same", "新密码与原密码相同。", field="password", kept=KEPT, todo="请换一个。")
            raise Refused(reason, status=422, title="没有修改密码")
        demand_good(new)
        _set(person, new, "own", actor, now, keep=actor.session_id)
    return person


def _set(person: Staff, password: str, how: str, actor: Actor, now: datetime, keep: str = "") -> None:
    person.set_password(password)
    PasswordReset.objects.filter(staff=person, used_at=None).update(tries_left=0)
    ended = end_open_sessions(person, now, "密码已修改", keep=keep)
    ledger.write(
        person, PasswordChanged(how=how, sessions_ended=ended), actor=actor, at=now, update_fields=["password"]
    )
    data = {"at": f"{now:%Y年%-m月%-d日 %H:%M}"}
    send(
        to=person.mobile,
        template="password_changed",
        data=data,
        now=now,
        stream=person.stream,
        place=place_of_staff(person),
    )


def demand_good(password: str) -> None:
    """Refuse a weak password with every reason: ten characters, not a common one, not digits only."""
    try:
        validate_password(password)
    except ValidationError as error:
        found = [WEAK.get(one.code or "", "密码不合要求。") for one in error.error_list]
        reasons = [Reason("password", said, field="password", kept=KEPT, todo="请换一个密码。") for said in found]
        raise Refused(*reasons, status=422, title="密码太弱") from error
