"""Let somebody see by its code what he filled in online, and nobody try codes out (网上预填, S2-51)."""

from datetime import datetime

from yichuang.cases.models import Prefill, ProgressTry
from yichuang.cases.operations.look_up_progress import LOCKED_FOR, MOST_FROM_AN_ADDRESS
from yichuang.cases.operations.prefill import mark_of
from yichuang.cases.queries.desk import prefill_for, prefilled_under
from yichuang.cases.rules.prefill_codes import read_code
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.sealed import blind_index
from yichuang.foundations.transactions import unit_of_work

KEPT = "已预填的内容不受影响。"


def look_up_prefill(*, code: str, address: str, now: datetime) -> Prefill:
    """Return what was filled in online under a code; a wrong code counts for the address it came from.

    :raises NotFound: for an unknown code or one that has run out. :raises Refused: 429 after thirty wrong codes, for fifteen minutes.
    """
    mark = mark_of(code) if read_code(code) else ""
    if _try(mark, f"prefill:{blind_index(address, 'address').hex()}", now):
        reason = Reason(
            "locked",
            "输错预填码的次数太多，暂停查询。",
            rule="S2-51",
            kept=KEPT,
            todo="请 15 分钟后再试，或带预填码直接到窗口办理。",
        )
        raise Refused(reason, status=429, title="暂时不能查询")
    return prefill_for(mark, now)


@unit_of_work()
def _try(mark: str, key: str, now: datetime) -> bool:
    """Count a wrong code; tell whether the address is locked."""
    ProgressTry.objects.bulk_create([ProgressTry(key=key, last_at=now)], ignore_conflicts=True)
    row = ProgressTry.objects.select_for_update().get(key=key)
    if row.last_at + LOCKED_FOR <= now:
        row.failures = 0
    if row.failures >= MOST_FROM_AN_ADDRESS:
        return True
    if not mark or prefilled_under(mark, now) is None:
        row.failures, row.last_at = row.failures + 1, now
        row.save(update_fields=["failures", "last_at"])
    return False
