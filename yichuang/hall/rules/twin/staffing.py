"""How many windows on Tuesday at ten: the fewest by quarter hour with which a share of the people is called within a target.

The search begins with the work that is in the hall in that quarter hour (who came before is still being served): fewer windows could not
keep up. It is simulated, and a window is added wherever the target is missed, until it holds. Windows that serve the same make a pool;
each pool is asked for by itself. Before a closing time the windows that are open serve whoever still waits.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from math import ceil
from statistics import fmean
from typing import Any

from yichuang.hall.rules.dispatch import Policy
from yichuang.hall.rules.skills import Skill, may_serve
from yichuang.hall.rules.twin.base import Base, Learned, people, split
from yichuang.hall.rules.twin.day import Arrival, Day, Desk, Leg
from yichuang.hall.rules.twin.measures import QUARTER, Estimate, Reading, estimate, quarter_of, ratio, read
from yichuang.hall.rules.twin.run import simulate
from yichuang.hall.rules.twin.scenarios import Changes, label_of

ROUNDS, MOST_WINDOWS, OVERTIME = 16, 60, 4 * 3600.0


def needed(
    base: Base, learned: Learned, desks: Sequence[Desk], changes: Changes, policy: Policy
) -> list[dict[str, Any]]:
    """Return for each quarter hour that is open: windows needed in all and by pool, with the load and the share that is reached."""
    days = _days(learned, desks, changes)
    hours = sorted({quarter for desk in desks for quarter in open_quarters(desk)})
    pools = pools_of(desks)
    found: dict[int, dict[str, Any]] = {
        quarter: {"quarter": quarter, "windows": 0, "low": 0, "high": 0, "open": 0, "pools": {}} for quarter in hours
    }
    hits: dict[int, list[list[int]]] = {quarter: [[0, 0] for _ in days] for quarter in hours}
    for pool in pools:
        stays = [_stays(day, pool, pools) for day in days]
        if not any(stays):
            continue
        windows, ranges, readings = _pool(pool[0], stays, hours, changes, policy)
        name = label_of(base, pool[0].skill)
        for quarter in hours:
            line = found[quarter]
            line["windows"] += windows[quarter]
            line["low"] += ranges[quarter][0]
            line["high"] += ranges[quarter][1]
            line["pools"][name] = windows[quarter]
        _add_hits(hits, readings, changes.target_minutes * 60.0)
    for quarter, line in found.items():
        one = ratio([hit for hit, _ in hits[quarter]], [size for _, size in hits[quarter]])
        line["within"] = {key: round(100 * value, 1) for key, value in vars(one).items()}
        line["came"] = round(fmean(size for _, size in hits[quarter]), 2)
        line["open"] = sum(quarter in open_quarters(desk) for desk in desks)
    return list(found.values())


def open_quarters(desk: Desk) -> set[int]:
    """Return the quarter hours in which a window is open for the whole of it."""
    return {quarter for start, end in desk.shifts for quarter in range(ceil(start / QUARTER), int(end // QUARTER))}


def pools_of(desks: Sequence[Desk]) -> list[list[Desk]]:
    """Return the windows that serve the same, the most particular first."""
    found: dict[Skill, list[Desk]] = defaultdict(list)
    for desk in desks:
        found[desk.skill].append(desk)
    return sorted(found.values(), key=lambda pool: (pool[0].skill.everything, len(pool[0].skill.boards), len(pool)))


def _days(learned: Learned, desks: Sequence[Desk], changes: Changes) -> list[tuple[Arrival, ...]]:
    moved = {matter: percent / 100 for matter, percent in changes.moved.items()}
    seeds = range(changes.seed * 100_003, changes.seed * 100_003 + changes.runs)
    return [split(learned, people(learned, seed, changes.demand / 100, moved), desks) for seed in seeds]


def _stays(day: Sequence[Arrival], pool: Sequence[Desk], pools: Sequence[Sequence[Desk]]) -> list[Arrival]:
    """Return a day's stays that fall to a pool: the first that serves them. Stays of one visit are taken as coming one after another."""
    found, chosen = [], dict[Any, Any]()
    for one in day:
        at = one.at
        for place, leg in enumerate(one.legs):
            needs = leg.needs or one.needs
            if needs not in chosen:
                chosen[needs] = next((some for some in pools if may_serve(some[0].skill, some[0].officer, needs)), None)
            if chosen[needs] is pool:
                key = f"{one.id}.{place}"
                found.append(
                    Arrival(key, key, needs, (Leg(at, leg.seconds),), one.green, no_show=one.no_show, leaves=None)
                )
            at += leg.seconds
    return found


def _pool(
    desk: Desk, days: Sequence[Sequence[Arrival]], hours: Sequence[int], changes: Changes, policy: Policy
) -> tuple[dict[int, int], dict[int, tuple[int, int]], list[Reading]]:
    target, share = changes.target_minutes * 60.0, changes.target_percent / 100
    loads = [_load(day, hours) for day in days]
    windows: dict[int, int] = {}
    ranges: dict[int, tuple[int, int]] = {}
    for quarter in hours:
        load = estimate([one[quarter] for one in loads])
        windows[quarter] = _least(load.mean)
        ranges[quarter] = (_least(load.low), _least(load.high))
    begun = dict(windows)
    readings: list[Reading] = []
    for _ in range(ROUNDS):
        readings = [_simulated(desk, day, windows, policy, target) for day in days]
        missed = [quarter for quarter in hours if _reached(readings, quarter, target).mean < share]
        if not missed or max(windows.values(), default=0) >= MOST_WINDOWS:
            break
        for quarter in missed:
            windows[quarter] += 1
    # What was added by simulation is added to the ends of the range as well.
    moved = {quarter: windows[quarter] - begun[quarter] for quarter in hours}
    return (
        windows,
        {quarter: (low + moved[quarter], high + moved[quarter]) for quarter, (low, high) in ranges.items()},
        readings,
    )


def _least(load: float) -> int:
    """Return the fewest windows that keep up with a load; one where anybody comes at all."""
    return max(int(load), 1) if load > 0 else 0


def _load(day: Sequence[Arrival], hours: Sequence[int]) -> dict[int, float]:
    """Return the mean number of windows that the day's people would keep busy in each quarter hour if nobody ever waited.

    Who comes while the hall is closed begins when it opens.
    """
    found = dict.fromkeys(hours, 0.0)
    for one in day:
        start = next((max(one.at, quarter * QUARTER) for quarter in hours if (quarter + 1) * QUARTER > one.at), None)
        if start is None:
            continue
        end = start + one.legs[0].seconds
        for quarter in range(quarter_of(start), quarter_of(end) + 1):
            if quarter in found:
                inside = min(end, (quarter + 1) * QUARTER) - max(start, quarter * QUARTER)
                found[quarter] += inside / QUARTER
    return found


def _simulated(
    desk: Desk, day: Sequence[Arrival], windows: Mapping[int, int], policy: Policy, target: float
) -> Reading:
    desks = []
    for place in range(max(windows.values(), default=0)):
        shifts = _spans([quarter for quarter, count in sorted(windows.items()) if count > place], windows)
        desks.append(replace(desk, id=place, staff_id=str(place), shifts=shifts, factor=1.0))
    made = Day(tuple(day), tuple(desks), policy, stays=False)
    return read(made, simulate(made), target)


def _spans(quarters: Sequence[int], hours: Collection[int]) -> tuple[tuple[float, float], ...]:
    """Return quarter hours as spans; one that ends where the hall closes goes on for whoever still waits."""
    spans: list[list[float]] = []
    for quarter in quarters:
        if spans and spans[-1][1] == quarter * QUARTER:
            spans[-1][1] += QUARTER
        else:
            spans.append([quarter * QUARTER, (quarter + 1) * QUARTER])
    opening = sorted(quarter * QUARTER for quarter in hours if quarter - 1 not in hours)
    for span in spans:
        if quarter_of(span[1]) not in hours:
            span[1] = next((start for start in opening if start >= span[1]), span[1] + OVERTIME)
    return tuple((start, end) for start, end in spans)


def _reached(readings: Sequence[Reading], quarter: int, target: float) -> Estimate:
    days = [[wait for at, wait in one.waits if quarter_of(at) == quarter] for one in readings]
    return ratio([sum(wait <= target for wait in day) for day in days], [len(day) for day in days])


def _add_hits(hits: Mapping[int, list[list[int]]], readings: Sequence[Reading], target: float) -> None:
    for place, reading in enumerate(readings):
        for at, wait in reading.waits:
            if quarter_of(at) in hits:
                hits[quarter_of(at)][place][0] += wait <= target
                hits[quarter_of(at)][place][1] += 1
