"""Whoever changes, drops, inserts or reorders rows of the message log behind the house's back is found, whatever he picks (property)."""

import json
import uuid
from datetime import datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.exchange.outbox import events, number_of, system_at
from yichuang.exchange.management.sending import Posted, conclude, prepare
from yichuang.exchange.models import ClientSystem, LoggedMessage, MessageChain, MessageSeal
from yichuang.exchange.operations.claim import claim
from yichuang.exchange.operations.log_message import hashed, log_message
from yichuang.exchange.operations.seal_messages import seal_messages
from yichuang.exchange.queries.message_log import entry_of, verify_messages
from yichuang.exchange.rules.attempts import Outcome, Verdict
from yichuang.exchange.rules.message_chain import IN, REPORT, Entry, link_hash
from yichuang.foundations import clock
from yichuang.foundations.rules.chains import GENESIS
from yichuang.foundations.sealed import seal, seal_bytes

CASES, EACH = 3, 3
TAKEN = Outcome(202, reached=True, answer_sha256=hashed(b"ok"), answer_size=2)
COLUMNS: dict[str, st.SearchStrategy[Any]] = {
    "number": st.sampled_from([number_of(9), ""]),
    "direction": st.sampled_from(["in", "out"]),
    "kind": st.sampled_from(["push", "report", "case"]),
    "type": st.text("abc.", max_size=5),
    "message_id": st.uuids().map(str),
    "at": st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(lambda at: f"{at.isoformat()}Z"),
    "sha256": st.binary(min_size=32, max_size=32),
    "size": st.integers(1000, 10**6),
    "status": st.integers(300, 599),
    "answer_sha256": st.sampled_from([b"", b"\1" * 32]),
    "answer_size": st.integers(3, 10**6),
    "more": st.integers(2, 10**9).map(lambda number: json.dumps({"timestamp": number})),
    "hash": st.binary(min_size=32, max_size=32),
    "body": st.binary(min_size=1, max_size=20).map(seal_bytes),
    "answer": st.binary(min_size=1, max_size=20).map(seal_bytes),
}
Pick = st.integers(0, 10**6)


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))


@pytest.fixture
def log(db: None) -> None:
    """Write pushes and reports of three cases with one system and one with another; all but the last third is sealed."""
    now, lease = clock.now(), uuid.uuid4()
    system, other = (system_at("http://127.0.0.1:9/", now) for _ in range(2))
    events(system, cases=CASES, each=EACH, now=now)
    for step in range(EACH):
        for one in claim(system=system, lease=lease, now=now, wall=clock.wall()):
            (parcel,) = prepare([one], lease)
            assert conclude([Posted(parcel, TAKEN, 1)], lease) == [Verdict("delivered")]
        report(system, number_of(step), now)
        report(other, number_of(0), now)
        if step == 1:
            assert seal_messages(now)
    assert LoggedMessage.objects.count() == EACH * (CASES + 2) and not verify_messages().faults


def report(system: ClientSystem, number: str, now: datetime) -> None:
    raw = json.dumps({"id": str(uuid.uuid4())}).encode()
    entry = Entry(
        system=system.key, number=number, direction=IN, kind=REPORT, type="accepted", message_id=str(uuid.uuid4()), at=now,
        sha256=hashed(raw), size=len(raw), status=200, answer_sha256=hashed(b"{}"), answer_size=2,
    )  # fmt: skip
    log_message(system, entry, body=raw, answer=b"{}")


def rows() -> list[LoggedMessage]:
    return list(LoggedMessage.objects.select_related("system").order_by("pk"))


def change(data: st.DataObject) -> None:
    """Change one column of one row."""
    row = data.draw(st.sampled_from(rows()))
    column = data.draw(st.sampled_from(sorted(COLUMNS)))
    sql(f"UPDATE exchange_loggedmessage SET {column} = %s WHERE id = %s", data.draw(COLUMNS[column]), row.pk)
    now = LoggedMessage.objects.get(pk=row.pk)
    assume(getattr(now, column) != getattr(row, column))


def take_the_text_away(data: st.DataObject) -> None:
    """Forget what was said, not that it was said."""
    row = data.draw(st.sampled_from([row for row in rows() if row.kept]))
    sql(
        f"UPDATE exchange_loggedmessage SET {data.draw(st.sampled_from(['body', 'answer']))} = '' WHERE id = %s", row.pk
    )


def change_what_was_sent(data: st.DataObject) -> None:
    """Write another body into a delivery."""
    row = data.draw(st.sampled_from([row for row in rows() if row.kind == "push"]))
    sql("UPDATE exchange_delivery SET body = %s WHERE event_uid = %s", seal('{"other": 1}'), uuid.UUID(row.message_id))


def drop(data: st.DataObject) -> None:
    """Drop some rows, any of them, the last of a chain too."""
    for row in data.draw(st.lists(st.sampled_from(rows()), min_size=1, max_size=4, unique_by=lambda row: row.pk)):
        sql("DELETE FROM exchange_loggedmessage WHERE id = %s", row.pk)


def insert(data: st.DataObject) -> None:
    """Copy a row to the end of its chain, or of another number's, with a hash that fits there."""
    row = data.draw(st.sampled_from(rows()))
    chain = data.draw(st.sampled_from(list(MessageChain.objects.order_by("pk"))))
    row.pk, row.system, row.number, row.seq = None, chain.system, chain.number, chain.seq + 1
    row.hash = link_hash(bytes(chain.head), row.seq, entry_of(row).digest())
    row.save(force_insert=True)


def swap(data: st.DataObject) -> None:
    """Let two rows of a chain change places."""
    one, other = data.draw(st.lists(st.sampled_from(rows()), min_size=2, max_size=2, unique_by=lambda row: row.pk))
    assume((one.system_id, one.number) == (other.system_id, other.number))
    for pk, seq in ((one.pk, 10**6), (other.pk, one.seq), (one.pk, other.seq)):
        sql("UPDATE exchange_loggedmessage SET seq = %s WHERE id = %s", seq, pk)


def rewrite(data: st.DataObject) -> None:
    """Change a sealed row and compute the whole chain anew, with its head, as a forger with the code would."""
    sealed = MessageSeal.objects.latest("pk").up_to_message
    row = data.draw(st.sampled_from([row for row in rows() if row.pk <= sealed]))
    sql("UPDATE exchange_loggedmessage SET status = 599 WHERE id = %s", row.pk)
    previous = GENESIS
    for link in LoggedMessage.objects.filter(system=row.system, number=row.number).order_by("seq"):
        previous = link_hash(previous, link.seq, entry_of(link).digest())
        sql("UPDATE exchange_loggedmessage SET hash = %s WHERE id = %s", previous, link.pk)
    sql(
        "UPDATE exchange_messagechain SET head = %s WHERE system_id = %s AND number = %s",
        previous,
        row.system_id,
        row.number,
    )


def cut_the_end(data: st.DataObject) -> None:
    """Drop the sealed end of a chain and set its head back."""
    sealed = MessageSeal.objects.latest("pk").up_to_message
    row = data.draw(st.sampled_from([row for row in rows() if row.pk <= sealed]))
    sql(
        "DELETE FROM exchange_loggedmessage WHERE system_id = %s AND number = %s AND seq >= %s",
        *(row.system_id, row.number, row.seq),
    )
    before = LoggedMessage.objects.filter(system=row.system, number=row.number).order_by("-seq").first()
    if before is None:
        sql("DELETE FROM exchange_messagechain WHERE system_id = %s AND number = %s", row.system_id, row.number)
    else:
        sql(
            "UPDATE exchange_messagechain SET head = %s, seq = %s WHERE system_id = %s AND number = %s",
            *(bytes(before.hash), before.seq, row.system_id, row.number),
        )


def touch_heads_and_seals(data: st.DataObject) -> None:
    """Change or drop what holds the log together."""
    statements = (
        "UPDATE exchange_messagechain SET seq = seq + 1",
        "UPDATE exchange_messagechain SET head = sha256(head)",
        "DELETE FROM exchange_messagechain",
        "UPDATE exchange_messageseal SET root = sha256(root)",
        "UPDATE exchange_messageseal SET signature = sha512(signature)",
        "UPDATE exchange_messageseal SET message_count = message_count + 1",
        "UPDATE exchange_messageseal SET sealed_at = sealed_at + interval '1 second'",
        "UPDATE exchange_messageseal SET up_to_message = up_to_message - 1",
    )
    sql(data.draw(st.sampled_from(statements)))


TAMPERINGS = (
    *(change, change_what_was_sent, take_the_text_away, drop, insert, swap, rewrite, cut_the_end),
    touch_heads_and_seals,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_tampering_is_found(log: None, data: st.DataObject) -> None:
    tamper = data.draw(st.sampled_from(TAMPERINGS))
    with transaction.atomic():
        tamper(data)
        faults = verify_messages().faults
        transaction.set_rollback(True)
    assert faults, tamper.__name__
    assert not verify_messages().faults


def test_the_command_s_exit_code_says_it(log: None) -> None:
    sql("DELETE FROM exchange_loggedmessage WHERE seq = 2")
    with pytest.raises(CommandError, match="处不符"):
        call_command("verify_messages")
