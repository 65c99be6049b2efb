"""What the twin learned from past days: who comes when, for what, how long it takes, who does not come when called, who leaves.

Arrivals are a Poisson stream whose rate changes with the quarter hour; who comes is drawn from those seen in that quarter hour, with all
they came for. Service times are lognormal by what is done (the mean of logarithms, their spread) and by officer (a factor, drawn towards
1 where few were seen). Leaving is exponential in the time waited: its rate is those who left over all time waited, so that whoever was
called in time counts too.

The same seed gives the same people whatever is changed: less demand leaves some of them out, more adds others, so that two arrangements
are compared on the same days (common random numbers).
"""

import random
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import exp, log
from statistics import fmean, pstdev

from yichuang.hall.rules.skills import Need, may_serve
from yichuang.hall.rules.twin.day import Arrival, Desk, Leg
from yichuang.hall.rules.twin.measures import quarter_of

ENOUGH, FIRM, SHORTEST = 8, 20, 5.0
QUARTER_SECONDS = 900.0
Key = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Seen:
    """A visit of a past day: when it came, what for, how long it kept a window and whose, how long it waited, whether it stayed."""

    at: float
    needs: tuple[Need, ...]
    seconds: float | None
    officer: str = ""
    waited: float = 0.0
    green: str = ""
    no_show: bool = False
    left: bool = False


@dataclass(frozen=True)
class Base:
    """Past days of one hall: what was seen, how many days, the windows as they usually were, how long officers let a call wait.

    `departments`: matter → department, `names`: matter → name, `boards`: letter → name; for arrangements and pages.
    """

    seen: tuple[Seen, ...]
    days: int
    desks: tuple[Desk, ...]
    lag: float = 0.0
    departments: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    boards: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[int, str] = field(default_factory=dict)


@dataclass
class Learned:
    """The fit: what is drawn from."""

    by_quarter: dict[int, list[Seen]]
    days: int
    mean_log: dict[Key, float]
    spread: dict[Key, float]
    officers: dict[str, float]
    typical: tuple[float, float]
    no_show: float
    no_show_seconds: float
    leaving: float


def key_of(needs: Sequence[Need]) -> Key:
    """Return what service times are kept by: what is done, in one order."""
    return tuple(sorted((need.purpose, need.board, need.matter) for need in needs))


def learn(base: Base) -> Learned:
    """Fit the twin to past days."""
    served = [one for one in base.seen if one.seconds is not None and not one.no_show]
    logs: dict[Key, list[tuple[float, str]]] = defaultdict(list)
    for one in served:
        logs[key_of(one.needs)].append((log(max(one.seconds or 0.0, SHORTEST)), one.officer))
    everything = [value for values in logs.values() for value, _ in values] or [log(600.0)]
    typical = (fmean(everything), pstdev(everything))
    means = {key: fmean(value for value, _ in values) for key, values in logs.items()}
    officers = _officers(logs, means)
    for key, values in logs.items():
        means[key] = fmean(value - log(officers.get(officer, 1.0)) for value, officer in values)
    spread = {
        key: pstdev(value - log(officers.get(officer, 1.0)) for value, officer in values)
        if len(values) >= ENOUGH
        else typical[1]
        for key, values in logs.items()
    }
    absent = [one.seconds for one in base.seen if one.no_show and one.seconds is not None]
    called = [one for one in base.seen if not one.left]
    by_quarter: dict[int, list[Seen]] = defaultdict(list)
    for one in base.seen:
        by_quarter[quarter_of(one.at)].append(one)
    waited = sum(one.waited for one in base.seen)
    return Learned(
        by_quarter=dict(sorted(by_quarter.items())),
        days=base.days,
        mean_log={key: value for key, value in means.items() if len(logs[key]) >= ENOUGH or len(key) == 1},
        spread=spread,
        officers=officers,
        typical=typical,
        no_show=len(absent) / len(called) if called else 0.0,
        no_show_seconds=fmean(absent) if absent else 60.0,
        leaving=sum(one.left for one in base.seen) / waited if waited else 0.0,
    )


def _officers(logs: Mapping[Key, list[tuple[float, str]]], means: Mapping[Key, float]) -> dict[str, float]:
    """Return each officer's factor: the mean of what is left when what was done is taken out, drawn towards 1 where few were seen."""
    left: dict[str, list[float]] = defaultdict(list)
    for key, values in logs.items():
        if len(values) < ENOUGH:
            continue
        for value, officer in values:
            left[officer].append(value - means[key])
    return {officer: exp(fmean(values) * len(values) / (len(values) + FIRM)) for officer, values in left.items()}


def usual_seconds(learned: Learned, needs: Sequence[Need]) -> tuple[float, float]:
    """Return the mean and spread of the logarithm of how long something takes; several things that were rarely seen together add up."""
    key = key_of(needs)
    if key in learned.mean_log:
        return learned.mean_log[key], learned.spread.get(key, learned.typical[1])
    singles = [learned.mean_log.get((one,), learned.typical[0]) for one in key]
    return log(sum(exp(one) for one in singles)), learned.typical[1]


def people(
    learned: Learned, seed: int, demand: float = 1.0, moved: Mapping[str, float] | None = None
) -> tuple[Arrival, ...]:
    """Return those who come on a made day; `demand` 1 is as seen, `moved` says which share of a matter's visits go elsewhere."""
    chance, arrivals = random.Random(seed), []
    for quarter, seen in learned.by_quarter.items():
        mean, room = len(seen) / learned.days, max(demand, 1.0)
        # Always drawn for the larger demand, so that everybody who comes at 90 % also comes at 100 %.
        came = [chance.uniform(0, 1) for _ in range(_poisson(chance, mean))]
        more = random.Random(f"{seed}:{quarter}")
        extra = [more.uniform(0, 1) for _ in range(_poisson(more, mean * (room - 1.0)))]
        for source, times in ((chance, came), (more, extra)):
            for share in times:
                one = source.choice(seen)
                arrival = _person(learned, source, one, (quarter + share) * QUARTER_SECONDS, demand, moved or {})
                if arrival is not None:
                    arrivals.append(arrival)
    arrivals.sort(key=lambda one: one[0])
    return tuple(
        Arrival(f"{place:05d}", f"{place:05d}", needs, (Leg(at, seconds),), green, no_show=absent, leaves=leaves)
        for place, (at, needs, seconds, green, absent, leaves) in enumerate(arrivals)
    )


def _person(
    learned: Learned, chance: random.Random, one: Seen, at: float, demand: float, moved: Mapping[str, float]
) -> tuple[float, tuple[Need, ...], float, str, bool, float | None] | None:
    """Return one visitor, or None for one who does not come; draws the same numbers whatever is changed."""
    stays, z, absent = chance.random(), chance.gauss(0, 1), chance.random() < learned.no_show
    patience = chance.expovariate(learned.leaving) if learned.leaving else None
    kept = tuple(
        need for need, draw in [(need, chance.random()) for need in one.needs] if draw >= moved.get(need.matter, 0.0)
    )
    if stays >= demand or not kept:
        return None
    mean, spread = usual_seconds(learned, kept)
    seconds = learned.no_show_seconds if absent else exp(mean + spread * z)
    return at, kept, seconds, one.green, absent, None if patience is None else at + patience


def split(learned: Learned, arrivals: Sequence[Arrival], desks: Collection[Desk]) -> tuple[Arrival, ...]:
    """Let whoever no single window can serve whole go from window to window: one stay for each thing, one queue after the other.

    That is what one window per department asks of somebody with matters of two departments.
    """
    whole: dict[tuple[Need, ...], bool] = {}
    found = []
    for one in arrivals:
        if one.needs not in whole:
            whole[one.needs] = len(one.needs) < 2 or any(_covers(desk, one.needs) for desk in desks)
        found.append(one if whole[one.needs] else _in_parts(learned, one))
    return tuple(found)


def _covers(desk: Desk, needs: tuple[Need, ...]) -> bool:
    return may_serve(desk.skill, desk.officer, needs)


def _in_parts(learned: Learned, one: Arrival) -> Arrival:
    if one.no_show:  # is called once, at the first window, and does not come
        return replace(one, needs=one.needs[:1])
    weights = [exp(usual_seconds(learned, [need])[0]) for need in one.needs]
    seconds, total = one.legs[0].seconds, sum(weights)
    legs = [
        Leg(one.at, seconds * weight / total, needs=(need,)) for need, weight in zip(one.needs, weights, strict=True)
    ]
    return Arrival(one.id, one.number, one.needs, tuple(legs), one.green, one.slot, one.no_show, one.leaves)


def _poisson(chance: random.Random, mean: float) -> int:
    count, left = 0, mean
    left -= chance.expovariate(1.0)
    while left > 0:
        count += 1
        left -= chance.expovariate(1.0)
    return count
