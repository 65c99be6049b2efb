"""How satisfied people are, in numbers: shares by grade, follow-up and mending rates, and a chart of months (rulebook 4.3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from yichuang.foundations.rules.shares import percent

GRADES = (5, 4, 3, 2, 1)


@dataclass(frozen=True)
class Shares:
    """How many gave each grade."""

    g1: int = 0
    g2: int = 0
    g3: int = 0
    g4: int = 0
    g5: int = 0

    @property
    def total(self) -> int:
        """Return how many rated."""
        return self.g1 + self.g2 + self.g3 + self.g4 + self.g5

    @property
    def bad(self) -> int:
        """Return how many bad ratings there are."""
        return self.g1 + self.g2

    @property
    def satisfied(self) -> str:
        """Return the share of those at least basically satisfied (满意率), one decimal, cut off and not rounded up."""
        return percent(self.total - self.bad, self.total)

    @property
    def average(self) -> str:
        """Return the mean grade."""
        points = self.g1 + 2 * self.g2 + 3 * self.g3 + 4 * self.g4 + 5 * self.g5
        return f"{points * 100 // self.total / 100:.2f}" if self.total else "—"

    def of(self, grade: int) -> int:
        """Return how many gave a grade."""
        return int(getattr(self, f"g{grade}"))


@dataclass(frozen=True)
class FollowUp:
    """What became of the bad ratings of a period; upheld appeals are not among them."""

    orders: int = 0
    followed_up: int = 0
    in_time: int = 0
    settled: int = 0
    named: int = 0
    named_done: int = 0
    excluded: int = 0
    late: int = 0

    @property
    def followed_up_rate(self) -> str:
        """Return the share that was called back (回访率)."""
        return percent(self.followed_up, self.orders)

    @property
    def in_time_rate(self) -> str:
        """Return the share that was called back within the days (按期回访率)."""
        return percent(self.in_time, self.orders)

    @property
    def settled_rate(self) -> str:
        """Return the share that was mended or explained (整改率)."""
        return percent(self.settled, self.orders)

    @property
    def named_rate(self) -> str:
        """Return the share of named bad ratings that were called back and mended (实名差评回访整改率, to be 100 %)."""
        return percent(self.named_done, self.named)


@dataclass(frozen=True)
class Bar:
    """One piece of a bar in the chart's own units."""

    grade: int
    x: int
    y: int
    width: int
    height: int
    count: int


@dataclass(frozen=True)
class Column:
    """A month of the chart: its label, where it stands, its pieces, the dot of its satisfaction."""

    label: str
    middle: int
    bars: tuple[Bar, ...]
    total: int
    dot: int | None
    satisfied: str


WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 720, 240, 8, 28, 24


def columns(months: Sequence[tuple[date, Shares]]) -> list[Column]:
    """Return the chart of months: stacked counts by grade, and a dot where the satisfaction of each month stands (top is 100 %)."""
    most = max((shares.total for _, shares in months), default=0) or 1
    room, step = HEIGHT - TOP - BOTTOM, (WIDTH - 2 * LEFT) // max(len(months), 1)
    width, made = min(step * 6 // 10, 64), []
    for place, (month, shares) in enumerate(months):
        x = LEFT + place * step + (step - width) // 2
        y, bars = HEIGHT - BOTTOM, []
        for grade in reversed(GRADES):
            height = shares.of(grade) * room // most
            if shares.of(grade):
                y -= max(height, 1)
                bars.append(Bar(grade, x, y, width, max(height, 1), shares.of(grade)))
        good = shares.total - shares.bad
        dot = HEIGHT - BOTTOM - good * room // shares.total if shares.total else None
        made.append(Column(f"{month:%Y-%m}", x + width // 2, tuple(bars), shares.total, dot, shares.satisfied))
    return made


def line_of(made: Iterable[Column]) -> str:
    """Return the points of the line through the months' satisfaction."""
    return " ".join(f"{one.middle},{one.dot}" for one in made if one.dot is not None)


def months_between(first: date, last: date, most: int = 24) -> list[date]:
    """Return the first days of the months from one to another, the latest `most` of them."""
    found, month = [], first.replace(day=1)
    while month <= last:
        found.append(month)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return found[-most:]
