"""Append one message to the log: in the transaction of what it causes, in one statement (issue 4, 7); or alone, where it causes nothing."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import connection

from yichuang.exchange.models import ClientSystem
from yichuang.exchange.queries.reach import reach
from yichuang.exchange.rules.attempts import Outcome
from yichuang.exchange.rules.message_chain import BOOKS, IN, OUT, Entry
from yichuang.foundations.problems import Refused
from yichuang.foundations.rules.chains import GENESIS
from yichuang.foundations.rules.text import storable
from yichuang.foundations.sealed import seal_bytes
from yichuang.foundations.transactions import unit_of_work

# The database chains, so that appending costs one round trip; who waits for the head's row waits for another message of the same case.
# Its sum is that of rules/message_chain.py: previous hash, place, entry.
APPEND = """
    WITH link AS (
        INSERT INTO exchange_messagechain AS chain (system_id, number, seq, head)
        VALUES (%(system)s, %(number)s, 1, sha256(%(genesis)s || int8send(1) || %(digest)s))
        ON CONFLICT (system_id, number) DO UPDATE
            SET seq = chain.seq + 1, head = sha256(chain.head || int8send((chain.seq + 1)::bigint) || %(digest)s)
        RETURNING seq, head)
    INSERT INTO exchange_loggedmessage (system_id, number, seq, direction, kind, type, message_id, at, sha256, size, status,
                                        answer_sha256, answer_size, more, kept, hash, body, answer)
    SELECT %(system)s, %(number)s, link.seq, %(direction)s, %(kind)s, %(type)s, %(message_id)s, %(at)s, %(sha256)s, %(size)s,
           %(status)s, %(answer_sha256)s, %(answer_size)s, %(more)s::jsonb, %(kept)s, link.head, %(body)s, %(answer)s
    FROM link"""
# A refused call may be anything, and as large as a body may be: what is longer is on record by its hash alone.
MOST_KEPT = 64 * 1024


def log_message(system: ClientSystem, entry: Entry, *, body: bytes = b"", answer: bytes = b"") -> None:
    """Append an entry to its chain; `body` and `answer` are kept sealed with it (where they are kept nowhere else)."""
    with connection.cursor() as cursor:
        cursor.execute(APPEND, _columns(system, entry, body, answer))


def log_messages(entries: Iterable[tuple[ClientSystem, Entry, bytes]]) -> None:
    """Append entries, each to its chain, in one round trip; with the bytes of those that are kept nowhere else."""
    # Everybody who holds several chains takes them in this order: nobody waits in a ring.
    ordered = sorted(entries, key=lambda one: (one[0].pk, one[1].number))
    if not ordered:
        return
    with connection.cursor() as cursor:
        cursor.executemany(APPEND, [_columns(system, entry, body, b"") for system, entry, body in ordered])


def _columns(system: ClientSystem, entry: Entry, body: bytes, answer: bytes) -> dict[str, Any]:
    entry = replace(entry, kept=bool(body))
    columns = entry.told()
    return {
        **{
            name: columns[name]
            for name in ("number", "direction", "kind", "type", "message_id", "size", "status", "kept")
        },
        "system": system.pk,
        "genesis": GENESIS,
        "digest": entry.digest(),
        "at": entry.at,
        "sha256": entry.sha256,
        "answer_sha256": entry.answer_sha256,
        "answer_size": entry.answer_size,
        "more": json.dumps(entry.more, ensure_ascii=False),
        "body": seal_bytes(body) if body else b"",
        "answer": seal_bytes(answer) if answer else b"",
    }


@unit_of_work()
def log_alone(system: ClientSystem, entry: Entry, *, body: bytes = b"", answer: bytes = b"") -> None:
    """Append an entry that goes with no act of ours: a refusal, a repetition, a read."""
    log_message(system, entry, body=body if len(body) <= MOST_KEPT else b"", answer=answer)


@dataclass(frozen=True)
class Fruitless:
    """A call of a system that took no effect: refused with its reasons, or a repetition.

    `number`, `type` and `id` as the system says them, as far as they can be read; `keep`: the bytes are kept, not their hash alone.
    """

    kind: str
    number: str
    body: bytes
    status: int
    answer: bytes
    type: str = ""
    id: str = ""
    keep: bool = True
    more: dict[str, Any] = field(default_factory=dict)


def log_fruitless(system: ClientSystem, call: Fruitless, now: datetime) -> None:
    """Put such a call on record: on the chain of its case, or on the system's own where the case is not one that it may reach."""
    known = _known(system, call.number)
    entry = Entry(
        system=system.key,
        number=known,
        direction=IN,
        kind=call.kind,
        type=readable(call.type, 40),
        message_id=readable(call.id, 80),
        at=now,
        sha256=hashed(call.body),
        size=len(call.body),
        status=call.status,
        answer_sha256=hashed(call.answer),
        answer_size=len(call.answer),
        more=call.more if known else {**call.more, "number": readable(call.number, 40)},
    )
    log_alone(system, entry, body=call.body if call.keep else b"", answer=call.answer)


def log_given(
    system: ClientSystem, number: str, kind: str, content: bytes, *, now: datetime, status: int = 200,
    message_id: str = "", type_: str = "", keep: bool = False, more: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Put on record what a system is given, before it goes out; `keep` its bytes where they could not be made again."""
    entry = going_out(system, number, kind, content, status, now, more)
    log_alone(system, replace(entry, message_id=message_id, type=type_), body=content if keep else b"")


def log_books(
    system: ClientSystem, query: str, timestamp: int, outcome: Outcome, content: bytes, now: datetime
) -> None:
    """Put on record that a system was asked for its books, and what it answered: kept up to 64 KiB, of more only the hash."""
    asked = query.encode()
    entry = going_out(system, "", BOOKS, asked, outcome.status, now, {"timestamp": timestamp})
    entry = replace(entry, answer_sha256=outcome.answer_sha256, answer_size=outcome.answer_size)
    log_alone(system, entry, body=asked, answer=content if len(content) <= MOST_KEPT else b"")


def going_out(
    system: ClientSystem, number: str, kind: str, content: bytes, status: int, now: datetime, more: dict[str, Any] | None = None
) -> Entry:  # fmt: skip
    """Return the entry of bytes that go to a system in no message of their own: a page, an address, a file, a question."""
    return Entry(
        system=system.key,
        number=number,
        direction=OUT,
        kind=kind,
        type="",
        message_id="",
        at=now,
        sha256=hashed(content),
        size=len(content),
        status=status,
        more=more or {},
    )


def _known(system: ClientSystem, number: str) -> str:
    """Return a number that the system may reach; nothing for others, which go into the system's own chain."""
    try:
        return reach(system, number).number
    except Refused:
        return ""


def readable(value: object, most: int) -> str:
    """Return text that a column can hold, nothing for what is none."""
    return value[:most] if isinstance(value, str) and storable(value) else ""


def hashed(content: bytes) -> bytes:
    """Return the hash of exact bytes as the log has it."""
    return sha256(content).digest()
