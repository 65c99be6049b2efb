"""What a period of cases comes to, as a leader reads it: how many, how much in time, and beside it the period before."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

# What is counted by day, under which name a list of these cases is asked for (`on=`), and how the list says it.
EVENTS: dict[str, str] = {
    "received": "收件日期",
    "accepted": "受理日期",
    "concluded": "办结日期",
    "decided": "决定日期，只列有期限的件",
    "on_time": "决定日期，只列按期的件",
    "paper": "收件日期，只列有纸质材料应交接的件",
    "same_day": "收件日期，只列当日交接的件",
}


@dataclass(frozen=True)
class Figures:
    """Counts of one period; `decided` and `on_time` are the decisions that had a day to keep, `paper` and `same_day` the hand-overs due."""

    received: int = 0
    accepted: int = 0
    concluded: int = 0
    decided: int = 0
    on_time: int = 0
    overdue: int = 0
    paper: int = 0
    same_day: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(**{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(Figures)})

    @property
    def on_time_rate(self) -> int | None:
        """Return the share decided in time in whole percent, rounded down so that 100 means all; None where nothing was decided."""
        return 100 * self.on_time // self.decided if self.decided else None

    @property
    def same_day_rate(self) -> int | None:
        """Return the share handed over the same day in whole percent, rounded down; None where no paper was due."""
        return 100 * self.same_day // self.paper if self.paper else None


@dataclass(frozen=True)
class Line:
    """The figures of one department or site, of the period and of the one before."""

    id: int
    name: str
    now: Figures
    before: Figures


def total(rows: Iterable[Figures]) -> Figures:
    """Return the sum of figures; rates are of the sums, never means of rates."""
    return sum(rows, Figures())
