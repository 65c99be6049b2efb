"""What the room plugs into others: the counter gets the person in front of it here; screens are told of a hall's changes at once.

A change goes out as a NOTIFY in the transaction of its event: what was undone is not told.
"""

from collections.abc import Sequence

from django.db import connection

from yichuang.accounts.ports import before_leaving
from yichuang.cases.ports import set_queue
from yichuang.foundations import ledger
from yichuang.foundations.models import Chained, Event
from yichuang.foundations.rows import Write
from yichuang.hall.operations.leave_house import leave_house
from yichuang.hall.panels import CounterQueue
from yichuang.hall.rules.ledger_words import WORDS
from yichuang.hall.rules.live import CHANNEL, DEVICES


def tell_screens(owner: Chained, events: Sequence[Event]) -> Sequence[Write]:
    """Notify the screens of a site (one statement), which PostgreSQL delivers when the transaction commits; no rows go along."""
    sites = {
        f"{event.payload['site']}{DEVICES if event.type.startswith('device.') else ''}"
        for event in events
        if "site" in event.payload
    }
    with connection.cursor() as cursor:
        for site in sorted(sites):
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, site])
    return ()


ledger.accompany("hall screens", WORDS, tell_screens)
set_queue(CounterQueue())
before_leaving("hall", leave_house)
