"""Quotas: counted and asked in one statement, so that no two calls can both take the last place of a minute."""

from datetime import datetime, timedelta

from django.db import connection

from yichuang.foundations.problems import Reason, Refused
from yichuang.sharing.models import UsedQuota

KEPT_FOR = timedelta(hours=1)
TAKE = """
    INSERT INTO sharing_usedquota AS held (api_id, consumer, minute, used) VALUES (%s, %s, %s, 1)
    ON CONFLICT (api_id, consumer, minute) DO UPDATE SET used = held.used + 1 WHERE held.used < %s
    RETURNING used
"""


def take(api_id: int, consumer: str, most: int, wall: datetime) -> int:
    """Count a call within its consumer's minute, in real time, and return how many there were (one statement).

    :raises Refused: 429 when the minute is used up.
    """
    minute = wall.replace(second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [api_id, consumer, minute, most])
        row = cursor.fetchone()
    if row is None:
        wait = 60 - wall.second
        raise Refused(
            Reason(
                "quota",
                f"本分钟的调用次数已到授权的上限 {most} 次。",
                rule="S2-48 授权配额",
                kept="没有调用数据源。",
                todo=f"请 {wait} 秒后再试；经常不够的，请申请更高的配额。",
            ),
            status=429,
            title="超出配额",
            more={"retry_after": wait},
        )
    return int(row[0])


def forget_quotas(wall: datetime) -> int:
    """Throw away the counts of past minutes and return how many there were."""
    return int(UsedQuota.objects.filter(minute__lt=wall - KEPT_FOR).delete()[0])
