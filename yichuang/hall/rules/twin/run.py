"""Simulate a day of the hall with SimPy; who is called next is decided by the hall's own `next_ticket` and by nothing else (S2-28).

A window that becomes free asks the rule; when nobody is there for it, it sleeps until somebody comes whom it may serve. Of several that
sleep the one that has been free longest wakes, except where officers are let hesitate (`lags`): there all wake and the quickest calls.
"""

from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from typing import Any

import simpy

from yichuang.hall.rules.dispatch import Choice, Waiting, WindowNow, next_ticket
from yichuang.hall.rules.twin.day import DONE, LEFT, NO_SHOW, Arrival, Day, Desk, Leg, Outcome, Passed

# Any midnight: the rule wants instants, the simulation counts seconds.
ORIGIN = datetime(2026, 1, 5, tzinfo=UTC)
Steps = Generator[simpy.Event, Any, None]


@dataclass
class _Present:
    """A ticket in the hall: where it stands in its legs and what is noted of it."""

    arrival: Arrival
    passed: Passed
    leg: int = 0
    since: float = 0.0

    @property
    def now(self) -> Leg:
        return self.arrival.legs[self.leg]


class Floor:
    """The floor of the hall while a day runs."""

    def __init__(self, day: Day) -> None:
        self.day, self.env = day, simpy.Environment()
        self.outcome = Outcome([Passed(one.id, one.at) for one in day.arrivals])
        self.present: dict[str, _Present] = {}
        self.waiting: dict[str, Waiting] = {}
        self.asleep: dict[int, simpy.Event] = {}
        self.leaving: list[tuple[float, str]] = []
        self.windows = {desk.id: _window(desk) for desk in day.desks}
        self.taken = {key: replace(one, free=False) for key, one in self.windows.items()}
        self.open: dict[int, WindowNow] = {}
        self.hesitant = any(desk.lags or desk.lag for desk in day.desks)
        self.counted_at = 0.0
        # How many are at a window now and will queue again: for them no window closes yet.
        self.between = 0

    def run(self) -> Outcome:
        """Run the day until nothing happens any more."""
        self.env.process(self._arrive())
        for desk in self.day.desks:
            self.outcome.busy[desk.id] = []
            self.env.process(self._sit(desk))
        self.env.run()
        self._leave()
        self._count()
        self.outcome.last = self.env.now
        for key in self.waiting:
            self.present[key].passed.stood += self.env.now - self.present[key].since
        return self.outcome

    def _arrive(self) -> Steps:
        pairs = zip(self.day.arrivals, self.outcome.tickets, strict=True)
        for arrival, passed in sorted(pairs, key=lambda pair: pair[0].at):
            if arrival.at > self.env.now:
                yield self.env.timeout(arrival.at - self.env.now)
            self.present[arrival.id] = _Present(arrival, passed)
            if arrival.leaves is not None:
                heappush(self.leaving, (arrival.leaves, arrival.id))
            self._queue(self.present[arrival.id])

    def _later(self, one: _Present) -> Steps:
        yield self.env.timeout(max(one.now.queued - self.env.now, 0.0))
        self._queue(one)
        self.between -= 1
        if not self.between:
            for key in list(self.asleep):
                self.asleep.pop(key).succeed()

    def _queue(self, one: _Present) -> None:
        self._count()
        leg, arrival = one.now, one.arrival
        one.since = self.env.now
        ticket = Waiting(
            id=arrival.id,
            number=arrival.number,
            queued_at=_instant(self.env.now if leg.since is None else leg.since),
            needs=leg.needs or arrival.needs,
            green=arrival.green,
            slot_at=None if arrival.slot is None else _instant(arrival.slot),
            window_id=leg.window_id,
            staff_id=leg.staff_id,
        )
        self.waiting[arrival.id] = ticket
        self._wake(ticket)

    def _wake(self, ticket: Waiting) -> None:
        for key in list(self.asleep):
            if self.windows[key].serves(ticket):
                self.asleep.pop(key).succeed()
                if not self.hesitant:
                    return

    def _sit(self, desk: Desk) -> Steps:
        calls = iter(desk.lags)
        lag: float | None = None
        for start, end in desk.shifts:
            if self.env.now < start:
                yield self.env.timeout(start - self.env.now)
            self.open[desk.id] = self.windows[desk.id]
            self.env.process(self._ring(desk, end))
            while self.env.now < end or self.day.stays:
                choice = self._choose(desk)
                if choice is None:
                    if self.env.now >= end and not (self.day.stays and self.between):
                        break
                    self.asleep[desk.id] = self.env.event()
                    yield self.asleep[desk.id]
                    continue
                lag = next(calls, desk.lag) if lag is None else lag
                if lag:
                    yield self.env.timeout(lag)
                    choice = self._choose(desk)
                if choice is not None:
                    lag = None
                    yield from self._serve(desk, choice)
            self.open.pop(desk.id, None)

    def _ring(self, desk: Desk, end: float) -> Steps:
        """At the end of a shift wake an officer who sleeps."""
        yield self.env.timeout(max(end - self.env.now, 0.0))
        if desk.id in self.asleep:
            self.asleep.pop(desk.id).succeed()

    def _choose(self, desk: Desk) -> Choice | None:
        self._leave()
        if not self.waiting:
            return None
        others = [one for key, one in self.open.items() if key != desk.id]
        return next_ticket(
            _instant(self.env.now), self.windows[desk.id], list(self.waiting.values()), others, self.day.policy
        )

    def _serve(self, desk: Desk, choice: Choice) -> Steps:
        self._count()
        one = self.present[choice.ticket.id]
        del self.waiting[one.arrival.id]
        self.open[desk.id] = self.taken[desk.id]
        self.between += one.leg + 1 < len(one.arrival.legs)
        began = self.env.now
        one.passed.stood += began - one.since
        if one.passed.called is None:
            one.passed.called, one.passed.desk = began, desk.id
        yield self.env.timeout(one.now.seconds * (1.0 if one.arrival.no_show else desk.factor))
        self.outcome.busy[desk.id].append((began, self.env.now))
        self.open[desk.id] = self.windows[desk.id]
        if one.leg + 1 < len(one.arrival.legs):
            one.leg += 1
            self.env.process(self._later(one))
            return
        one.passed.ended, one.passed.state = self.env.now, NO_SHOW if one.arrival.no_show else DONE

    def _leave(self) -> None:
        """Let go whoever would have left by now; who has been called does not leave any more."""
        while self.leaving and self.leaving[0][0] <= self.env.now:
            at, key = heappop(self.leaving)
            one = self.present[key]
            if key in self.waiting and one.passed.called is None:
                self._count()
                # They stood there until `at`, not until somebody noticed.
                self.outcome.waiting_area -= self.env.now - at
                one.passed.stood = at - one.since
                del self.waiting[key]
                one.passed.state, one.passed.ended = LEFT, at

    def _count(self) -> None:
        self.outcome.waiting_area += len(self.waiting) * (self.env.now - self.counted_at)
        self.counted_at = self.env.now


def simulate(day: Day) -> Outcome:
    """Return what comes of a day; the same day always comes out the same."""
    return Floor(day).run()


def _window(desk: Desk) -> WindowNow:
    return WindowNow(desk.id if desk.window_id is None else desk.window_id, desk.staff_id, desk.skill, desk.officer)


def _instant(seconds: float) -> datetime:
    return ORIGIN + timedelta(seconds=seconds)
