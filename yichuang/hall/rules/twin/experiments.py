"""Put a question to the twin: the base and the scenario on the same made days, each figure with its interval."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from yichuang.hall.rules.dispatch import Policy
from yichuang.hall.rules.twin.base import Base, Learned, learn, people, split
from yichuang.hall.rules.twin.day import Day, Desk
from yichuang.hall.rules.twin.measures import Estimate, Reading, by_quarter, estimate, over, ratio, read
from yichuang.hall.rules.twin.run import simulate
from yichuang.hall.rules.twin.scenarios import Changes, desks_for, label_of
from yichuang.hall.rules.twin.staffing import needed

Tell = Callable[[int], None]
# What a comparison shows: key, name, unit, how it is read off a day, whether less is better (None: neither).
FIGURES: tuple[tuple[str, str, str, Callable[[Reading], float]], ...] = (
    ("mean", "平均等候", "分钟", lambda one: one.mean / 60),
    ("p50", "等候 P50", "分钟", lambda one: one.p50 / 60),
    ("p90", "等候 P90", "分钟", lambda one: one.p90 / 60),
    ("p95", "等候 P95", "分钟", lambda one: one.p95 / 60),
    ("whole", "取号到办结 P90", "分钟", lambda one: one.whole / 60),
    ("within", "目标时间内叫到", "%", lambda one: 100 * one.within),
    ("utilisation", "窗口利用率", "%", lambda one: 100 * one.utilisation),
    ("overtime", "午间、下班后续办（各窗口合计）", "分钟", lambda one: one.overtime / 60),
    ("left", "等不及离开", "人", lambda one: float(one.left)),
    ("unserved", "没有窗口可办", "人", lambda one: float(one.unserved)),
    ("tickets", "取号", "张", lambda one: float(one.tickets)),
)


@dataclass(frozen=True)
class Run:
    """One arrangement on a number of made days."""

    desks: tuple[Desk, ...]
    readings: tuple[Reading, ...]


def days_of(learned: Learned, desks: Sequence[Desk], changes: Changes, policy: Policy) -> list[Day]:
    """Return the made days of a scenario: the same seeds bring the same people."""
    moved = {matter: percent / 100 for matter, percent in changes.moved.items()}
    found = []
    for run in range(changes.runs):
        came = people(learned, changes.seed * 100_003 + run, changes.demand / 100, moved)
        found.append(Day(split(learned, came, desks), tuple(desks), policy))
    return found


def run(
    learned: Learned, desks: Sequence[Desk], changes: Changes, policy: Policy, tell: Tell = lambda done: None
) -> Run:
    """Simulate a scenario's days and read them; `tell` hears how many are done."""
    readings = []
    for place, day in enumerate(days_of(learned, desks, changes, policy), start=1):
        readings.append(read(day, simulate(day), changes.target_minutes * 60.0))
        tell(place)
    return Run(tuple(desks), tuple(readings))


def experiment(base: Base, changes: Changes, policy: Policy, tell: Tell = lambda percent: None) -> dict[str, Any]:
    """Return what came out, as JSON keeps it: figures of base and scenario with intervals, their difference, quarter hours, windows needed.

    The difference is taken day by day on the same people, so its interval is narrower than those of the two.
    """
    learned = learn(base)
    plain = Changes(target_minutes=changes.target_minutes, runs=changes.runs, seed=changes.seed)
    before = run(learned, desks_for(base, learned, plain), plain, policy, lambda done: tell(40 * done // changes.runs))
    desks = desks_for(base, learned, changes)
    after = run(learned, desks, changes, policy, lambda done: tell(40 + 40 * done // changes.runs))
    staffing = needed(base, learned, desks, changes, policy)
    tell(99)
    return {
        "figures": [_figure(one, before, after) for one in FIGURES],
        "windows": {"base": windows_of(base, before.desks), "scenario": windows_of(base, after.desks)},
        "quarters": _quarters(before, after, changes),
        "staffing": staffing,
        "days": base.days,
        "visits": len(base.seen),
        "runs": changes.runs,
    }


def _figure(figure: tuple[str, str, str, Callable[[Reading], float]], before: Run, after: Run) -> dict[str, Any]:
    key, name, unit, of = figure
    pairs = zip(before.readings, after.readings, strict=True)
    return {
        "key": key,
        "name": name,
        "unit": unit,
        "base": plainly(_not_below_nothing(over(before.readings, of))),
        "scenario": plainly(_not_below_nothing(over(after.readings, of))),
        "difference": plainly(estimate([of(new) - of(old) for old, new in pairs])),
    }


def _not_below_nothing(one: Estimate) -> Estimate:
    """Cut an interval at zero: no wait, share or count is less."""
    return Estimate(one.mean, max(one.low, 0.0), max(one.high, 0.0))


def plainly(one: Estimate) -> dict[str, float]:
    """Return an estimate as JSON keeps it."""
    return {"mean": round(one.mean, 2), "low": round(one.low, 2), "high": round(one.high, 2)}


def windows_of(base: Base, desks: Sequence[Desk]) -> list[dict[str, Any]]:
    """Return how many windows serve what."""
    found: dict[str, int] = {}
    for desk in desks:
        label = label_of(base, desk.skill)
        found[label] = found.get(label, 0) + 1
    return [{"serves": label, "count": count} for label, count in found.items()]


def _quarters(before: Run, after: Run, changes: Changes) -> list[dict[str, Any]]:
    target, share = changes.target_minutes * 60.0, changes.target_percent / 100
    old, new = (by_quarter(one.readings, share, target) for one in (before, after))
    found = []
    for quarter in sorted(set(old) | set(new)):
        line: dict[str, Any] = {"quarter": quarter}
        for name, run_, one in (("base", before, old), ("scenario", after, new)):
            told = one.get(quarter)
            line[f"{name}_came"] = round(told["came"], 2) if told else 0
            line[f"{name}_wait"] = round(told["wait"] / 60, 1) if told else None
            line[f"{name}_within"] = plainly(_within(run_, quarter, target)) if told else None
        found.append(line)
    return found


def _within(run_: Run, quarter: int, target: float) -> Estimate:
    waits = [[wait for at, wait in one.waits if int(at // 900) == quarter] for one in run_.readings]
    one = ratio([sum(wait <= target for wait in day) for day in waits], [len(day) for day in waits])
    return Estimate(100 * one.mean, 100 * one.low, 100 * one.high)
