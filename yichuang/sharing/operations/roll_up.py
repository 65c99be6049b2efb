"""Roll calls up by hour, raise and clear alarms (S2-48): done again for the last hours each time, so that doing it twice counts once."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Min

from yichuang.accounts.permissions import CLOCK
from yichuang.foundations import ledger
from yichuang.foundations.transactions import unit_of_work
from yichuang.sharing.events import ApiAlarmCleared, ApiAlarmRaised
from yichuang.sharing.models import CallHour, SharedApi, SharedCall
from yichuang.sharing.rules.percentiles import STEPS, percentile, step_of

HOUR = timedelta(hours=1)
# A call lasts two minutes at most, so the hour before this one is complete by the time it is rolled up a second time.
MOST_HOURS, LOOKS_BACK, FEWEST = 24, timedelta(hours=1), 20


def roll_up(now: datetime) -> int:
    """Roll up the hours that are not final, the oldest first, a day's worth at most; return how many hours are left to do."""
    this = now.replace(minute=0, second=0, microsecond=0)
    last = CallHour.objects.aggregate(last=Max("hour"))["last"]
    first = last or SharedCall.objects.aggregate(first=Min("at"))["first"]
    if first is None:
        return 0
    start = min(first.astimezone(now.tzinfo).replace(minute=0, second=0, microsecond=0), this - LOOKS_BACK)
    hours = [start + HOUR * step for step in range(int((this - start) / HOUR) + 1)]
    for hour in hours[:MOST_HOURS]:
        _roll(hour)
    return max(0, len(hours) - MOST_HOURS)


@unit_of_work()
def _roll(hour: datetime) -> None:
    """Count one hour afresh (two statements; one when nothing was called)."""
    found: dict[tuple[int, str], dict[str, Any]] = {}
    rows = SharedCall.objects.filter(at__gte=hour, at__lt=hour + HOUR).values_list(
        "api_id", "consumer", "status", "failed", "bytes_out", "milliseconds"
    )
    for api, consumer, status, failed, sent, took in rows.iterator(chunk_size=5000):
        line = found.setdefault(
            (api, consumer), {"calls": 0, "failed": 0, "refused": 0, "bytes_out": 0, "times": [0] * STEPS}
        )
        line["calls"] += 1
        line["failed"] += failed
        line["refused"] += not failed and status >= 400
        line["bytes_out"] += sent
        if status and (
            failed or status < 400
        ):  # what was turned away here says nothing about how long the source takes
            line["times"][step_of(took)] += 1
    CallHour.objects.bulk_create(
        [CallHour(api_id=api, consumer=consumer, hour=hour, **line) for (api, consumer), line in found.items()],
        update_conflicts=True,
        unique_fields=["api", "consumer", "hour"],
        update_fields=["calls", "failed", "refused", "bytes_out", "times"],
    )


def watch(now: datetime) -> list[str]:
    """Compare the last full hour and this one with each API's thresholds; raise and clear alarms, return the keys that changed."""
    since = now.replace(minute=0, second=0, microsecond=0) - HOUR
    changed = []
    lines: dict[int, list[CallHour]] = {}
    for row in CallHour.objects.filter(hour__gte=since):
        lines.setdefault(row.api_id, []).append(row)
    for api in SharedApi.objects.filter(active=True):
        said = alarm_of(api, lines.get(api.pk, []))
        if bool(said) != bool(api.alarm):
            _note(api.pk, said, now)
            changed.append(api.key)
    return changed


def alarm_of(api: SharedApi, rows: list[CallHour]) -> str:
    """Return what is wrong with an API's calls, empty when nothing is, or when there were too few to tell."""
    calls, failed = sum(row.calls - row.refused for row in rows), sum(row.failed for row in rows)
    if calls < FEWEST:
        return api.alarm if api.alarm and calls and failed else ""
    times = [sum(row.times[place] for row in rows) for place in range(STEPS)]
    said, p95 = [], percentile(times, 95)
    if api.alarm_errors and failed * 100 > api.alarm_errors * calls:
        said.append(f"错误率 {100 * failed / calls:.1f}%，高于 {api.alarm_errors}%")
    if api.alarm_p95 and p95 > api.alarm_p95:
        said.append(f"P95 {p95} 毫秒，高于 {api.alarm_p95} 毫秒")
    return "；".join(said)


@unit_of_work()
def _note(pk: int, said: str, now: datetime) -> None:
    api = SharedApi.objects.select_for_update().get(pk=pk)
    api.alarm, api.alarm_since = said[:200], now if said else None
    event = ApiAlarmRaised(what=api.alarm) if said else ApiAlarmCleared()
    ledger.write(api, event, actor=CLOCK, at=now, update_fields=["alarm", "alarm_since"])
