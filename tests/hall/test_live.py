"""Live: a change is told when it commits and not before, through the database, to every process; streams are few and come back (S2-32)."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cases.people import signed_in, who
from tests.hall.devices import paired
from tests.hall.people import centre, sit, take
from yichuang.foundations import clock
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall import live
from yichuang.hall.live import Boards, Hub, Stream
from yichuang.hall.operations.call import call_next
from yichuang.hall.queries.board import board_at
from yichuang.hall.queries.waits import service_times
from yichuang.hall.rules.live import changed

FREIGHT = "freight_general"


@pytest.fixture
def hub() -> Iterator[Hub]:
    made = Hub()
    made.watch(centre().pk)
    made.start()
    for _ in range(100):
        if made.listening:
            break
        threading.Event().wait(0.05)
    assert made.listening
    yield made
    made.stop()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("demo_again")
def test_a_ticket_is_heard_in_another_process_s_place_once_it_commits(hub: Hub) -> None:
    site = centre().pk
    before = hub.version(site)
    with unit_of_work():
        take(FREIGHT)
        assert hub.wait(site, before, 0.5) == before, "not before the commit"
    after = hub.wait(site, before, 5)
    assert after is not None and after > before
    with pytest.raises(ZeroDivisionError), unit_of_work():
        take(FREIGHT)
        raise ZeroDivisionError
    assert hub.wait(site, after, 0.5) == after, "what was undone is not told"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("demo_again")
def test_two_processes_hear_the_same_and_a_lost_connection_counts_as_a_change(hub: Hub) -> None:
    other, site = Hub(), centre().pk
    other.watch(site)
    other.start()
    try:
        for _ in range(100):
            if other.listening:
                break
            threading.Event().wait(0.05)
        before = hub.version(site), other.version(site)
        take(FREIGHT)
        assert (hub.wait(site, before[0], 5) or 0) > before[0] and (other.wait(site, before[1], 5) or 0) > before[1]
        seen = hub.version(site)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND pid <> pg_backend_pid()"
            )
        again = hub.wait(site, seen, 10)
        assert again is not None and again > seen, "what was said meanwhile is unknown: screens look again"
    finally:
        other.stop()


def test_a_stream_says_a_counter_and_nothing_of_people() -> None:
    assert changed(7, 3) == "id: 3-7\nevent: change\ndata: 7\n\n"


def test_a_stream_that_goes_away_gives_its_place_back_once(monkeypatch: pytest.MonkeyPatch) -> None:
    places = threading.BoundedSemaphore(1)
    monkeypatch.setattr(live, "_places", places)
    monkeypatch.setattr(live, "hub", Hub())
    monkeypatch.setattr(live.hub, "start", lambda: None)
    first = live.open_stream(1)
    assert isinstance(first, Stream) and live.open_stream(1) is None
    assert next(first).startswith("retry: 2000")
    first.close()
    first.close()
    never_read = live.open_stream(1)
    assert never_read is not None
    never_read.close()
    assert places.acquire(blocking=False), "also one that was never read"


def test_a_stream_carries_the_board_and_asks_screens_anew_when_devices_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    hub = Hub()
    monkeypatch.setattr(live, "hub", hub)
    stream = Stream(5, lambda: '{"n": 1}')
    next(stream)
    hub.heard(5)
    assert next(stream) == 'id: 5-1\nevent: board\ndata: {"n": 1}\n\n'
    hub.heard(5, devices=True)
    assert "event: change\ndata: 2\n" in next(stream)
    hub.heard(5)
    assert "event: board\n" in next(stream)


def test_a_change_wakes_a_stream_and_the_end_of_the_process_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    hub = Hub()
    monkeypatch.setattr(live, "hub", hub)
    monkeypatch.setattr(live, "BEAT_SECONDS", 0.05)
    stream = Stream(5)
    next(stream)
    assert next(stream) == "event: beat\ndata: 1\n\n"
    hub.heard(5)
    assert "event: change\ndata: 1\n" in next(stream)
    hub.stop()
    with pytest.raises(StopIteration):
        next(stream)


@pytest.mark.usefixtures("demo_district")
def test_no_place_left_is_said_and_a_stream_is_opened_for_the_hall_s_own_only(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    http, device = paired("hall", name="大屏")
    settings.LIVE_SECONDS = 0
    answer = http.get(f"/hall/live/{device.site_id}/")
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/event-stream")
    assert b"event: change" in b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    monkeypatch.setattr(live, "_places", threading.BoundedSemaphore(1))
    live._places.acquire()
    full = http.get(f"/hall/live/{device.site_id}/")
    assert full.status_code == 503 and full["Retry-After"] == "5"
    assert Client().get(f"/hall/live/{device.site_id}/").status_code == 404
    assert signed_in("赵审查").get(f"/hall/live/{device.site_id}/").status_code == 403


@pytest.mark.usefixtures("demo_district")
def test_the_board_shows_calls_in_time_order_and_no_person_s_name() -> None:
    now = clock.now()
    first, second = take(FREIGHT, at=now, name="王小明", mobile="13900000999"), take(at=now + timedelta(seconds=1))
    sit("林小窗", "01")
    sit("陈一诺", "02")
    call_next(actor=who("林小窗"), now=now + timedelta(minutes=1))
    board = board_at(centre(), now + timedelta(minutes=1))
    assert [one["number"] for one in board["calls"]] == [first.number]
    one = next(row for row in board["windows"] if row["number"] == "01")
    assert (one["ticket"], one["officer"], one["said"]) == (first.number, "林小窗", "办公中")
    assert sum(row["waiting"] for row in board["boards"]) == 1
    call_next(actor=who("陈一诺"), now=now + timedelta(minutes=2))
    later = board_at(centre(), now + timedelta(minutes=2))
    assert later["calls"][0]["number"] in (second.number, first.number)
    assert "王小明" not in str(later) and "139" not in str(later)


@pytest.mark.usefixtures("demo_district")
def test_the_board_is_read_in_a_fixed_number_of_statements() -> None:
    now, site = clock.now(), centre()
    for _ in range(12):
        take(FREIGHT, at=now)
    sit("林小窗")
    call_next(actor=who("林小窗"), now=now)
    service_times(site, now)
    with CaptureQueriesContext(connection) as asked:
        board_at(site, now)
    # hall · waiting, items · seats, busy, two kinds of skills · at windows, items · calls · passed · boards · seats, there, windows
    assert len(asked) <= 15, [query["sql"][:90] for query in asked]


@pytest.mark.usefixtures("demo_district")
def test_a_board_is_drawn_once_for_a_version_and_unchanged_is_304(monkeypatch: pytest.MonkeyPatch) -> None:
    hub, boards, now, site = Hub(), Boards(), clock.now(), centre()
    monkeypatch.setattr(live, "hub", hub)
    drawn: list[int] = []

    def draw(where: Any, at: Any) -> dict[str, int]:
        drawn.append(1)
        return {"n": len(drawn)}

    monkeypatch.setattr(live, "board_at", draw)
    boards.at(site, now)
    boards.at(site, now)
    assert len(drawn) == 2, "who does not listen draws each time"
    hub.listening = True
    boards.at(site, now)
    boards.at(site, now)
    assert len(drawn) == 2
    hub.heard(site.pk)
    assert boards.at(site, now).body == b'{"n": 3}'
    boards.at(site, now + live.BOARD_LIVES)
    assert len(drawn) == 4, "waits go on although nothing happens"


@pytest.mark.usefixtures("demo_district")
def test_a_screen_that_has_the_board_is_told_so() -> None:
    http, device = paired("hall", name="大屏")
    first = http.get(f"/hall/board/{device.site_id}.json")
    assert first.status_code == 200 and first.json()["silent"] is False
    again = http.get(f"/hall/board/{device.site_id}.json", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304 and not again.content


def test_psycopg_hears_with_a_time_limit() -> None:
    """Hub._hear leans on `notifies(timeout=…)` (psycopg 3.2)."""
    assert tuple(map(int, psycopg.__version__.split(".")[:2])) >= (3, 2)
