"""Background jobs (Procrastinate): rows in PostgreSQL, deferred in the caller's transaction, many in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

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
