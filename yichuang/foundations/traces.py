"""Structured lines for whoever runs the servers: one JSON object a line, by which a case is followed through all processes.

A line holds numbers, types, states and times, and never a name, a document number or anything that somebody typed.
"""

import logging
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

from django.db import transaction

log = logging.getLogger("yichuang.trace")
# The request that is being answered, as the caller named it or as the door did.
request_id: ContextVar[str] = ContextVar("request_id", default="")
STREAMS = ("case:", "practice:")


def trace(what: str, **fields: Any) -> None:
    """Write one line: `what` happened, the fields that are known, and the request it belongs to."""
    if not log.isEnabledFor(logging.INFO):
        return
    known = {name: value for name, value in fields.items() if value not in (None, "")}
    if request := request_id.get():
        known["request"] = request
    # Without looking for the line of code it comes from, which nobody reads and which costs more than the rest.
    record = logging.LogRecord(log.name, logging.INFO, "", 0, what, None, None)
    record.__dict__.update(known)
    log.handle(record)


def trace_events(rows: Iterable[Any]) -> None:
    """Write a line for each event of the ledger once it is committed: what was rolled back has not happened."""
    if log.isEnabledFor(logging.INFO):
        said = [
            {"event": str(row.uid), "type": row.type, "by": row.actor_kind, **stream_fields(row.stream)} for row in rows
        ]
        transaction.on_commit(lambda: _recorded(said), robust=True)


def _recorded(said: list[dict[str, str]]) -> None:
    for fields in said:
        trace("recorded", **fields)


def stream_fields(stream: str) -> dict[str, str]:
    """Return the case number of a case's stream, and the stream of anything else."""
    for start in STREAMS:
        if stream.startswith(start):
            return {"case": stream[len(start) :]}
    return {"stream": stream}
