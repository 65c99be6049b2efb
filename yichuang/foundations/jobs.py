"""Background jobs (Procrastinate): rows in PostgreSQL, deferred in the caller's transaction, many in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status

# Many short retries first, then patience: a restarted database or printer is back within minutes (lessons: GOV.UK Notify).
PATIENT = RetryStrategy(max_attempts=12, exponential_wait=2)


@dataclass(frozen=True)
class Later:
    """A job to be deferred: the task's name, its arguments, when (aware datetime) and under which lock."""

    task: str
    arguments: dict[str, Any] = field(default_factory=dict)
    at: datetime | None = None
    lock: str | None = None
    queue: str | None = None
    priority: int = 0


def defer(jobs: Sequence[Later]) -> None:
    """Defer all jobs in one statement inside the current transaction; does nothing for an empty list."""
    if jobs:
        app.job_manager.batch_defer_jobs(jobs=[_job(job) for job in jobs])


async def rescue(silent_seconds: float = 30) -> int:
    """Give the jobs of dead workers to living ones; return how many there were.

    A killed worker's job says "doing" for ever, and its lock holds back every later job on the same case. Dead is a worker
    without a heartbeat for `silent_seconds` (they beat every ten).
    """
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silent_seconds))
    for job in stalled:
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:  # the same work waits already: a periodic job whose next turn has come
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
    return len(stalled)


def _job(later: Later) -> Job:
    task = app.tasks.get(later.task)
    if task is None:
        raise LookupError(f"no task named {later.task}")
    options: dict[str, Any] = {"priority": later.priority}
    if later.at is not None:
        options["schedule_at"] = later.at
    if later.lock is not None:
        options["lock"] = later.lock
    if later.queue is not None:
        options["queue"] = later.queue
    return task.configure(**options).make_new_job(**later.arguments)
