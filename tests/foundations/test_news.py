"""What is new in the ledger: nothing is missed because its id was drawn before another's that was read first."""

import time
from dataclasses import dataclass
from threading import Event as Gate
from threading import Thread
from typing import Any, ClassVar

import pytest
from django.db import connection

from yichuang.accounts.permissions import CLOCK
from yichuang.foundations import clock, ledger
from yichuang.foundations.models import CalendarYear, NewsMark
from yichuang.foundations.news import News, keep_mark, news_for, read_at
from yichuang.foundations.transactions import unit_of_work

pytestmark = pytest.mark.django_db(transaction=True)
READER = "tests.news"


@dataclass(frozen=True)
class Loaded:
    """Something happened."""

    type: ClassVar[str] = "calendar.step_of_a_test"


def happen(year: int) -> None:
    now = clock.now()
    ledger.write(CalendarYear(year=year, loaded_at=now), Loaded(), actor=CLOCK, at=now)


def read() -> set[str]:
    """Return the streams that are new, and keep the mark."""
    news = news_for(READER)
    found = {event.stream for event in news.events()}
    keep_mark(news, clock.now())
    return found


def settled_down() -> bool:
    """Read until there is nothing new: who writes in another database of the same server (another test) holds the mark back for a while."""
    for _ in range(600):
        if not read():
            return True
        time.sleep(0.1)
    return False


def test_an_event_under_way_below_one_that_was_read_is_found_later() -> None:
    written, go_on = Gate(), Gate()

    def slowly() -> None:
        with unit_of_work():
            happen(2101)
            written.set()
            go_on.wait(20)
        connection.close()

    assert news_for(READER).first and read_at(READER) is None
    read()
    slow = Thread(target=slowly)
    slow.start()
    assert written.wait(20)
    happen(2102)
    assert "calendar:2102" in read() and "calendar:2101" not in read()
    settled = NewsMark.objects.get(reader=READER).settled
    for _ in range(3):
        assert "calendar:2102" in read(), "as long as somebody is writing, the mark stays below"
    assert NewsMark.objects.get(reader=READER).settled == settled
    go_on.set()
    slow.join()
    assert {"calendar:2101", "calendar:2102"} <= read()
    assert settled_down() and read_at(READER) is not None


def test_a_restored_database_that_counts_its_transactions_anew_goes_on() -> None:
    happen(2103)
    read()
    NewsMark.objects.filter(reader=READER).update(horizon=2**60)
    assert settled_down()
    happen(2104)
    assert read() == {"calendar:2104"}


def test_what_was_not_marked_is_read_again() -> None:
    happen(2105)
    first: News = news_for(READER)
    again: Any = news_for(READER)
    assert first.since == again.since and set(first.events()) == set(again.events()) != set()
