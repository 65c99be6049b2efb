"""Background jobs (Procrastinate): rows in PostgreSQL, deferred in the caller's transaction, many in one statement.

A job for a later day waits as an `Alarm` on the house's clock, so that a moved demonstration clock needs no arithmetic.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Job
from procrastinate.tasks import Task

from yichuang.foundations.models import Alarm
from yichuang.foundations.rows import made, new, write_together
from yichuang.foundations.transactions import unit_of_work

# Many short retries first, then patience: a restarted database or printer is back within minutes (lessons: GOV.UK Notify).
PATIENT = RetryStrategy(max_attempts=12, exponential_wait=2)

ALARMS = "alarms"
PORTION = 500


@dataclass(frozen=True)
class Later:
    """A job to be deferred: the task's name, its arguments, when on the house's clock (None: at once), and under which lock.

    Arguments that are known only once the rows are written (a new row's key) are given as a function.
    """

    task: str
    arguments: dict[str, Any] | Callable[[], dict[str, Any]] = field(default_factory=dict)
    at: datetime | None = None
    lock: str | None = None
    queue: str | None = None
    priority: int = 0

    def given(self) -> dict[str, Any]:
        """Return the arguments as they are now."""
        return self.arguments() if callable(self.arguments) else self.arguments


def defer(jobs: Sequence[Later]) -> None:
    """Defer all jobs inside the current transaction, in one statement for those of now and one for those of a later day."""
    write_together(new(*alarms_of(jobs)))
    defer_at_once(jobs)


def alarms_of(jobs: Sequence[Later]) -> list[Alarm]:
    """Return the rows, not written yet, of the jobs that wait for a later day."""
    return [made(Alarm, at=job.at, task=_task(job).name, arguments=job.given()) for job in jobs if job.at is not None]


def defer_at_once(jobs: Sequence[Later]) -> None:
    """Defer those jobs that wait for no day, in one statement."""
    if at_once := [_job(job) for job in jobs if job.at is None]:
        app.job_manager.batch_defer_jobs(jobs=at_once)


@unit_of_work()
def ring(now: datetime, most: int = PORTION) -> int:
    """Turn the alarms whose minute has come into jobs, the oldest first; return how many (two may do it at once)."""
    due = list(Alarm.objects.select_for_update(skip_locked=True).filter(at__lte=now).order_by("at", "pk")[:most])
    defer([Later(alarm.task, alarm.arguments, queue=ALARMS) for alarm in due])
    Alarm.objects.filter(pk__in=[alarm.pk for alarm in due]).delete()
    return len(due)


def _task(later: Later) -> Task[Any, Any, Any]:
    task = app.tasks.get(later.task)
    if task is None:
        raise LookupError(f"no task named {later.task}")
    return task


def _job(later: Later) -> Job:
    options: dict[str, Any] = {"priority": later.priority}
    if later.lock is not None:
        options["lock"] = later.lock
    if later.queue is not None:
        options["queue"] = later.queue
    return _task(later).configure(**options).make_new_job(**later.given())
