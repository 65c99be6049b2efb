"""Let the public see a case by number and query password, and nobody try the password out (issue 2, 6; S2-39)."""

import hmac
from datetime import datetime, timedelta

from yichuang.cases.models import Case, ProgressTry
from yichuang.cases.ports import Openable, opened_by
from yichuang.cases.queries.access import clean_number
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rules.identifiers import is_practice_number
from yichuang.foundations.sealed import blind_index
from yichuang.foundations.transactions import unit_of_work

LOCKED_FOR = timedelta(minutes=15)
MOST_FOR_A_CASE, MOST_FROM_AN_ADDRESS = 5, 30
KEPT = "办件不受影响，仍在正常办理。"
PRACTICE = Reason(
    "practice",
    "这是练习件的编号，用于培训和模拟验收，不是真实的申请。",
    field="number",
    rule="S0-26",
    todo="请核对收件凭证上的编号；有疑问的，请到窗口询问。",
)


def look_up_progress(*, number: str, password: str, address: str, now: datetime) -> Case:
    """Return the case of a number and its query password, and nothing else that such a pair may open.

    :raises Refused: as `look_up` does.
    """
    found = look_up(number=number, password=password, address=address, now=now)
    if not isinstance(found, Case):
        raise _no_match()
    return found


def look_up(*, number: str, password: str, address: str, now: datetime) -> Openable:
    """Return the case of a number and its query password, or what an upper room opens by them; a wrong try counts, for it and the address.

    :raises Refused: 422 for a number whose check digit does not fit; 404 for a wrong number or password, without saying which, and
        for a practice case; 429 after five wrong tries for a case or thirty from an address, for fifteen minutes.
    """
    clean = clean_number(number)
    if is_practice_number(clean):
        raise Refused(PRACTICE, status=404, title="这是练习件")
    found, locked = _try(
        clean, password.strip(), [f"case:{clean}", f"address:{blind_index(address, 'address').hex()}"], now
    )
    if locked:
        raise Refused(
            Reason(
                "locked",
                "输错次数太多，暂停查询。",
                rule="S2-39",
                kept=KEPT,
                todo="请 15 分钟后再试，或带身份证件到窗口查询，也可拨打 12345。",
            ),
            status=429,
            title="暂时不能查询",
        )
    if found is None:
        raise _no_match()
    return found


def _no_match() -> Refused:
    todo = "请对照收件凭证重新输入；凭证遗失的，可带身份证件到收件窗口补打。"
    reason = Reason("no_match", "编码和查询密码不相符。", field="password", kept=KEPT, todo=todo)
    return Refused(reason, status=404, title="没有查到")


@unit_of_work()
def _try(number: str, password: str, keys: list[str], now: datetime) -> tuple[Openable | None, bool]:
    ProgressTry.objects.bulk_create([ProgressTry(key=key, last_at=now) for key in keys], ignore_conflicts=True)
    tries = list(ProgressTry.objects.select_for_update().filter(key__in=keys).order_by("key"))
    for row in tries:
        if row.last_at + LOCKED_FOR <= now:
            row.failures = 0
    most = {True: MOST_FOR_A_CASE, False: MOST_FROM_AN_ADDRESS}
    if any(row.failures >= most[row.key.startswith("case:")] for row in tries):
        return None, True
    case: Openable | None = Case.objects.filter(number=number).first() or opened_by(number)
    good = hmac.compare_digest((case.query_password if case else "").encode(), password.encode()) and case is not None
    for row in tries:
        # A right answer clears the case's account, not the address's: one known case must not help to guess others.
        row.failures = (0 if row.key.startswith("case:") else row.failures) if good else row.failures + 1
        row.last_at = now if not good else row.last_at
    ProgressTry.objects.bulk_update(tries, ["failures", "last_at"])
    return (case if good else None), False
