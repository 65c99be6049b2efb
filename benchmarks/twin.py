"""`twin`: simulated tickets per second, by arrangement and demand, on one core (quality.md, line `hall`).

What is timed (processor seconds: nothing is waited for) is `simulate` alone: arrivals, the hall's own rule for every call, service. The
days are made without a database: seven boards, ten windows, a morning peak. “Overloaded” has more people than the windows can serve, so
that hundreds wait.
"""

import random
from time import process_time

from benchmarks.record import median, record
from yichuang.hall.rules.skills import Need, Skill
from yichuang.hall.rules.twin.day import Arrival, Day, Desk, Leg
from yichuang.hall.rules.twin.run import simulate

BOARDS, SHIFTS, DAYS = "ABCDEFG", ((30_600.0, 43_200.0), (48_600.0, 63_000.0)), 9


def main() -> None:
    """Measure and record."""
    everything = [Skill(everything=True)] * 10
    boards = [Skill(boards=frozenset(BOARDS[place % 7])) for place in range(10)]
    for figure, skills, people in (
        ("full scope, 500 tickets a day", everything, 500),
        ("one board each, 500 tickets a day", boards, 500),
        ("one board each, 900 tickets a day (overloaded)", boards, 900),
    ):
        days = [made(skills, people, seed) for seed in range(DAYS)]
        speeds = []
        for day in days:
            began = process_time()
            outcome = simulate(day)
            speeds.append(len(outcome.tickets) / (process_time() - began))
        record("twin", figure, median(speeds), "tickets/s")


def made(skills: list[Skill], people: int, seed: int) -> Day:
    """Return a day with a morning peak."""
    chance = random.Random(seed)
    times = sorted(chance.choice((34_000, 36_000, 38_000, 52_000)) + chance.gauss(0, 3_000) for _ in range(people))
    arrivals = tuple(
        Arrival(str(place), f"{place:05d}", (Need(board=chance.choice(BOARDS)),), (Leg(max(at, 0.0), chance.lognormvariate(6.1, 0.5)),))
        for place, at in enumerate(times)
    )  # fmt: skip
    desks = tuple(Desk(place, str(place), skill, SHIFTS) for place, skill in enumerate(skills))
    return Day(arrivals, desks)


if __name__ == "__main__":
    main()
