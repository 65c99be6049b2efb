"""Append one message to the log: in the transaction of what it causes, in one statement (issue 4, 7)."""

import json
from dataclasses import replace
from hashlib import sha256

from django.db import connection

from yichuang.exchange.models import ClientSystem
from yichuang.exchange.rules.message_chain import Entry
from yichuang.foundations.rules.chains import GENESIS
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
    entry = replace(entry, kept=bool(body))
    columns = entry.told()
    given = {
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
    with connection.cursor() as cursor:
        cursor.execute(APPEND, given)


@unit_of_work()
def log_alone(system: ClientSystem, entry: Entry, *, body: bytes = b"", answer: bytes = b"") -> None:
    """Append an entry that goes with no act of ours: a refusal, a repetition, a read."""
    log_message(system, entry, body=body if len(body) <= MOST_KEPT else b"", answer=answer)


def hashed(content: bytes) -> bytes:
    """Return the hash of exact bytes as the log has it."""
    return sha256(content).digest()
