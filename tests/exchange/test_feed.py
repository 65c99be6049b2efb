"""The feed to pull: nothing that commits late is passed over, what is asked for after counts as had, and a puller is never pushed."""

import threading
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction

from tests.exchange.joined import Receiver, join
from tests.exchange.outbox import events, system_at
from yichuang.exchange.management.commands.deliver import Sender
from yichuang.exchange.models import ClientSystem, Delivery
from yichuang.exchange.operations.pull import pull
from yichuang.foundations import clock


def sequences(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(event["subject"][-1], event["sequence"]) for event in found]


@pytest.fixture
def system(transactional_db: None) -> ClientSystem:
    return system_at("http://127.0.0.1:9/", clock.now(), pulls=True)


class Slow:
    """A transaction on a connection of its own that draws its ids, then waits to commit until it is told."""

    def __init__(self, system: ClientSystem) -> None:
        self.system, self.drawn, self.go = system, threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self.write)
        self.thread.start()
        assert self.drawn.wait(10)

    def write(self) -> None:
        """Write two events of case 0."""
        with transaction.atomic():
            # Long ago by the clock: no waiting time would have been enough.
            events(self.system, cases=1, each=2, now=clock.now() - timedelta(hours=1))
            self.drawn.set()
            self.go.wait(10)
        connections.close_all()

    def commit(self) -> None:
        """Let it commit."""
        self.go.set()
        self.thread.join()


def test_a_row_that_commits_late_comes_late_and_is_not_missed(system: ClientSystem) -> None:
    slow, now = Slow(system), clock.now()
    events(system, cases=2, each=1, now=now)
    assert slow.system.pk and Delivery.objects.count() == 2
    first, cursor = pull(system=system, after="", limit=100, now=now)
    slow.commit()
    oldest = Delivery.objects.order_by("pk")[0]
    assert oldest.number.endswith("0") and oldest.sequence == 1 and oldest.position is None, "its id is the smaller one"
    second, cursor = pull(system=system, after=cursor, limit=100, now=now)
    assert (len(first), len(second)) == (2, 2)
    assert {event["id"] for event in first + second} == {str(row.event_uid) for row in Delivery.objects.all()}
    assert [event["sequence"] for event in second] == ["1", "2"], "the order within a case"
    assert pull(system=system, after=cursor, limit=100, now=now) == ([], cursor)


def test_two_who_pull_at_once_get_the_same_places(system: ClientSystem) -> None:
    now, answers = clock.now(), []
    events(system, cases=20, each=3, now=now)

    def ask() -> None:
        answers.append(pull(system=system, after="", limit=50, now=now))
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4 and all(answer == answers[0] for answer in answers)
    rest, _ = pull(system=system, after=answers[0][1], limit=50, now=now)
    assert len(answers[0][0]) == 50 and len(rest) == 10


def test_what_lies_before_the_cursor_counts_as_delivered_and_nothing_is_pushed(system: ClientSystem) -> None:
    with Receiver() as there:
        ClientSystem.objects.filter(pk=system.pk).update(receiver=there.address)
        now = clock.now()
        events(system, cases=2, each=2, now=now)
        Sender(2, threading.Event()).run(once=True)
        assert there.got == []
    _, cursor = pull(system=system, after="", limit=3, now=now)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"waiting"}, (
        "given is not had: the answer may be lost"
    )
    again, _ = pull(system=system, after="", limit=3, now=now)
    assert len(again) == 3
    pull(system=system, after=cursor, limit=3, now=now)
    assert list(Delivery.objects.order_by("pk").values_list("state", flat=True)) == ["delivered"] * 3 + ["waiting"]


@pytest.mark.usefixtures("demo_district", "plain_http")
def test_the_door_pages_by_the_cursor_and_refuses_what_is_none() -> None:
    joined, other = join(pulls=True), system_at("", clock.now())
    events(joined.system, cases=3, each=1, now=clock.now())
    events(other, cases=1, each=1, now=clock.now())
    got, cursor = [], ""
    for _ in range(3):
        answer = joined.get(f"/feed?after={cursor}&limit=2").json()
        got += answer["events"]
        cursor = answer["next"]
    assert len({event["id"] for event in got}) == len(got) == 3
    assert joined.get("/feed?after=abc").status_code == 422
    joined.sign_in("case.read")
    assert joined.get("/feed").status_code == 403


@pytest.mark.usefixtures("demo_district")
def test_pulling_costs_the_same_however_much_there_is(django_assert_num_queries: Any) -> None:
    system = system_at("", clock.now(), key=f"s-{uuid.uuid4().hex[:8]}")
    events(system, cases=60, each=1, now=clock.now())
    # Savepoint and release of the test, the lock, the places, the events, the page's place in the message log.
    with django_assert_num_queries(6):
        pull(system=system, after="", limit=50, now=clock.now())
    assert connection.in_atomic_block
