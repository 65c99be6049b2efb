"""What the sender does with many at once: written together, each alone when one is spoilt, kept when the database is away (issue 4, 3)."""

import threading
import time
import uuid
from concurrent.futures import wait
from typing import Any

import pytest
from django.db import OperationalError
from pytest_django import DjangoAssertNumQueries

from tests.exchange.joined import Receiver
from tests.exchange.outbox import events, system_at
from yichuang.exchange.management import sending
from yichuang.exchange.management.commands import deliver
from yichuang.exchange.management.commands.deliver import Lane, Sender
from yichuang.exchange.management.sending import Posted, conclude, prepare
from yichuang.exchange.models import ClientSystem, Delivery, DeliveryAttempt, LoggedMessage
from yichuang.exchange.operations.claim import claim
from yichuang.exchange.operations.settle import Result, Sent, settle
from yichuang.exchange.rules.attempts import Outcome
from yichuang.foundations import clock

pytestmark = pytest.mark.usefixtures("demo_district", "plain_http")
TAKEN = Outcome(202, reached=True)


def leased(cases: int, receiver: str = "http://127.0.0.1:9/") -> tuple[Lane, list[int]]:
    """Return a lane and the ids of that many events that it holds."""
    system = system_at(receiver, clock.now())
    events(system, cases=cases, each=1, now=clock.now())
    lane = Lane(4, uuid.uuid4(), threading.Event())
    return lane, claim(system=system, lease=lane.lease, now=clock.now(), wall=clock.wall(), most=cases)


def posted(lane: Lane, ids: list[int]) -> list[Posted]:
    """Return them as taken by their receiver."""
    return [Posted(parcel, TAKEN, 1) for parcel in prepare(ids, lane.lease)]


def standing() -> list[str]:
    """Return the states of all deliveries in order."""
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_many_are_settled_in_as_many_statements_as_one(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    lane, ids = leased(8)
    results = [Result(one, lane.lease, TAKEN, 1, 0.5, Sent.of(b"x", 1)) for one in ids]
    # Inside a test the transaction is a savepoint: two more than the five (lock, attempts, deliveries, system's success, log).
    with django_assert_num_queries(7):
        settle(results, now=clock.now())
    assert standing() == ["delivered"] * 8
    assert DeliveryAttempt.objects.count() == LoggedMessage.objects.count() == 8


def test_one_that_cannot_be_written_does_not_keep_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    lane, ids = leased(3)
    really = sending.conclude

    def conclude(done: Any, lease: uuid.UUID) -> Any:
        if any(one.parcel.delivery_id == ids[1] for one in done):
            raise ValueError("spoilt")
        return really(done, lease)

    monkeypatch.setattr(deliver, "conclude", conclude)
    lane.unwritten = posted(lane, ids)
    assert lane.write() == 3 and lane.unwritten == []
    assert standing() == ["delivered", "waiting", "delivered"]


def test_what_cannot_be_written_while_the_database_is_away_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    lane, ids = leased(2)
    lane.unwritten = posted(lane, ids)

    def away(*_: Any) -> None:
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(deliver, "conclude", away)
        with pytest.raises(OperationalError):
            lane.write()
    assert standing() == ["waiting", "waiting"]
    lane.write()
    assert standing() == ["delivered", "delivered"] and DeliveryAttempt.objects.count() == 2


def test_what_waited_too_long_for_a_thread_is_left_to_the_next_lease() -> None:
    with Receiver() as there:
        lane, ids = leased(1, there.address)
        (parcel,) = prepare(ids, lane.lease)
        assert lane.post(parcel, time.monotonic() - 1) is None
        assert there.got == []
        sent = lane.post(parcel, time.monotonic() + 60)
    assert sent and sent.outcome.done and len(there.got) == 1


@pytest.mark.parametrize(("milliseconds", "claimed"), [(5, 32), (1000, 8)])
def test_a_quick_receiver_is_given_more_at_once(
    milliseconds: int, claimed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = system_at("http://127.0.0.1:9/", clock.now())
    events(system, cases=40, each=1, now=clock.now())
    lane = Lane(4, uuid.uuid4(), threading.Event())
    ids = claim(system=system, lease=lane.lease, now=clock.now(), wall=clock.wall(), most=2)
    monkeypatch.setattr(lane, "prepared", lambda _: [])
    lane.unwritten = [Posted(one.parcel, TAKEN, milliseconds) for one in posted(lane, ids)]
    lane.write()
    assert lane.fill(system) == claimed


def test_one_that_cannot_be_prepared_does_not_stop_the_sender(monkeypatch: pytest.MonkeyPatch) -> None:
    with Receiver() as there:
        system = system_at(there.address, clock.now())
        spoilt, *_ = events(system, cases=3, each=1, now=clock.now())
        really = sending.prepare

        def prepare_but_one(ids: list[int], lease: uuid.UUID) -> Any:
            if spoilt.pk in ids:
                raise ValueError("cannot be read")
            return really(ids, lease)

        monkeypatch.setattr(deliver, "prepare", prepare_but_one)
        sender = Sender(4, threading.Event())
        assert sender.round() == 3
        wait(sender.lanes[system.pk].in_hand)
        assert sender.round() == 2
    assert standing() == ["waiting", "delivered", "delivered"] and len(there.got) == 2


def test_attempts_taken_up_together_that_fail_together_are_one_failure_of_the_receiver() -> None:
    lane, ids = leased(8)
    gone = Outcome(503)
    conclude([Posted(parcel, gone, 1) for parcel in prepare(ids, lane.lease)], lane.lease)
    system = ClientSystem.objects.get(pk=Delivery.objects.get(pk=ids[0]).system_id)
    assert (system.failures, system.away_until) == (1, None), "a second's mishap is not an absence"
    rows = Delivery.objects.filter(pk__in=ids[:2])
    for failures in (2, 3):
        rows.update(lease=lane.lease)
        conclude([Posted(parcel, gone, 1) for parcel in prepare(ids[:2], lane.lease)], lane.lease)
        system.refresh_from_db()
        assert (system.failures, bool(system.away_until)) == (failures, failures == 3)
