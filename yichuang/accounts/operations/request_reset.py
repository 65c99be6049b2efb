"""Send a six-digit code to the registered mobile number, so that its holder can set a new password (S0-24: 便于密码重置).

Asked for by anybody who types a number: the answer never says whether the number is registered.
"""

import secrets
from datetime import datetime, timedelta

from yichuang.accounts.events import ResetRequested
from yichuang.accounts.models import PasswordReset, Staff
from yichuang.accounts.policies import place_of_staff
from yichuang.accounts.queries import code_hash, sign_in_index
from yichuang.accounts.queries.staff import managed_staff
from yichuang.foundations import ledger
from yichuang.foundations.actors import PUBLIC, Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rules.identifiers import check_mobile
from yichuang.foundations.transactions import unit_of_work
from yichuang.notifications.operations.send import send

LIVES = timedelta(minutes=10)
# Three codes in half an hour: enough for a person in a hurry, too few to plague somebody's telephone.
MOST, WITHIN = 3, timedelta(minutes=30)


@unit_of_work()
def request_reset(*, mobile: str, now: datetime) -> None:
    """Send a code if the number is that of an open account and not too many were sent; say nothing either way.

    :raises Refused: 422 for what is no mobile number at all.
    """
    report = check_mobile(mobile)
    if not report.ok:
        todo = "请填写注册时登记的手机号。"
        wrong = [Reason("mobile", said, field="mobile", todo=todo) for said in report.errors]
        raise Refused(*wrong, status=422, title="号码有误")
    index = sign_in_index(report.value)
    person = Staff.objects.select_for_update().filter(sign_in_index=index, left_on=None).first()
    if person is not None and not _too_many(person, now):
        _send(person, PUBLIC, now)


@unit_of_work()
def issue_reset(*, actor: Actor, staff_id: str, now: datetime) -> Staff:
    """Let the administrator send the code; only the person's telephone shows it. Returns the account.

    :raises Refused: 409 for a closed account or after three codes in half an hour.
    """
    person = managed_staff(actor, staff_id, "发送重设密码验证码")
    if person.left_on is not None:
        reason = Reason("disabled", "这个账号已停用，不能重设密码。", kept="没有发送。", todo="请先恢复账号。")
        raise Refused(reason, title="没有发送")
    if _too_many(person, now):
        said = f"半小时内已发送 {MOST} 次验证码。"
        raise Refused(
            Reason("too_many", said, kept="没有再发送。", todo="请过半小时再试，或请本人查收先前的短信。"),
            title="没有发送",
        )
    _send(person, actor, now)
    return person


def _too_many(person: Staff, now: datetime) -> bool:
    return person.resets.filter(asked_at__gt=now - WITHIN).count() >= MOST


def _send(person: Staff, actor: Actor, now: datetime) -> None:
    code = f"{secrets.randbelow(1_000_000):06d}"
    # The newest code is the only one that counts.
    person.resets.filter(used_at=None).update(tries_left=0)
    by = "本人" if actor.kind == "public" else actor.name
    PasswordReset.objects.create(
        staff=person, code_hash=code_hash(person.pk, code), asked_at=now, asked_by=by, expires_at=now + LIVES
    )
    data = {"code": code, "minutes": str(int(LIVES.total_seconds()) // 60)}
    send(
        to=person.mobile, template="reset_code", data=data, now=now, stream=person.stream, place=place_of_staff(person)
    )
    ledger.write(person, ResetRequested(by=by), actor=actor, at=now, update_fields=[])
