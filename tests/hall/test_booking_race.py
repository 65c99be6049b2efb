"""Many book at once on a real database: a slot is never overbooked, a person's limit holds, a ticket is given once (S2-38)."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.hall.booking import NOW, at, booked, hold, plan
from tests.hall.people import centre
from yichuang.foundations.actors import PUBLIC
from yichuang.foundations.problems import Refused
from yichuang.hall.models import Appointment, Ticket
from yichuang.hall.operations.change_appointment import move
from yichuang.hall.operations.check_in import check_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo_again")]
AT_ONCE, PLACES = 12, 3


def together(count: int, act: Callable[[int], object]) -> Counter[str]:
    """Do something so many times at once; return how each ended: ok, or the refusal's code."""

    def one(place: int) -> str:
        try:
            act(place)
            return "ok"
        except Refused as refused:
            return refused.reasons[0].code
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return Counter(pool.map(one, range(count)))


def test_a_slot_is_never_overbooked_a_person_never_over_the_limit_a_ticket_never_double() -> None:
    assert plan().capacity == PLACES
    ended = together(AT_ONCE, lambda place: booked("9:10", mobile=f"139000008{place:02d}", address=f"192.0.2.{place}"))
    assert ended == {"ok": PLACES, "full": AT_ONCE - PLACES}
    assert Appointment.objects.filter(starts_at=at("9:10"), state="booked").count() == PLACES

    later = [booked("10:10", mobile=f"139000007{place:02d}") for place in range(2)]
    later += [booked("10:30", mobile=f"139000006{place:02d}") for place in range(3)]
    moves = together(
        5, lambda n: move(actor=PUBLIC, pk=later[n].pk, starts_at=at("11:10"), now=NOW, code=later[n].code)
    )
    assert moves == {"ok": PLACES, "full": 2}

    mine = together(6, lambda n: booked(f"14:{10 + 20 * (n % 3)}", mobile="13900000999", address=f"198.51.100.{n}"))
    assert mine["ok"] == 2 and Appointment.objects.filter(state="booked", starts_at__gte=at("14:00")).count() == 2

    row = Appointment.objects.filter(starts_at=at("9:10")).first()
    assert row is not None
    assert together(6, lambda _: check_in(actor=PUBLIC, site=centre(), code=row.code, now=at("9:05"))) == {"ok": 6}
    assert Ticket.objects.filter(appointment_id=row.pk).count() == 1


def test_a_draft_that_runs_out_is_given_to_one_only() -> None:
    for place in range(PLACES):
        hold("9:10", address=f"192.0.2.{place}")
    after = NOW.replace(minute=11)
    ended = together(
        AT_ONCE, lambda n: booked("9:10", mobile=f"139000008{n:02d}", address=f"192.0.2.{n + 10}", now=after)
    )
    assert ended == {"ok": PLACES, "full": AT_ONCE - PLACES}
