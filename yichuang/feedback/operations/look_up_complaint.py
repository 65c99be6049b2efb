"""Let a person see his complaint by number and query password, and nobody try passwords out; the limits are those of cases (S2-39)."""

import hmac
from datetime import datetime, timedelta

from yichuang.feedback.models import Complaint, ComplaintTry
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.sealed import blind_index
from yichuang.foundations.transactions import unit_of_work

LOCKED_FOR = timedelta(minutes=15)
OF_ONE, MOST_OF_ONE, MOST_FROM_AN_ADDRESS = "one:", 5, 30
KEPT = "您反映的事不受影响，仍在办理。"


def look_up_complaint(*, number: str, password: str, address: str, now: datetime) -> Complaint:
    """Return the complaint of a number and its query password; a wrong try counts.

    :raises Refused: 404 for a wrong pair, without saying which; 429 after five wrong tries for one or thirty from an address.
    """
    found, locked = _try(number.strip().upper()[:16], password.strip(), address, now)
    if locked:
        said = Reason("locked", "输错次数太多，暂停查询。", "", "S2-39", KEPT, "请 15 分钟后再试，或拨打 12345。")
        raise Refused(said, status=429, title="暂时不能查询")
    if found is None:
        todo = "请对照提交时给您的编号和密码；忘记的，可带有效证件到“办不成事”反映窗口查询。"
        said = Reason("no_match", "编号和查询密码不相符。", "password", "", KEPT, todo)
        raise Refused(said, status=404, title="没有查到")
    return found


@unit_of_work()
def _try(number: str, password: str, address: str, now: datetime) -> tuple[Complaint | None, bool]:
    keys = [f"{OF_ONE}{number}", f"address:{blind_index(address, 'address').hex()}"]
    ComplaintTry.objects.bulk_create([ComplaintTry(key=key, last_at=now) for key in keys], ignore_conflicts=True)
    tries = list(ComplaintTry.objects.select_for_update().filter(key__in=keys).order_by("key"))
    for row in tries:
        if row.last_at + LOCKED_FOR <= now:
            row.failures = 0
    most = {True: MOST_OF_ONE, False: MOST_FROM_AN_ADDRESS}
    if any(row.failures >= most[row.key.startswith(OF_ONE)] for row in tries):
        return None, True
    found = Complaint.objects.filter(number=number).select_related("site", "department", "satisfaction").first()
    good = (
        hmac.compare_digest((found.query_password if found else "").encode(), password.encode()) and found is not None
    )
    for row in tries:
        row.failures = (0 if row.key.startswith(OF_ONE) else row.failures) if good else row.failures + 1
        row.last_at = row.last_at if good else now
    ComplaintTry.objects.bulk_update(tries, ["failures", "last_at"])
    return (found if good else None), False


def forget_tries(now: datetime) -> int:
    """Forget what is no lock any more, and return how many."""
    return ComplaintTry.objects.filter(last_at__lt=now - timedelta(days=1)).delete()[0]
