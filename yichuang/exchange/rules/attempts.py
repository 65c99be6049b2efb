"""What follows from one attempt to deliver: done, again after a while, or parked with a reason an operator can read.

A receiver that is away (no connection, time-out, 5xx) gets three days of patience or more, so that a night, a weekend or a broken
cable costs nothing; one that answers but refuses gets five tries, because the same words will hardly please it the sixth time.
"""

from dataclasses import dataclass, field
from typing import Literal

# With the least luck in jitter still three days: a weekend from Friday evening to Monday morning is 63 hours.
AWAY_TRIES = 160
REFUSED_TRIES = 5
FIRST_SECONDS, LONGEST_SECONDS = 5.0, 3600.0
# A receiver that failed so often in a row is left alone, with one attempt at a time to see whether it is back.
FAILURES_UNTIL_AWAY = 3
AWAY_FIRST, AWAY_LONGEST = 10.0, 300.0

GONE = 410
# Refusals that say "not now" rather than "not this".
NOT_NOW = frozenset({408, 409, 423, 425, 429})


@dataclass(frozen=True)
class Outcome:
    """How one attempt ended: the status (0: no answer came), what was wrong in words, and how long the receiver asks us to wait.

    `refused`: the receiver said no in its answer although the status is a 2xx, as older systems do.
    `reached`: there was a connection, so that it may have what we sent; with the hash and size of its answer as far as it came.
    """

    status: int
    fault: str = ""
    retry_after: float = 0.0
    refused: bool = False
    reached: bool = field(default=False, compare=False)
    answer_sha256: bytes = field(default=b"", compare=False)
    answer_size: int = field(default=0, compare=False)

    @property
    def done(self) -> bool:
        """Tell whether the receiver has it: a 2xx whose answer came to its end."""
        return 200 <= self.status < 300 and not self.fault

    @property
    def away(self) -> bool:
        """Tell whether the receiver as a whole is out of reach, rather than unhappy with this event."""
        spoilt = 200 <= self.status < 300 and bool(self.fault) and not self.refused
        return self.status == 0 or self.status >= 500 or spoilt


@dataclass(frozen=True)
class Verdict:
    """What to do next: `delivered`, `waiting` for `seconds`, or `parked`; with the reason."""

    state: Literal["delivered", "waiting", "parked"]
    seconds: float = 0.0
    reason: str = ""


def verdict(outcome: Outcome, attempts: int, chance: float) -> Verdict:
    """Return what follows from the `attempts`-th attempt; `chance` from 0 to 1 is the jitter."""
    if outcome.done:
        return Verdict("delivered")
    reason = in_words(outcome)
    if outcome.status == GONE:
        return Verdict("parked", reason=f"{reason}接收方明确不再接收（410）。")
    patient = outcome.away or outcome.status in NOT_NOW
    if attempts >= (AWAY_TRIES if patient else REFUSED_TRIES):
        return Verdict("parked", reason=f"已尝试 {attempts} 次。{reason}")
    return Verdict("waiting", max(backoff(attempts, chance), outcome.retry_after), reason)


def backoff(attempts: int, chance: float) -> float:
    """Return how many seconds to wait after the `attempts`-th failure: doubling, at most an hour, spread by half (full jitter's cousin)."""
    whole = min(LONGEST_SECONDS, FIRST_SECONDS * 2.0 ** min(attempts - 1, 20))
    return whole * (0.5 + chance / 2)


def away_for(failures: int, chance: float) -> float:
    """Return how many seconds to leave a receiver alone after `failures` in a row; 0 while it may be a single mishap."""
    if failures < FAILURES_UNTIL_AWAY:
        return 0.0
    whole = min(AWAY_LONGEST, AWAY_FIRST * 2.0 ** min(failures - FAILURES_UNTIL_AWAY, 20))
    return whole * (0.5 + chance / 2)


def in_words(outcome: Outcome) -> str:
    """Return what went wrong, for an operator."""
    if outcome.status == 0:
        return f"没有得到答复：{outcome.fault or '连接失败'}。"
    if outcome.fault:
        return f"接收方答复 {outcome.status}，但{outcome.fault}。"
    return f"接收方答复 {outcome.status}。"
