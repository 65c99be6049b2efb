"""Make days of a hall as they could have been: made-up people, seats and tickets by COPY, with the figures counted from them.

A day is simulated by the hall's own twin, so waits come from who was there and not from a dice; mornings and Mondays are full, some
bring two matters, some do not come when called. The same seed makes the same days. Only past days without tickets are made.
"""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import exp, log

from yichuang.catalog.queries import PublishedMatter, published_matters, versions_in_force
from yichuang.demo.generate import copy_rows
from yichuang.foundations.calendars import calendar
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall.models import Seat, Ticket, TicketItem
from yichuang.hall.operations.roll_up import count_days
from yichuang.hall.queries.queue import skills_of_windows
from yichuang.hall.rules.skills import Need
from yichuang.hall.rules.tickets import DONE, ISSUE, LEFT, NO_SHOW, PURPOSES, RECEIVE, number_of
from yichuang.hall.rules.twin.day import Arrival, Day, Desk, Leg, Passed
from yichuang.hall.rules.twin.run import simulate
from yichuang.organizations.models import Board, Site, Window

OFFICERS = ("方晓", "宋宁", "裘真", "毛安", "姚静", "邵平", "汪洁", "钱悦", "倪岚", "葛航", "施雨", "屠欣")
# Half hours from half past eight on, how many come in each (a share of the day); the hall is closed from twelve to half past one.
BY_HALF_HOUR = {
    8.5: 9, 9.0: 12, 9.5: 13, 10.0: 12, 10.5: 9, 11.0: 6, 11.5: 3, 13.0: 2, 13.5: 7, 14.0: 8, 14.5: 8, 15.0: 6, 15.5: 4, 16.0: 3,
    16.5: 2, 17.0: 1,
}  # fmt: skip
WEEKDAY = (1.22, 1.04, 0.96, 0.92, 0.98, 0.5, 0.5)
BOARDS = {"A": 27, "B": 15, "C": 8, "D": 13, "E": 14, "F": 14, "G": 9}
# Minutes that a matter of a board takes at the median; a matter's own pace is drawn around it.
MINUTES = {"A": 7.0, "B": 10.0, "C": 14.0, "D": 9.0, "E": 7.0, "F": 6.0, "G": 13.0}
SHIFTS = ((8.5 * 3600, 12 * 3600.0), (13.5 * 3600, 17.5 * 3600))
CHANNELS = (("kiosk", 56), ("guide", 22), ("phone", 17), ("appointment", 5))
GREEN = (("", 92), ("elderly", 5), ("children", 1), ("pregnant", 1), ("military", 1))
SECOND_MATTER, NOT_COMING, IMPATIENT, ISSUING, FORGOTTEN = 0.12, 0.05, 0.03, 0.12, 0.004
WALK, LAG, SPREAD = (15, 70), 12.0, 0.45
DEMAND, SEED = 170, 20261128


@dataclass
class Wish:
    """What a visitor comes for, and how it is paid in minutes."""

    items: list[TicketItem]
    minutes: float


class HallMaker:
    """What all made days share: the site, its windows with officers, matters by board, and one generator of chance."""

    def __init__(self, site: Site, demand: int, seed: int) -> None:
        self.site, self.demand, self.seed, self.chance = site, demand, seed, random.Random(seed)
        self.windows = list(
            Window.objects.filter(site=site, closed_on=None).exclude(kind="complaint").order_by("number")
        )
        self.skills = skills_of_windows(Window.objects.filter(site=site).select_related("board"))
        self.boards = {board.name: board.letter for board in Board.objects.filter(site=site, closed_on=None)}
        self.matters: dict[str, list[PublishedMatter]] = {letter: [] for letter in self.boards.values()}
        for matter in versions_in_force(published_matters().values_list("pk", flat=True)):
            letter = self.boards.get(matter.spec.board, "")
            if letter:
                self.matters[letter].append(matter)
        keys = sorted(matter.key for listed in self.matters.values() for matter in listed)
        self.pace = {key: exp(self.chance.gauss(0, 0.25)) for key in keys}
        self.factors = {name: exp(self.chance.gauss(0, 0.12)) for name in OFFICERS}

    def day(self, day: date) -> tuple[list[Seat], list[Ticket], list[TicketItem]]:
        """Return a day's rows, unsaved."""
        self.chance = random.Random(self.seed + day.toordinal())
        seats = self._seats(day)
        wishes, arrivals = self._people(day)
        outcome = simulate(Day(tuple(arrivals), tuple(self._desk(seat) for seat in seats[:: len(SHIFTS)])))
        tickets: list[Ticket] = []
        items: list[TicketItem] = []
        serials: dict[str, int] = {}
        for wish, arrival, passed in zip(wishes, arrivals, outcome.tickets, strict=True):
            letter = "L" if wish.items[0].purpose == ISSUE else wish.items[0].board or "A"
            serials[letter] = serials.get(letter, 0) + 1
            ticket = self._ticket(day, letter, serials[letter], wish, arrival, passed, seats)
            tickets.append(ticket)
            for position, item in enumerate(wish.items):
                item.ticket, item.position = ticket, position
                item.done_at = ticket.ended_at if ticket.state == DONE else None
                items.append(item)
        for ticket in tickets:
            if ticket.seat and ticket.ended_at and ticket.seat.closed_at and ticket.seat.closed_at < ticket.ended_at:
                ticket.seat.closed_at = ticket.seat.changed_at = ticket.ended_at
        return seats, tickets, items

    def _seats(self, day: date) -> list[Seat]:
        """Return a seat for every window and shift: officers sign out over noon."""
        start = datetime.combine(day, time(), CHINA)
        names = [OFFICERS[(place + day.toordinal() % 2) % len(OFFICERS)] for place in range(len(self.windows))]
        return [
            Seat(
                id=self._uuid(),
                site=self.site,
                window=window,
                staff_id=uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.example.invalid"),
                staff_name=name,
                state=Seat.CLOSED,
                opened_at=start + timedelta(seconds=opened),
                changed_at=start + timedelta(seconds=closed),
                closed_at=start + timedelta(seconds=closed),
            )
            for window, name in zip(self.windows, names, strict=True)
            for opened, closed in SHIFTS
        ]

    def _desk(self, seat: Seat) -> Desk:
        factor = self.factors[seat.staff_name]
        return Desk(seat.window_id, str(seat.staff_id), self.skills[seat.window_id], SHIFTS, factor=factor, lag=LAG)

    def _people(self, day: date) -> tuple[list[Wish], list[Arrival]]:
        wishes: list[Wish] = []
        arrivals: list[Arrival] = []
        a_share = self.demand * WEEKDAY[day.weekday()] / sum(BY_HALF_HOUR.values())
        for half, share in BY_HALF_HOUR.items():
            for at in sorted(self.chance.uniform(0, 1800) for _ in range(self._poisson(a_share * share))):
                wishes.append(self._wish())
                arrivals.append(self._arrival(len(arrivals), half * 3600 + at, wishes[-1]))
        return wishes, arrivals

    def _arrival(self, place: int, at: float, wish: Wish) -> Arrival:
        chance = self.chance
        absent = chance.random() < NOT_COMING
        seconds = 60 * (1.5 if absent else wish.minutes)
        needs = tuple(Need(item.purpose, item.board, item.matter, item.grade) for item in wish.items)
        leaves = at + chance.uniform(900, 3600) if chance.random() < IMPATIENT else None
        number, green = f"{place:05d}", self._pick(GREEN)
        return Arrival(number, number, needs, (Leg(at, seconds),), green, no_show=absent, leaves=leaves)

    def _wish(self) -> Wish:
        chance = self.chance
        if chance.random() < ISSUING:
            item = TicketItem(purpose=ISSUE, name=PURPOSES[ISSUE])
            return Wish([item], exp(chance.gauss(log(2.5), SPREAD)))
        there = [(letter, share) for letter, share in BOARDS.items() if letter in self.matters]
        letter = self._pick(there)
        count = 2 if chance.random() < SECOND_MATTER else 1
        found: list[TicketItem] = []
        minutes = 0.0
        offered = self.matters[letter]
        for matter in chance.sample(offered, min(count, len(offered))):
            found.append(TicketItem(purpose=RECEIVE, board=letter, matter=matter.key, name=matter.spec.name[:200]))
            minutes += exp(chance.gauss(log(MINUTES[letter] * self.pace[matter.key]), SPREAD))
        if not found:
            name = next(one for one, key in self.boards.items() if key == letter)
            found = [TicketItem(purpose=RECEIVE, board=letter, name=name)]
            minutes = exp(chance.gauss(log(MINUTES[letter]), SPREAD))
        return Wish(found, minutes)

    def _ticket(
        self, day: date, letter: str, serial: int, wish: Wish, arrival: Arrival, passed: Passed, seats: list[Seat]
    ) -> Ticket:
        chance, start = self.chance, datetime.combine(day, time(), CHINA)
        taken = start + timedelta(seconds=arrival.at)
        ticket = Ticket(
            id=self._uuid(), site=self.site, day=day, letter=letter, serial=serial, number=number_of(letter, serial),
            state=LEFT, purpose=wish.items[0].purpose, source=self._pick(CHANNELS), green=arrival.green,
            token=f"{chance.getrandbits(80):020x}", taken_at=taken, queued_at=taken,
        )  # fmt: skip
        if passed.ended is not None:
            ticket.ended_at = start + timedelta(seconds=passed.ended)
        if passed.called is None or passed.desk is None or passed.ended is None:
            return ticket
        at = start + timedelta(seconds=passed.called)
        seat = next(one for one in reversed(seats) if one.window_id == passed.desk and one.opened_at <= at)
        ticket.seat, ticket.window_number, ticket.officer_name = seat, seat.window.number, seat.staff_name
        ticket.called_at, ticket.calls = start + timedelta(seconds=passed.called), 1
        if arrival.no_show:
            ticket.state, ticket.calls, ticket.passed = NO_SHOW, 3, 1
            return ticket
        walk = min(chance.uniform(*WALK), (passed.ended - passed.called) / 2)
        ticket.state, ticket.started_at = DONE, ticket.called_at + timedelta(seconds=walk)
        ticket.served_seconds = int(passed.ended - passed.called - walk)
        if chance.random() < FORGOTTEN:
            ticket.inaccurate = "忘记结束办理"
        return ticket

    def _uuid(self) -> uuid.UUID:
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)

    def _pick(self, offered: Sequence[tuple[str, int]]) -> str:
        return self.chance.choices([one for one, _ in offered], [share for _, share in offered])[0]

    def _poisson(self, mean: float) -> int:
        count, product, least = 0, self.chance.random(), exp(-mean)
        while product > least:
            count, product = count + 1, product * self.chance.random()
        return count


def generate_hall(site: Site, days: int, *, now: datetime, demand: int = DEMAND, seed: int = SEED) -> tuple[int, int]:
    """Make so many past working days of a site's hall; return how many days and tickets were made, with their figures counted."""
    made: list[date] = []
    day = day_of(now)
    there = set(Ticket.objects.filter(site=site).values_list("day", flat=True).distinct())
    while len(made) < days:
        day -= timedelta(days=1)
        if calendar().is_workday(day) and day not in there:
            made.append(day)
    maker, tickets = HallMaker(site, demand, seed), 0
    for one in sorted(made):
        tickets += _keep(maker, one)
    count_days({(site.pk, one) for one in made}, now)
    return len(made), tickets


@unit_of_work()
def _keep(maker: HallMaker, day: date) -> int:
    seats, tickets, items = maker.day(day)
    copy_rows(Seat, seats)
    copy_rows(Ticket, tickets)
    copy_rows(TicketItem, items, without=("id",))
    return len(tickets)
