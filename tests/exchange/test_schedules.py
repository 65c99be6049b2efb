"""Claim and settle under random schedules of faults: nothing lost, nothing doubled in effect, the order of each case kept (issue 4, 3)."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.outbox import events, kept_in_order, settle_one, system_at
from yichuang.exchange.models import ClientSystem, Delivery
from yichuang.exchange.operations.claim import LEASE, claim, due_systems
from yichuang.exchange.rules.attempts import Outcome

pytestmark = pytest.mark.usefixtures("demo_district")
NOW = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)
OK, LOST_ANSWER, AWAY, REFUSED = Outcome(202), Outcome(200, "答复没有传完"), Outcome(0, "连接失败"), Outcome(422)

# What a sender may do next: take, post one it holds, write what came of it, die and rise under a new lease; and time passes.
steps = st.lists(
    st.one_of(
        st.tuples(st.just("claim"), st.integers(0, 1), st.integers(1, 4)),
        st.tuples(st.just("post"), st.integers(0, 1), st.sampled_from([OK, LOST_ANSWER, AWAY, REFUSED])),
        st.tuples(st.just("settle"), st.integers(0, 1), st.none()),
        st.tuples(st.just("die"), st.integers(0, 1), st.none()),
        st.tuples(st.just("wait"), st.just(0), st.sampled_from([1, 61, 7200])),
    ),
    max_size=40,
)


@dataclass
class Machine:
    """Two senders, a receiver that writes down what it took, and a clock."""

    system: ClientSystem
    now: datetime = NOW
    wall: datetime = NOW
    leases: list[uuid.UUID] = field(default_factory=lambda: [uuid.uuid4(), uuid.uuid4()])
    held: list[list[int]] = field(default_factory=lambda: [[], []])
    posted: list[list[tuple[int, Outcome]]] = field(default_factory=lambda: [[], []])
    seen: list[tuple[str, int, str]] = field(default_factory=list)

    def do(self, what: str, sender: int, given: Any) -> None:
        """Take one step."""
        if what == "claim" and self.system in due_systems(self.now):
            system = ClientSystem.objects.get(pk=self.system.pk)
            lease = self.leases[sender]
            self.held[sender] += claim(system=system, lease=lease, now=self.now, wall=self.wall, most=given)
        elif what == "post" and self.held[sender]:
            self.post(sender, self.held[sender].pop(0), given)
        elif what == "settle" and self.posted[sender]:
            self.settle(sender, *self.posted[sender].pop(0))
        elif what == "die":
            self.leases[sender], self.held[sender], self.posted[sender] = uuid.uuid4(), [], []
        elif what == "wait":
            self.now, self.wall = self.now + timedelta(seconds=given), self.wall + timedelta(seconds=given)

    def post(self, sender: int, delivery_id: int, outcome: Outcome) -> None:
        """Post as `sending.prepare` would: only under one's own lease; the receiver has all but what never reached it."""
        row = Delivery.objects.get(pk=delivery_id)
        if row.lease != self.leases[sender] or row.state != "waiting":
            return
        if outcome in (OK, LOST_ANSWER):
            self.seen.append((row.number, row.sequence, str(row.event_uid)))
        self.posted[sender].append((delivery_id, outcome))

    def settle(self, sender: int, delivery_id: int, outcome: Outcome) -> None:
        """Write what came of it."""
        given = {"milliseconds": 1, "now": self.now, "chance": 0.5}
        settle_one(delivery_id=delivery_id, lease=self.leases[sender], outcome=outcome, **given)  # type: ignore[arg-type]

    def check(self) -> None:
        """Hold what must hold after every step."""
        for number, sequences in kept_in_order(self.seen).items():
            assert sequences == list(range(1, len(sequences) + 1)), f"{number} came as {sequences}"
        taken = {uid for _, _, uid in self.seen}
        for row in Delivery.objects.filter(system=self.system, state="delivered"):
            assert str(row.event_uid) in taken, "called delivered, and the receiver never had it"

    def drain(self) -> None:
        """Let a good day come: operators retry what was parked, the receiver answers, time passes."""
        Delivery.objects.filter(system=self.system, state="parked").update(state="waiting", attempts=0)
        for _ in range(200):
            self.do("wait", 0, 7200)
            self.do("claim", 0, 8)
            while self.held[0]:
                self.do("post", 0, OK)
            while self.posted[0]:
                self.do("settle", 0, None)
            if not Delivery.objects.filter(system=self.system).exclude(state="delivered").exists():
                return
        raise AssertionError("something is stuck")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(schedule=steps)
def test_no_schedule_of_faults_loses_doubles_or_reorders(schedule: list[tuple[str, int, Any]]) -> None:
    machine = Machine(system_at("http://127.0.0.1:9/", NOW))
    events(machine.system, cases=3, each=3, now=NOW)
    for step in schedule:
        machine.do(*step)
        machine.check()
    machine.drain()
    machine.check()
    assert kept_in_order(machine.seen) == {number: [1, 2, 3] for number in kept_in_order(machine.seen)}
    assert len(kept_in_order(machine.seen)) == 3


def test_a_parked_delivery_holds_back_later_ones_of_its_case_only() -> None:
    system, lease = system_at("http://127.0.0.1:9/", NOW), uuid.uuid4()
    events(system, cases=2, each=2, now=NOW)
    first, other = claim(system=system, lease=lease, now=NOW, wall=NOW)
    verdicts = [
        settle_one(delivery_id=one, lease=lease, outcome=outcome, milliseconds=1, now=NOW, chance=0.5)
        for one, outcome in ((first, Outcome(410)), (other, OK))
    ]
    assert [found and found.state for found in verdicts] == ["parked", "delivered"]
    later = claim(system=system, lease=lease, now=NOW, wall=NOW)
    assert [Delivery.objects.get(pk=one).number for one in later] == [Delivery.objects.get(pk=other).number]


def test_a_lease_runs_out_on_the_wall_clock_and_not_with_the_house_s() -> None:
    system, lease, other = system_at("http://127.0.0.1:9/", NOW), uuid.uuid4(), uuid.uuid4()
    (row,) = events(system, cases=1, each=1, now=NOW)
    assert claim(system=system, lease=lease, now=NOW, wall=NOW) == [row.pk]
    assert claim(system=system, lease=other, now=NOW + timedelta(days=1), wall=NOW) == []
    assert claim(system=system, lease=other, now=NOW, wall=NOW + LEASE) == [row.pk]


@pytest.mark.parametrize(("outcome", "state"), [(OK, "delivered"), (AWAY, "waiting")])
def test_a_late_success_counts_and_a_late_failure_does_not(outcome: Outcome, state: str) -> None:
    system, lease, other = system_at("http://127.0.0.1:9/", NOW), uuid.uuid4(), uuid.uuid4()
    (row,) = events(system, cases=1, each=1, now=NOW)
    claim(system=system, lease=lease, now=NOW, wall=NOW)
    claim(system=system, lease=other, now=NOW, wall=NOW + LEASE)
    settle_one(delivery_id=row.pk, lease=lease, outcome=outcome, milliseconds=1, now=NOW, chance=0.5)
    row.refresh_from_db()
    assert (row.state, row.attempts) == (state, int(outcome.done)) and row.tries.count() == 1
    settle_one(delivery_id=row.pk, lease=other, outcome=OK, milliseconds=1, now=NOW, chance=0.5)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.tries.count()) == ("delivered", 1, 2)


def test_away_for_a_day_is_tried_again_and_parks_nothing() -> None:
    """The house's clock is moved hour by hour; each time the sender looks, one is tried, and when it is back all go out."""
    machine = Machine(system_at("http://127.0.0.1:9/", NOW))
    events(machine.system, cases=5, each=2, now=NOW)
    for _ in range(24 * 12):
        machine.now += timedelta(minutes=5)
        machine.wall += timedelta(seconds=1)
        machine.do("claim", 0, 8)
        assert len(machine.held[0]) <= 8
        while machine.held[0]:
            machine.do("post", 0, AWAY)
        while machine.posted[0]:
            machine.do("settle", 0, None)
    rows = Delivery.objects.filter(system=machine.system)
    assert set(rows.values_list("state", flat=True)) == {"waiting"} and not machine.seen
    assert rows.order_by("-attempts")[0].attempts > 20
    machine.drain()
    assert all(sequences == [1, 2] for sequences in kept_in_order(machine.seen).values())
    assert not ClientSystem.objects.get(pk=machine.system.pk).failures


def test_a_success_is_noted_on_the_system_now_and_then_only(django_assert_num_queries: Any) -> None:
    system, lease = system_at("http://127.0.0.1:9/", NOW), uuid.uuid4()
    events(system, cases=3, each=1, now=NOW)
    first, second, third = claim(system=system, lease=lease, now=NOW, wall=NOW)
    given: dict[str, Any] = {"lease": lease, "outcome": OK, "milliseconds": 1, "chance": 0.5}
    settle_one(delivery_id=first, now=NOW, **given)
    # Inside a test the transaction is a savepoint: two more than the three that count (lock, attempt, delivery).
    with django_assert_num_queries(5):
        settle_one(delivery_id=second, now=NOW + timedelta(seconds=1), **given)
    settle_one(delivery_id=third, now=NOW + timedelta(seconds=11), **given)
    system.refresh_from_db()
    assert system.last_success_at == NOW + timedelta(seconds=11)
