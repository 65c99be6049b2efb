"""Numbers for Prometheus: what happens is counted where it happens, what stands in the tables is asked when somebody looks.

With PROMETHEUS_MULTIPROC_DIR (set by `make run`) the counts of all processes come together; a process alone counts for itself.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from prometheus_client import Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric

SECONDS = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
REQUESTS = Histogram("yichuang_request_seconds", "Time to answer", ["method", "route", "status"], buckets=SECONDS)
PUSHES = Counter("yichuang_pushes", "Attempts to deliver an event to a department's system", ["system", "outcome"])
REPORTS = Counter("yichuang_reports", "Reports of departments' systems", ["system", "type", "outcome"])

# Asked with the house's time, which a demonstration may move, and the time on the wall.
Source = Callable[[datetime, datetime], Iterable[Metric]]
_sources: dict[str, Source] = {}


def measure(name: str, source: Source) -> None:
    """Let a room add what stands in its tables; `source` says in its docstring how many statements it takes."""
    _sources[name] = source


def standing(now: datetime, wall: datetime) -> Iterable[Metric]:
    """Return what every room's tables say now."""
    for name in sorted(_sources):
        yield from _sources[name](now, wall)


def gauge(name: str, words: str, rows: Iterable[tuple[tuple[str, ...], float]], labels: tuple[str, ...] = ()) -> Metric:
    """Return one gauge with a value for each row of label values."""
    family = GaugeMetricFamily(f"yichuang_{name}", words, labels=labels)
    for values, number in rows:
        family.add_metric(values, number)
    return family
