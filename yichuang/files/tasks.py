"""Doors of the background worker: reading certificates (queue "ocr", one process with the models), sweeping the
store, destroying what is over its period."""

from uuid import UUID

from django.conf import settings
from procrastinate.contrib.django import app

from yichuang.files.operations.destroy import destroy, due_files
from yichuang.files.operations.read_document import read_document
from yichuang.files.operations.sweep_orphans import sweep_orphans
from yichuang.foundations import clock
from yichuang.foundations.jobs import PATIENT


@app.task(name="files.read_document", queue="ocr", retry=PATIENT)
def read(file_id: str) -> None:
    """Read one stored certificate."""
    read_document(UUID(file_id), now=clock.now())


@app.periodic(cron="41 2 * * *")
@app.task(name="files.sweep_orphans", queueing_lock="files.sweep_orphans")
def sweep(timestamp: int) -> None:
    """Clear away what no file refers to."""
    sweep_orphans(clock.now())


@app.periodic(cron="23 3 * * *")
@app.task(name="files.retention", queueing_lock="files.retention", lock="files.retention")
def retain(timestamp: int) -> None:
    """Destroy files whose period has passed, each in a transaction of its own: an interruption costs nothing."""
    now = clock.now()
    for due in due_files(settings.RETENTION, now):
        if not due.held:
            destroy(due, now)
