"""Shapes of the hall's statistics and of its twin over the API."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from yichuang.hall.models import TwinScenario
from yichuang.hall.queries.statistics import Statistics
from yichuang.hall.rules.figures import CASE, SERVICE, WAIT, WHOLE, Line
from yichuang.hall.rules.twin.scenarios import Booth, Changes

PERCENTS = (50, 90, 95)
Minute = int


class HallTimesOut(Schema):
    """A kind of time in seconds: mean and percentiles; null where there were none."""

    mean: int | None
    p50: int | None
    p90: int | None
    p95: int | None


class HallFiguresOut(Schema):
    """Figures of one hour, matter, window … of a hall; tickets marked inaccurate are in `taken`, never in a time."""

    key: str
    name: str
    taken: int
    done: int
    no_show: int
    left: int
    lapsed: int
    inaccurate: int
    green: int
    wait: HallTimesOut
    service: HallTimesOut
    whole: HallTimesOut
    case: HallTimesOut
    open_seconds: int
    paused_seconds: int
    busy_seconds: int
    utilisation: float | None


class HallStatisticsOut(Schema):
    """A period of one or several halls, the period before it, and the same by kind."""

    first: date
    last: date
    whole: HallFiguresOut
    before: HallFiguresOut
    by: dict[str, list[HallFiguresOut]]
    by_day: list[HallFiguresOut]
    by_site: list[HallFiguresOut]


class TwinBooth(Schema):
    """A window of one's own making; without boards it serves everything, shifts are minutes of the day."""

    number: str = Field(min_length=1, max_length=8)
    boards: list[str] = Field(default_factory=list, max_length=26)
    shifts: list[tuple[int, int]] = Field(default_factory=list, max_length=6)


class TwinBody(Schema):
    """A question to the twin: hall, name, past days, what is changed. `moved`: matter → percent that goes elsewhere."""

    site: int
    name: str = Field(min_length=1, max_length=60)
    basis: Literal["recent", "0", "1", "2", "3", "4", "5", "6", "day"] = "recent"
    day: date | None = None
    arrangement: Literal["as_is", "full", "one_plus_x", "departments"] = "as_is"
    windows: int = Field(default=0, ge=0, le=60)
    booths: list[TwinBooth] = Field(default_factory=list, max_length=60)
    hours: list[tuple[int, int]] = Field(default_factory=list, max_length=6)
    demand: int = Field(default=100, ge=10, le=300)
    moved: dict[str, int] = Field(default_factory=dict, max_length=50)
    target_minutes: int = Field(default=15, ge=1, le=240)
    target_percent: int = Field(default=90, ge=50, le=99)
    runs: int = Field(default=20, ge=2, le=100)

    def changes(self) -> Changes:
        """Return what is changed, as the twin takes it."""
        plain = {name: getattr(self, name) for name in Changes.__dataclass_fields__ if name in type(self).model_fields}
        booths = tuple(Booth(one.number, tuple(one.boards), tuple(one.shifts)) for one in self.booths)
        return Changes(**{**plain, "booths": booths, "hours": tuple(self.hours)})


class TwinScenarioOut(Schema):
    """A scenario; `result` has the figures of base, scenario and their difference, each with its 95 % interval, once it is done."""

    id: UUID
    site: int
    name: str
    days: list[date]
    changes: dict[str, Any]
    state: str
    progress: int
    trouble: str
    asked_by_name: str
    asked_at: datetime
    ended_at: datetime | None
    result: dict[str, Any] = Field(default_factory=dict)


class TwinScenarioPage(Schema):
    """Scenarios, the newest first, and cursors to the neighbouring pages."""

    rows: list[TwinScenarioOut]
    next: str = ""
    previous: str = ""


def hall_figures_out(key: str, line: Line) -> HallFiguresOut:
    """Return a line of figures."""
    counted = {
        name: getattr(line, name)
        for name in HallFiguresOut.model_fields
        if name not in ("key", "name", WAIT, SERVICE, WHOLE, CASE, "utilisation")
    }
    times: dict[str, Any] = {name: _times(line, name) for name in (WAIT, SERVICE, WHOLE, CASE)}
    share = line.utilisation
    used = None if share is None else round(share, 4)
    given: dict[str, Any] = {**counted, **times}
    return HallFiguresOut(key=key, name=line.name or key, **given, utilisation=used)


def _times(line: Line, name: str) -> HallTimesOut:
    p50, p90, p95 = (line.at(name, percent) for percent in PERCENTS)
    return HallTimesOut(mean=line.mean(name), p50=p50, p90=p90, p95=p95)


def hall_statistics_out(found: Statistics) -> HallStatisticsOut:
    """Return a period's figures."""
    return HallStatisticsOut(
        first=found.first,
        last=found.last,
        whole=hall_figures_out("", found.whole),
        before=hall_figures_out("", found.before),
        by={
            kind: [hall_figures_out(key, line) for key, line in found.lines(kind)] for kind in found.by if kind != "day"
        },
        by_day=[hall_figures_out(str(day), line) for day, line in sorted(found.by_day.items())],
        by_site=[hall_figures_out(str(pk), line) for pk, line in sorted(found.by_site.items())],
    )


def twin_out(row: TwinScenario, *, whole: bool) -> TwinScenarioOut:
    """Return a scenario, in a list without its result."""
    names = [name for name in TwinScenarioOut.model_fields if name not in ("site", "result")]
    plain = {name: getattr(row, name) for name in names}
    return TwinScenarioOut(**plain, site=row.site_id, result=row.result if whole else {})
