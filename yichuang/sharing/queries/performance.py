"""Performance analysis (性能分析, S2-48) over the hourly roll-up: by API, by consumer, by hour; the call log itself is not touched."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import CHINA
from yichuang.sharing.models import CallHour
from yichuang.sharing.queries.calls import seen_by
from yichuang.sharing.rules.percentiles import STEPS, percentile


@dataclass
class Figures:
    """Calls, failures and times of one API, consumer or hour, added up."""

    calls: int = 0
    failed: int = 0
    refused: int = 0
    bytes_out: int = 0
    times: list[int] = field(default_factory=lambda: [0] * STEPS)

    def add(self, row: CallHour) -> None:
        """Add an hour's figures."""
        self.calls, self.failed, self.refused = (
            self.calls + row.calls,
            self.failed + row.failed,
            self.refused + row.refused,
        )
        self.bytes_out += row.bytes_out
        for place, count in enumerate(row.times):
            self.times[place] += count

    @property
    def error_rate(self) -> str:
        """Return the share of failed calls in percent."""
        return f"{100 * self.failed / self.calls:.1f}%" if self.calls else "—"

    @property
    def p50(self) -> int:
        """Return within how many milliseconds half of the calls ended."""
        return percentile(self.times, 50)

    @property
    def p95(self) -> int:
        """Return within how many milliseconds 95 of 100 calls ended."""
        return percentile(self.times, 95)

    @property
    def p99(self) -> int:
        """Return within how many milliseconds 99 of 100 calls ended."""
        return percentile(self.times, 99)


@dataclass(frozen=True)
class Performance:
    """What the page shows: the whole, and the same by API (key, name), by consumer, by hour."""

    whole: Figures
    by_api: dict[tuple[str, str], Figures]
    by_consumer: dict[str, Figures]
    by_hour: dict[str, Figures]


def performance(actor: Actor, start: datetime, end: datetime, *, api: str = "", consumer: str = "") -> Performance:
    """Return the figures of the hours from `start` on and before `end` that the actor may see (one statement)."""
    rows = CallHour.objects.filter(seen_by(actor), hour__gte=start, hour__lt=end).select_related("api")
    narrowed = {name: value for name, value in (("api__key", api), ("consumer", consumer)) if value}
    found = list(rows.filter(**narrowed).order_by("hour", "api__name", "consumer"))
    whole = Figures()
    for row in found:
        whole.add(row)
    daily = (end - start).days > 2
    shape = "%m-%d" if daily else "%m-%d %H 时"
    return Performance(
        whole,
        _by(found, lambda row: (row.api.key, row.api.name)),
        _by(found, lambda row: row.consumer),
        _by(found, lambda row: row.hour.astimezone(CHINA).strftime(shape)),
    )


def _by(rows: Iterable[CallHour], key: Any) -> dict[Any, Figures]:
    found: dict[Any, Figures] = {}
    for row in rows:
        found.setdefault(key(row), Figures()).add(row)
    return found
