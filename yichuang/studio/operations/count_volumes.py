"""Count how often each matter is applied for: one case as it comes, or everything anew (S2-13)."""

from datetime import datetime

from django.db import connection
from django.db.models import F

from yichuang.cases.queries.volumes import received_by_month
from yichuang.catalog.queries import matter_id_of
from yichuang.foundations import ledger
from yichuang.foundations.clock import CHINA
from yichuang.foundations.models import Heard
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio.models import MatterVolume

READER, RECEIVED = "studio.volumes", "case.received"


@unit_of_work()
def count_case(*, matter_key: str, received_at: datetime) -> None:
    """Add one received case to its matter's month; the caller has seen to it that each case is added once."""
    day = received_at.astimezone(CHINA)
    month = {"matter_id": matter_id_of(matter_key), "year": day.year, "month": day.month}
    MatterVolume.objects.bulk_create([MatterVolume(**month)], ignore_conflicts=True)
    MatterVolume.objects.filter(**month).update(count=F("count") + 1)


@unit_of_work()
def recount_volumes(*, now: datetime) -> int:
    """Count every month of every matter anew from the cases, in one statement, and return how many months there are.

    The same statement marks every receipt as heard, so that a job which waits does not add its case a second time; the table is
    locked against jobs that are adding one, so that none is lost.
    """
    cases, given = received_by_month().query.sql_with_params()
    receipts, named = ledger.of_type(RECEIVED).values_list("uid").query.sql_with_params()
    volumes, heard = MatterVolume._meta.db_table, Heard._meta.db_table
    # Names of our own tables and statements that Django wrote; what is given travels as parameters.
    counted = f"""
        WITH marked AS (
            INSERT INTO {heard} (subscriber, event_uid, heard_at) SELECT %s, uid, %s FROM ({receipts}) AS received
            ON CONFLICT (subscriber, event_uid) DO NOTHING
        ), counted AS (
            INSERT INTO {volumes} (matter_id, year, month, count) {cases}
            ON CONFLICT (matter_id, year, month) DO UPDATE SET count = EXCLUDED.count RETURNING 1
        ) SELECT count(*) FROM counted"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {volumes} IN EXCLUSIVE MODE")
        cursor.execute(counted, [READER, now, *named, *given])
        return int(cursor.fetchone()[0])
