"""How many more than the places may be booked, from measured no-shows, and what it risks; the centre decides (S2-38, hall.md).

The no-show rate is uncertain: its posterior is a Beta distribution (prior Beta(1, 9): one in ten, worth ten appointments), and how many of
n booked stay away is Beta-binomial. “More come than there are places” is that fewer stay away than were booked beyond.
"""

from dataclasses import dataclass
from math import erf, exp, lgamma, sqrt

PRIOR_AWAY, PRIOR_CAME = 1, 9
# Below this many measured appointments nothing is suggested: the prior would speak, not the hall.
ENOUGH = 30
# From this many on the sum is replaced by a normal distribution.
MANY = 500
RISK = 0.05


@dataclass(frozen=True)
class Suggestion:
    """How many to book beyond the places, the measured rate with its 90 % interval, and the risk of it and of one more."""

    extra: int
    rate: float
    low: float
    high: float
    risk: float
    risk_of_next: float
    measured: int


def suggest(capacity: int, came: int, away: int, risk: float = RISK) -> Suggestion:
    """Return the largest number beyond `capacity` at which the chance that more come than there are places stays within `risk`."""
    a, b = PRIOR_AWAY + away, PRIOR_CAME + came
    extra = 0
    if came + away >= ENOUGH:
        while extra < capacity and too_many(capacity, extra + 1, a, b) <= risk:
            extra += 1
    return Suggestion(
        extra=extra,
        rate=a / (a + b),
        low=_quantile(a, b, 0.05),
        high=_quantile(a, b, 0.95),
        risk=too_many(capacity, extra, a, b),
        risk_of_next=too_many(capacity, extra + 1, a, b),
        measured=came + away,
    )


def too_many(capacity: int, extra: int, a: int, b: int) -> float:
    """Return the chance that of capacity + extra booked more come than there are places: fewer than `extra` stay away."""
    booked = capacity + extra
    return min(1.0, sum(_beta_binomial(k, booked, a, b) for k in range(extra)))


def risk_of(capacity: int, extra: int, came: int, away: int) -> float:
    """Return that chance from what was measured."""
    return too_many(capacity, extra, PRIOR_AWAY + away, PRIOR_CAME + came)


def _beta_binomial(k: int, n: int, a: int, b: int) -> float:
    return exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + _log_beta(k + a, n - k + b) - _log_beta(a, b))


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _quantile(a: int, b: int, share: float) -> float:
    """Return a quantile of Beta(a, b) by bisection over its distribution function."""
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        if beta_cdf(middle, a, b) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def beta_cdf(x: float, a: int, b: int) -> float:
    """Return the distribution function of Beta(a, b) for whole numbers, as the tail of a binomial distribution."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    n = a + b - 1
    if n >= MANY:
        return _normal(x, a, b)
    term = exp(lgamma(n + 1) - lgamma(a + 1) - lgamma(n - a + 1)) * x**a * (1 - x) ** (n - a)
    total = 0.0
    for j in range(a, n + 1):
        total += term
        term *= (n - j) / (j + 1) * x / (1 - x)
    return min(1.0, total)


def _normal(x: float, a: int, b: int) -> float:
    """Approximate it for many measurements by a normal distribution: exact enough for a rate shown in per cent."""
    mean = a / (a + b)
    deviation = (mean * (1 - mean) / (a + b + 1)) ** 0.5
    return (1 + erf((x - mean) / deviation / sqrt(2))) / 2
