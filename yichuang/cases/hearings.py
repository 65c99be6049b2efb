"""What the room listens to: the reader of certificates has finished with a scan."""

from datetime import datetime

from yichuang.accounts.permissions import SYSTEM
from yichuang.cases.operations.scan_material import PURPOSE, take_reading
from yichuang.foundations import ledger
from yichuang.foundations.models import Event


def _hear_reading(event: Event, now: datetime) -> None:
    """Turn a finished reading of a case's scan into suggestions."""
    if event.payload["owner_kind"] == "case" and event.payload["purpose"] == PURPOSE:
        take_reading(actor=SYSTEM, file_id=event.payload["file_id"], number=event.payload["owner_key"], now=now)


ledger.subscribe("cases.readings", ["files.document_read"], _hear_reading, "default")
