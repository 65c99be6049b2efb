"""A killed worker's jobs are taken up by another: nothing stays "doing" for ever, and nothing waits behind a dead man's lock."""

from collections.abc import Iterator

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from yichuang.foundations.rescue import rescue

TASK = "foundations.seal_ledger"


@pytest.fixture(autouse=True)
def no_jobs_of_other_tests(transactional_db: None) -> Iterator[None]:
    forget = "DELETE FROM procrastinate_jobs; DELETE FROM procrastinate_workers"
    with connection.cursor() as cursor:
        cursor.execute(forget)
    yield
    with connection.cursor() as cursor:
        cursor.execute(forget)


def doing(*, heartbeat: str, queueing_lock: str | None = None) -> int:
    """Insert a job that a worker with its last heartbeat so long ago was doing; return its number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval) RETURNING id", [heartbeat]
        )
        worker = cursor.fetchone()
        cursor.execute(
            "INSERT INTO procrastinate_jobs (task_name, queue_name, queueing_lock, status, worker_id, args, attempts, priority)"
            " VALUES (%s, 'default', %s, 'doing', %s, '{}', 0, 0) RETURNING id",
            [TASK, queueing_lock, worker and worker[0]],
        )
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def test_the_job_of_a_dead_worker_is_done_again_and_that_of_a_living_one_is_left() -> None:
    dead, alive = doing(heartbeat="5 minutes"), doing(heartbeat="5 seconds")
    assert async_to_sync(rescue)() == 1
    assert ProcrastinateJob.objects.get(pk=dead).status == "todo"
    assert ProcrastinateJob.objects.get(pk=alive).status == "doing"


def test_at_the_start_of_the_only_supervisor_every_worker_is_dead() -> None:
    job = doing(heartbeat="1 second")
    assert async_to_sync(rescue)(0) == 1
    assert ProcrastinateJob.objects.get(pk=job).status == "todo"


def test_a_job_whose_next_turn_waits_already_does_not_hold_up_the_others() -> None:
    first, second = doing(heartbeat="5 minutes", queueing_lock=TASK), doing(heartbeat="5 minutes")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (task_name, queue_name, queueing_lock, status, args, priority)"
            " VALUES (%s, 'default', %s, 'todo', '{}', 0)",
            [TASK, TASK],
        )
    assert async_to_sync(rescue)() == 2
    assert not ProcrastinateJob.objects.filter(pk=first).exists()
    assert ProcrastinateJob.objects.get(pk=second).status == "todo"
