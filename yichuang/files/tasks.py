"""Doors of the background worker: reading certificates (queue "ocr", one process with the models), sweeping the
store."""

from uuid import UUID

from procrastinate.contrib.django import app

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
