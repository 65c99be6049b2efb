"""What is read off simulated days, and how sure it is: means over replications with Student's interval."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist, fmean, stdev

from yichuang.hall.rules.twin.day import DONE, LEFT, NO_SHOW, UNSERVED, Day, Outcome

QUARTER = 900.0


@dataclass(frozen=True)
class Estimate:
    """A mean with its interval at the level asked for; with one replication the interval is the value itself."""

    mean: float
    low: float
    high: float

    @property
    def half(self) -> float:
        """Return half the width of the interval."""
        return (self.high - self.low) / 2


def student(freedom: int, level: float = 0.95) -> float:
    """Return Student's t for a two-sided interval (Cornish-Fisher; three digits from five degrees of freedom on)."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    n = float(freedom)
    return (
        z
        + (z**3 + z) / (4 * n)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * n**3)
        + (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * n**4)
    )


def estimate(values: Sequence[float], level: float = 0.95) -> Estimate:
    """Return the mean of independent replications with its interval."""
    mean = fmean(values)
    if len(values) < 2:
        return Estimate(mean, mean, mean)
    half = student(len(values) - 1, level) * stdev(values) / sqrt(len(values))
    return Estimate(mean, mean - half, mean + half)


def ratio(hits: Sequence[float], of: Sequence[float]) -> Estimate:
    """Return a share over replications that differ in size, with its interval (ratio estimator, replications as clusters)."""
    whole, count = sum(of), len(of)
    if not whole:
        return Estimate(1.0, 1.0, 1.0)
    share = sum(hits) / whole
    if count < 2:
        return Estimate(share, share, share)
    spread = sum((hit - share * size) ** 2 for hit, size in zip(hits, of, strict=True))
    half = student(count - 1) * sqrt(spread * count / (count - 1)) / whole
    return Estimate(share, max(share - half, 0.0), min(share + half, 1.0))


def share_of(ordered: Sequence[float], share: float) -> float:
    """Return the value within which `share` of sorted values lie, 0 for none."""
    return ordered[max(ceil(share * len(ordered)) - 1, 0)] if ordered else 0.0


@dataclass(frozen=True)
class Reading:
    """One simulated day in figures: waits in seconds, shares between 0 and 1."""

    tickets: int
    mean: float
    p50: float
    p90: float
    p95: float
    within: float
    utilisation: float
    left: int
    no_show: int
    unserved: int
    whole: float
    overtime: float
    waits: tuple[tuple[float, float], ...]


def waited(outcome: Outcome) -> list[tuple[float, float]]:
    """Return when each ticket was taken and how long it stood in queues; who left or was never called, until then or to the end."""
    return [(ticket.at, ticket.stood) for ticket in outcome.tickets]


def read(day: Day, outcome: Outcome, target: float) -> Reading:
    """Return a simulated day's figures; `target` is the wait within which people should be called."""
    waits = waited(outcome)
    ordered = sorted(wait for _, wait in waits)
    busy = sum(end - start for spans in outcome.busy.values() for start, end in spans)
    overtime = sum(_outside(spans, desk.shifts) for desk in day.desks if (spans := outcome.busy.get(desk.id)))
    opened = sum(desk.open_seconds for desk in day.desks) + overtime
    return Reading(
        tickets=len(waits),
        mean=fmean(ordered) if ordered else 0.0,
        p50=share_of(ordered, 0.5),
        p90=share_of(ordered, 0.9),
        p95=share_of(ordered, 0.95),
        within=sum(wait <= target for wait in ordered) / len(ordered) if ordered else 1.0,
        utilisation=busy / opened if opened else 0.0,
        left=sum(ticket.state == LEFT for ticket in outcome.tickets),
        no_show=sum(ticket.state == NO_SHOW for ticket in outcome.tickets),
        unserved=sum(ticket.state == UNSERVED for ticket in outcome.tickets),
        whole=share_of(sorted(one.ended - one.at for one in outcome.tickets if one.state == DONE and one.ended), 0.9),
        overtime=overtime,
        waits=tuple(waits),
    )


def _outside(spans: Sequence[tuple[float, float]], shifts: Sequence[tuple[float, float]]) -> float:
    """Return how much of the busy time lies outside the shifts."""
    inside = sum(max(min(end, close) - max(start, opened), 0.0) for start, end in spans for opened, close in shifts)
    return sum(end - start for start, end in spans) - inside


def over(readings: Sequence[Reading], of: Callable[[Reading], float]) -> Estimate:
    """Return one figure over all replications."""
    return estimate([of(one) for one in readings])


def quarter_of(at: float) -> int:
    """Return the quarter hour of the day in which an instant lies."""
    return int(at // QUARTER)


def by_quarter(readings: Sequence[Reading], share: float, target: float) -> dict[int, dict[str, float]]:
    """Return for each quarter hour of arrival how many came a day, within how long `share` of them was called, and how many within target.

    The replications are put together: a quarter hour of one day has too few people for a percentile of its own.
    """
    found: dict[int, list[float]] = {}
    for reading in readings:
        for at, wait in reading.waits:
            found.setdefault(quarter_of(at), []).append(wait)
    return {
        quarter: {
            "came": len(waits) / len(readings),
            "wait": share_of(sorted(waits), share),
            "within": sum(wait <= target for wait in waits) / len(waits),
        }
        for quarter, waits in sorted(found.items())
    }


def finished(outcome: Outcome) -> int:
    """Return how many were served to the end."""
    return sum(ticket.state == DONE for ticket in outcome.tickets)
