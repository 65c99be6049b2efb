"""What the clocks look at and what they answer."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from yichuang.foundations.rules.calendar import Unit, day_in_china

Limit = tuple[int, Unit]
Which = Literal["statutory", "promised"]
ClockState = Literal["not_started", "running", "standing", "stopped"]
Colour = Literal["green", "yellow", "red", "grey"]
# Dates are Chinese calendar days, instants are aware; a naive instant is refused with ValueError.
Moment = date | datetime

# 行政许可法 42: ten days, and fifteen where several authorities handle the matter jointly.
LONGEST_EXTENSION, LONGEST_JOINT_EXTENSION = 10, 15


@dataclass(frozen=True)
class ClockRules:
    """The limits of a matter. Defaults are those of 行政许可法 32, 42, 44; a special statute replaces them one by one.

    `statutory`, `promised`: (value, unit); 0, or the unit same_day, is 即办. `deemed_rule`: five_workdays
    (行政许可法 32) or on_the_spot (不动产登记暂行条例 17: not refused in writing on the spot is accepted). `start`: the
    decision clock runs from acceptance or, as 环境影响评价法 22 has it, from receipt. `max_extension`: None means 10
    days, 15 when `joint`. `basis`: the article that sets the statutory limit, when it is not 行政许可法 42.
    """

    statutory: Limit
    promised: Limit
    notice_days: int = 5
    deemed_rule: Literal["five_workdays", "on_the_spot"] = "five_workdays"
    service_days: int = 10
    max_extension: int | None = None
    start: Literal["acceptance", "receipt"] = "acceptance"
    joint: bool = False
    basis: str = ""

    @property
    def extension_limit(self) -> int:
        """Return the longest extension that may be approved, in the unit of the statutory limit."""
        if self.max_extension is not None:
            return self.max_extension
        return LONGEST_JOINT_EXTENSION if self.joint else LONGEST_EXTENSION

    @property
    def notice_limit(self) -> Limit:
        """Return the limit within which the applicant must be told something."""
        return (0, "same_day") if self.deemed_rule == "on_the_spot" else (self.notice_days, "workday")


@dataclass(frozen=True)
class Suspension:
    """A special procedure (行政许可法 45); without its written notice served it does not stop the clock."""

    begin: Moment
    end: Moment | None = None
    notice_served: bool = False
    basis: str = ""
    procedure: str = ""
    expected_days: int = 0


@dataclass(frozen=True)
class Extension:
    """The one extension that the head of the authority approved (行政许可法 42)."""

    days: int
    approved_at: Moment


@dataclass(frozen=True)
class ClockFacts:
    """What happened to a case, as far as clocks care.

    `complete_date`: the day on which everything asked for was there. `accepted_date`: the day as of which it is
    accepted (back-dated when deemed); `accepted_at`: when that was really done, if known. `correction_requested_at`:
    the latest one-time notice, still open while `complete_date` is None or earlier; `supplemented_date`: the day on
    which the notice before that one had been answered in full, if there was one. `ended_at`: refused, redirected, not
    required, withdrawn or terminated.
    """

    received_at: Moment
    complete_date: date | None = None
    accepted_date: date | None = None
    decided_at: Moment | None = None
    delivered_at: Moment | None = None
    suspensions: tuple[Suspension, ...] = ()
    extension: Extension | None = None
    correction_requested_at: Moment | None = None
    accepted_at: Moment | None = None
    supplemented_date: date | None = None
    ended_at: Moment | None = None

    @property
    def received(self) -> date:
        """Return the day of receipt, t0 of rulebook 2.1.1."""
        return day_in_china(self.received_at)


@dataclass(frozen=True)
class ClockReading:
    """A clock as it stands on a day. `why` is one Chinese sentence with the article.

    `used` and `left` are in the limit's `unit`; `left` is negative by the days overdue and None before the start.
    `due` is None before the start, and while the clock stands with no end in sight. `provisional`: counted over a year
    whose holidays are not loaded. Colours: green; yellow when a third or one day is left; red when late; grey when
    nothing presses.
    """

    state: ClockState
    used: int
    left: int | None
    due: date | None
    provisional: bool
    colour: Colour
    why: str
    unit: str = "workday"


@dataclass(frozen=True)
class DeemedAcceptance:
    """视为受理: accepted as of `as_of` (the receipt, not the day it was noticed), deemed since the first day after."""

    as_of: date
    since: date
    why: str
    provisional: bool = False
