"""Hundreds of windows call at the same instant on a real PostgreSQL: no ticket at two windows, no serial twice (S2-28; issue 5, 3)."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection

from tests.cases.people import who
from tests.hall.people import centre, take
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.models import Event
from yichuang.hall.models import Seat, Ticket
from yichuang.hall.operations.call import call_next
from yichuang.hall.operations.serve import finish, start
from yichuang.hall.operations.take_ticket import Asking, take_ticket
from yichuang.organizations.models import Site, Window

pytestmark = pytest.mark.usefixtures("demo_again")
WINDOWS, ROUNDS = 12, 17
T = TypeVar("T")


def officers(site: Site, now: datetime) -> list[Actor]:
    """Sit twelve officers at twelve new windows that serve everything."""
    model = who("林小窗")
    found = []
    for number in range(WINDOWS):
        window = Window.objects.create(site=site, number=f"R{number}", name="综合窗口", kind="accept")
        staff = f"00000000-0000-4000-8000-{number:012d}"
        found.append(Actor("staff", staff, f"人员{number}", model.grants, model.posts))
        Seat.objects.create(
            site=site, window=window, staff_id=staff, staff_name=f"人员{number}", opened_at=now, changed_at=now
        )
    return found


def at_once(acts: Sequence[Callable[[], T]]) -> list[T]:
    """Do all acts at one instant, each in a thread on a connection of its own."""
    gate = Barrier(len(acts))

    def work(act: Callable[[], T]) -> T:
        try:
            connection.ensure_connection()
            gate.wait(timeout=20)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(work, acts))


def test_hundreds_of_calls_at_once_never_call_one_ticket_twice() -> None:
    now, site = clock.now(), centre()
    people = officers(site, now)
    for _ in range(WINDOWS * ROUNDS // 2):
        take(at=now)

    def round_of(actor: Actor) -> list[str]:
        called = []
        for _ in range(ROUNDS):
            ticket = call_next(actor=actor, now=now)
            if ticket is None:
                continue
            called.append(str(ticket.pk))
            start(actor=actor, now=now)
            finish(actor=actor, now=now)
        return called

    acts = [partial(round_of, actor) for actor in people]
    called = [pk for one in at_once(acts) for pk in one]
    assert len(called) == WINDOWS * ROUNDS // 2 and len(set(called)) == len(called), Counter(called).most_common(3)
    assert Event.objects.filter(type="ticket.called").count() == len(called)
    assert set(Ticket.objects.values_list("state", flat=True)) == {"done"}


def test_one_ticket_and_twelve_windows_at_one_instant() -> None:
    now, site = clock.now(), centre()
    people = officers(site, now)
    for _ in range(3):
        ticket = take(at=now)
        found = at_once([partial(call_next, actor=actor, now=now) for actor in people])
        assert [one.pk for one in found if one is not None] == [ticket.pk]
        Ticket.objects.filter(pk=ticket.pk).update(state="done")


def test_tickets_taken_at_once_have_numbers_of_their_own() -> None:
    now, site, kiosk = clock.now(), centre(), who("俞导服")
    at_once([lambda: [take_ticket(actor=kiosk, site=site, asking=Asking(), now=now) for _ in range(8)]] * 12)
    numbers = sorted(Ticket.objects.values_list("number", flat=True))
    assert numbers == [f"A{number:03d}" for number in range(1, 97)]
