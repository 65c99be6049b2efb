"""Senders, receiver and database fail at every step: nothing lost, nothing doubled in effect, the order of each case kept (issue 4, 3)."""

import random
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections

from tests.exchange.joined import Got, Receiver
from tests.exchange.outbox import events, kept_in_order, number_of, system_at
from tests.exchange.senders import Senders, a_minute_passes, kill, leased, open_ones, until
from yichuang.exchange.models import ClientSystem, Delivery, DeliveryAttempt
from yichuang.foundations import clock
from yichuang.foundations.models import ClockShift


@pytest.fixture
def senders(transactional_db: None, plain_http: Any) -> Iterator[Senders]:
    """Give real senders, and a department that a system can belong to."""
    plain_http.MOVABLE_CLOCK = True
    clock.forget_shift()
    mine = Senders()
    try:
        yield mine
    finally:
        mine.stop()
        clock.forget_shift()


def whole(there: Receiver, cases: int, each: int) -> None:
    """Nothing is lost, a receiver that drops known ids has each once, and each case came in order."""
    seen = [(got.event["subject"], int(got.event["sequence"]), got.headers["webhook-id"]) for got in there.got]
    assert kept_in_order(seen) == {number_of(case): list(range(1, each + 1)) for case in range(cases)}
    assert Delivery.objects.filter(state="delivered").count() == cases * each


def test_killed_before_sending_after_sending_and_after_the_answer(senders: Senders) -> None:
    victim: list[Any] = []
    moments = {5: "sent", 9: "answered"}

    def act(got: Got) -> tuple[int, bytes]:
        moment = moments.pop(len(there.got), "")
        if moment == "sent":
            kill(victim[0])
            raise ConnectionError
        if moment == "answered":
            threading.Timer(0.002, kill, victim).start()
        return 202, b""

    with Receiver(act) as there:
        system = system_at(there.address, clock.now())
        events(system, cases=4, each=5, now=clock.now())
        # Signing waits for a lock that we hold: the sender has claimed and cannot send.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN; LOCK TABLE exchange_systemsecret IN ACCESS EXCLUSIVE MODE")
            held = senders.fork()
            until(lambda: leased() > 0, "nothing was claimed")
            time.sleep(0.2)
            kill(held)
            cursor.execute("COMMIT")
        assert there.got == [] and leased() > 0, "killed before it sent anything"
        for left in (1, 0):
            a_minute_passes()
            victim[:] = [senders.fork()]
            until(lambda: not victim[0].is_alive(), "it was not killed")
            assert len(moments) == left
        assert open_ones() > 0
        a_minute_passes()
        senders.fork()
        until(lambda: open_ones() == 0, "something is stuck")
    whole(there, cases=4, each=5)
    assert len(there.got) > 20, "what was sent and not settled is sent again: the kills met something"


def test_the_database_goes_and_comes_then_the_receiver_for_a_day(senders: Senders) -> None:
    slow = threading.Event()

    def act(got: Got) -> tuple[int, bytes]:
        slow.wait(0.02)
        return 202, b""

    with Receiver(act) as there:
        system = system_at(there.address, clock.now())
        events(system, cases=10, each=10, now=clock.now())
        sender = senders.start()
        until(lambda: len(there.got) > 10, "nothing arrives")
        the_database_goes_and_comes()
        until(lambda: Delivery.objects.filter(state="delivered").count() > 30, "the sender did not come back")
        port = there.server.server_address[1]
    # Nobody listens any more; the house's clock is moved six hours at a time, a day long.
    for hour in range(0, 25, 6):
        ClockShift.objects.update_or_create(pk=1, defaults={"by": timedelta(hours=hour)})
        before = DeliveryAttempt.objects.filter(status=0).count()
        until(lambda before=before: DeliveryAttempt.objects.filter(status=0).count() > before, "not tried again")  # type: ignore[misc]
    assert not Delivery.objects.filter(state="parked").exists() and sender.poll() is None
    assert ClientSystem.objects.get(pk=system.pk).failures >= 3
    back = Receiver(act, port=port)
    with back:
        back.got[:0] = there.got
        for hour in range(25, 60):
            ClockShift.objects.update_or_create(pk=1, defaults={"by": timedelta(hours=hour)})
            a_minute_passes()
            time.sleep(0.5)
            if not open_ones():
                break
    whole(back, cases=10, each=10)


def the_database_goes_and_comes() -> None:
    """Throw every session of the senders out and let nobody in for a second, as a restart does."""
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{name}" CONNECTION LIMIT 0')
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [name],
        )
        time.sleep(1.0)
        cursor.execute(f'ALTER DATABASE "{name}" CONNECTION LIMIT -1')
    connections.close_all()


def test_two_senders_and_a_receiver_that_does_everything_wrong(senders: Senders) -> None:
    rng, tries = random.Random(4), dict[str, int]()

    def act(got: Got) -> tuple[int, bytes]:
        uid = got.headers["webhook-id"]
        tries[uid] = tries.get(uid, 0) + 1
        fault = rng.random() if tries[uid] == 1 else 1.0
        if fault < 0.05:
            raise ConnectionError
        if fault < 0.10:
            return 500, b"nonsense" * 100
        if fault < 0.13:
            return 429, b""
        if fault < 0.16:
            return 302, b""
        if fault < 0.18:
            time.sleep(0.3)
        return 200, b"x" * 10

    with Receiver(act) as there:
        system = system_at(there.address, clock.now())
        events(system, cases=25, each=8, now=clock.now())
        for _ in range(2):
            senders.fork()
        hours = 0
        while open_ones():
            hours += 1
            assert hours < 100, f"{open_ones()} are stuck"
            ClockShift.objects.update_or_create(pk=1, defaults={"by": timedelta(hours=hours)})
            time.sleep(0.3)
    whole(there, cases=25, each=8)
    assert any(count > 1 for count in tries.values())


def test_a_slow_system_and_a_dead_one_hold_up_nobody_else(senders: Senders) -> None:
    release = threading.Event()

    def sit(got: Got) -> tuple[int, bytes]:
        release.wait(8)
        return 202, b""

    with Receiver(sit) as slow, Receiver() as there:
        now = clock.now()
        sluggish, dead = system_at(slow.address, now), system_at("http://127.0.0.1:9/", now)
        live = system_at(there.address, now)
        for system in (sluggish, dead):
            events(system, cases=40, each=1, now=now)
        events(live, cases=100, each=1, now=now)
        senders.fork()
        until(lambda: Delivery.objects.filter(system=live, state="delivered").count() == 100, "the live one waits")
        assert Delivery.objects.filter(system=sluggish, state="delivered").count() == 0, (
            "the slow one still sits on its first"
        )
        release.set()
