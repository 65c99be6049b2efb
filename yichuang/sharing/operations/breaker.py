"""The circuit breaker of an origin (熔断), kept in the database so that all processes of all machines know of it at once.

Book-keeping of the gateway, no business act: nothing of it goes to the ledger.
"""

from datetime import datetime

from django.db import connection

from yichuang.foundations.problems import Reason, Refused
from yichuang.sharing.models import Upstream
from yichuang.sharing.rules.upstreams import FAILURES_IN_A_ROW, LEFT_ALONE, is_away

FAILED = """
    INSERT INTO sharing_upstream AS held (origin, failures, away_until, last_fault) VALUES (%s, 1, NULL, %s)
    ON CONFLICT (origin) DO UPDATE SET
      failures = held.failures + 1, last_fault = excluded.last_fault,
      away_until = CASE WHEN held.failures + 1 >= %s THEN %s ELSE NULL END
"""


def pass_or_refuse(held: Upstream | None, wall: datetime) -> None:
    """Let a call go on to an upstream that fares well; of one that was left alone long enough, one call at a time tries it.

    :raises Refused: 503 while it is left alone.
    """
    if held is None or held.failures < FAILURES_IN_A_ROW:
        return
    if not is_away(held.failures, held.away_until, wall):
        # Whoever moves the mark first is the one who tries; the others find it moved.
        mine = Upstream.objects.filter(pk=held.pk, away_until=held.away_until)
        if mine.update(away_until=wall + LEFT_ALONE):
            return
    raise Refused(
        Reason(
            "upstream_away",
            f"数据源连续 {held.failures} 次没有正常答复，暂停调用（熔断）。",
            rule="S2-48 调用监控",
            kept="没有调用数据源。",
            todo=f"请 {int(LEFT_ALONE.total_seconds())} 秒后再试；急用的按纸质材料办理。",
        ),
        status=503,
        title="数据源暂停调用",
    )


def note_success(held: Upstream | None) -> None:
    """Note that an upstream answered; nothing is written while nothing went wrong."""
    if held is not None and held.failures:
        Upstream.objects.filter(pk=held.pk).update(failures=0, away_until=None)


def note_failure(origin: str, fault: str, wall: datetime) -> None:
    """Note that an upstream did not answer as it should (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(FAILED, [origin, fault[:200], FAILURES_IN_A_ROW, wall + LEFT_ALONE])
