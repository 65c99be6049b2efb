"""What a killed worker left half done is taken up by a living one."""

from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status


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
