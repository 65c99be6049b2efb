"""Count how often each matter is applied for, month by month, from the cases themselves (S2-13)."""

from datetime import datetime

from django.db import connection

from yichuang.cases.queries.volumes import received_by_month
from yichuang.foundations.clock import CHINA
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio.models import MatterVolume


@unit_of_work()
def recount_volumes(*, since: datetime | None = None) -> int:
    """Count the months since a moment (None: all) anew from the cases, in one statement; return how many there are.

    A tier asks for a year's volume, so a count every hour is fresh enough, and a receipt costs no statement and no job more.
    """
    cases, given = received_by_month(since).query.sql_with_params()
    # Names of our own tables and statements that Django wrote; what is given travels as parameters.
    counted = f"""
        WITH counted AS (
            INSERT INTO {MatterVolume._meta.db_table} (matter_id, year, month, count) {cases}
            ON CONFLICT (matter_id, year, month) DO UPDATE SET count = EXCLUDED.count RETURNING 1
        ) SELECT count(*) FROM counted"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(counted, given)
        return int(cursor.fetchone()[0])


def month_before(now: datetime) -> datetime:
    """Return the first minute, in China, of the month before this one: where the hourly count begins."""
    day = now.astimezone(CHINA).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return day.replace(year=day.year - 1, month=12) if day.month == 1 else day.replace(month=day.month - 1)
