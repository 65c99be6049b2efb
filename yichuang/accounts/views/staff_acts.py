"""The acts on an account's page: each takes what the form has, calls one operation and says what was done."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from yichuang.accounts.forms import PostingForm
from yichuang.accounts.operations.correct_staff import correct_staff
from yichuang.accounts.operations.disable_staff import disable_staff, enable_staff
from yichuang.accounts.operations.end_posting import end_posting
from yichuang.accounts.operations.end_sessions import end_sessions
from yichuang.accounts.operations.grant_posting import grant_posting
from yichuang.accounts.operations.request_reset import issue_reset
from yichuang.accounts.operations.unlock_staff import unlock_staff
from yichuang.accounts.permissions import ROLES
from yichuang.accounts.rules.administration import Appointment
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused

Given = Mapping[str, str]
Act = Callable[[Actor, str, Given, PostingForm | None, datetime], str]


def _grant(actor: Actor, pk: str, given: Given, form: PostingForm | None, now: datetime) -> str:
    good = form is not None and form.is_valid()
    appointment = form.appointment() if form is not None and good else Appointment(role="")
    row = grant_posting(actor=actor, staff_id=pk, given=appointment, now=now)
    return f"已授予“{ROLES[row.role]}”岗位，自 {row.valid_from:%Y-%m-%d} 起生效。"


def _end(actor: Actor, pk: str, given: Given, form: PostingForm | None, now: datetime) -> str:
    text = given.get("ends_on", "").strip()
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError as error:
        reason = Reason("ends_on", f"终止日期“{text}”不是日期。", field="ends_on", todo="请按 2026-11-30 的样子填写。")
        raise Refused(reason, status=422, title="不能终止岗位") from error
    number = given.get("posting", "")
    row = end_posting(
        actor=actor,
        staff_id=pk,
        posting=int(number) if number.isdecimal() and len(number) < 18 else 0,
        now=now,
        ends_on=day,
        why=given.get("why", ""),
    )
    return f"“{ROLES[row.role]}”岗位自 {row.valid_to:%Y-%m-%d} 起终止。"


def _correct(actor: Actor, pk: str, given: Given, form: PostingForm | None, now: datetime) -> str:
    fields = {name: given.get(name, "") for name in ("name", "mobile", "id_number")}
    person = correct_staff(
        actor=actor, staff_id=pk, now=now, employment=given.get("employment", "").strip() or None, **fields
    )
    return f"已更正{person.name}的登记信息。"


def _disable(actor: Actor, pk: str, given: Given, form: PostingForm | None, now: datetime) -> str:
    person = disable_staff(actor=actor, staff_id=pk, why=given.get("why", ""), now=now)
    return f"已停用{person.name}的账号，所有会话已退出。"


def _enable(actor: Actor, pk: str, given: Given, form: PostingForm | None, now: datetime) -> str:
    person = enable_staff(actor=actor, staff_id=pk, why=given.get("why", ""), now=now)
    return f"已恢复{person.name}的账号，明天起可以登录。"


def _unlock(actor: Actor, pk: str, given: Given, form: PostingForm | None, now: datetime) -> str:
    return f"已为{unlock_staff(actor=actor, staff_id=pk, now=now).name}解除锁定。"


def _end_sessions(actor: Actor, pk: str, given: Given, form: PostingForm | None, now: datetime) -> str:
    return f"已结束 {end_sessions(actor=actor, staff_id=pk, now=now)} 个会话。"


def _reset(actor: Actor, pk: str, given: Given, form: PostingForm | None, now: datetime) -> str:
    person = issue_reset(actor=actor, staff_id=pk, now=now)
    return f"已向{person.name}登记的手机号发送验证码，10 分钟内有效；管理员看不到验证码。"


ACTS: dict[str, Act] = {
    "grant": _grant,
    "end": _end,
    "correct": _correct,
    "disable": _disable,
    "enable": _enable,
    "unlock": _unlock,
    "end-sessions": _end_sessions,
    "reset": _reset,
}
