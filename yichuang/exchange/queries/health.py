"""How the systems fare, for those who look after them: queues, lag, what is parked, whether anybody sends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q, QuerySet

from yichuang.exchange.models import ClientSystem, Delivery, SenderBeat
from yichuang.exchange.models.deliveries import DELIVERED, PARKED, WAITING

# A sender beats every five seconds; three beats missed and a little more.
ALIVE = timedelta(seconds=20)


@dataclass(frozen=True)
class Queue:
    """What of one system is on its way: how many wait, how many are parked, since when the oldest waits."""

    waiting: int = 0
    parked: int = 0
    oldest: datetime | None = None

    def lag(self, now: datetime) -> int:
        """Return for how many seconds the oldest has been waiting."""
        return max(int((now - self.oldest).total_seconds()), 0) if self.oldest else 0


@dataclass(frozen=True)
class Look:
    """All systems at a glance: what is on its way to them together, and how many of them do not take what they are sent."""

    queue: Queue
    away: int


@dataclass(frozen=True)
class Sending:
    """Whether a sender lives, and how many minutes ago the last sign of life was (None: never one within a week)."""

    alive: bool
    minutes: int | None


def queues_of(systems: Iterable[ClientSystem]) -> dict[int, Queue]:
    """Return what is on its way for each system (one statement; only what is not delivered is looked at)."""
    rows = Delivery.objects.filter(system__in=[row.pk for row in systems]).exclude(state=DELIVERED)
    found = rows.values("system").annotate(
        waiting=Count("pk", filter=Q(state=WAITING)),
        parked=Count("pk", filter=Q(state=PARKED)),
        oldest=Min("created_at", filter=Q(state=WAITING)),
    )
    return {row["system"]: Queue(row["waiting"], row["parked"], row["oldest"]) for row in found}


def look_of(systems: QuerySet[ClientSystem]) -> Look:
    """Return the look over all these systems, however many pages they fill (two statements)."""
    found = (
        Delivery.objects.filter(system__in=systems)
        .exclude(state=DELIVERED)
        .aggregate(
            waiting=Count("pk", filter=Q(state=WAITING)),
            parked=Count("pk", filter=Q(state=PARKED)),
            oldest=Min("created_at", filter=Q(state=WAITING)),
        )
    )
    queue = Queue(found["waiting"], found["parked"], found["oldest"])
    return Look(queue, systems.filter(failures__gt=0, active=True).count())


def sending(wall: datetime) -> Sending:
    """Return whether anybody sends (one statement)."""
    last = SenderBeat.objects.aggregate(last=Max("at"))["last"]
    if last is None:
        return Sending(False, None)
    return Sending(wall - last <= ALIVE, int((wall - last).total_seconds()) // 60)


def lag_in_words(seconds: int) -> str:
    """Return a lag as an operator reads it."""
    if seconds < 60:
        return f"{seconds} 秒"
    if seconds < 3600:
        return f"{seconds // 60} 分钟"
    if seconds < 86400:
        return f"{seconds // 3600} 小时 {seconds % 3600 // 60} 分钟"
    return f"{seconds // 86400} 天 {seconds % 86400 // 3600} 小时"
