"""Sealing the ledger, and checking it: `manage.py verify_ledger` finds any changed, removed or inserted event."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.apps import apps
from django.conf import settings
from django.db import connection

from yichuang.foundations.models import Chained, Checkpoint, Event, Seal
from yichuang.foundations.rules.chains import GENESIS, checkpoint_hash, event_hash, merkle_root
from yichuang.foundations.transactions import unit_of_work

# The first seal reaches down without end: ids are drawn from 1 on, so one slipped in below is found too.
LOWEST = -(2**62)


@dataclass(frozen=True)
class Sealing:
    """What a new seal says: the last id under it, how many rows, and its columns."""

    up_to: int
    count: int
    columns: dict[str, Any]


def seal_key() -> Ed25519PrivateKey:
    """Return the platform's key of seals."""
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(settings.LEDGER_KEY))


def wait_for_writers(table: str) -> None:
    """Wait until nobody is in the middle of writing to a log, and keep writers out until this unit of work ends.

    Ids are drawn before commit, so a later commit may carry a smaller id: a short SHARE lock waits for the writers under way,
    and gives up after two seconds rather than hold up the counters (the next run will do it).
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '2s'")
        cursor.execute(f"LOCK TABLE {connection.ops.quote_name(table)} IN SHARE MODE")


def sealing(last: Seal | None, rows: Sequence[tuple[int, bytes | memoryview]], now: datetime) -> Sealing:
    """Return the seal over rows (id, hash) in the order of their ids, chained to the last seal and signed."""
    previous = bytes(last.hash) if last else GENESIS
    root = merkle_root(bytes(digest) for _, digest in rows)
    digest = checkpoint_hash(previous, up_to=rows[-1][0], count=len(rows), root=root, at=now)
    columns = {"root": root, "previous_hash": previous, "hash": digest, "signature": seal_key().sign(digest)}
    return Sealing(rows[-1][0], len(rows), {**columns, "sealed_at": now})


@unit_of_work()
def seal_ledger(now: datetime) -> Checkpoint | None:
    """Seal all events since the last checkpoint under one signed Merkle root; None when there are none."""
    wait_for_writers(Event._meta.db_table)
    last = Checkpoint.objects.order_by("-up_to_event").first()
    since = last.up_to_event if last else 0
    rows = list(Event.objects.filter(pk__gt=since).order_by("pk").values_list("pk", "hash"))
    if not rows:
        return None
    made = sealing(last, rows, now)
    return Checkpoint.objects.create(up_to_event=made.up_to, event_count=made.count, **made.columns)


@dataclass
class LedgerReport:
    """What a verification looked at, and every fault it found, in Chinese."""

    streams: int = 0
    events: int = 0
    heads: int = 0
    checkpoints: int = 0
    unsealed: int = 0
    faults: list[str] = field(default_factory=list)


def verify_ledger() -> LedgerReport:
    """Walk every chain, every chain head and every checkpoint, and report what does not fit."""
    report = LedgerReport()
    heads = _verify_chains(report)
    _verify_heads(report, heads)
    _verify_checkpoints(report)
    return report


def _verify_chains(report: LedgerReport) -> dict[str, tuple[int, bytes]]:
    heads: dict[str, tuple[int, bytes]] = {}
    rows = Event.objects.order_by("stream", "seq").iterator(chunk_size=5000)
    for stream, events in groupby(rows, key=lambda event: event.stream):
        report.streams += 1
        heads[stream] = _verify_stream(report, stream, events)
    return heads


def _verify_stream(report: LedgerReport, stream: str, events: Iterator[Event]) -> tuple[int, bytes]:
    seq, previous = 0, GENESIS
    for event in events:
        report.events += 1
        seq += 1
        if event.seq != seq:
            report.faults.append(f"{stream}：第 {seq} 条之处缺失或被插入（实际为第 {event.seq} 条）")
            seq = event.seq
        if bytes(event.previous_hash) != previous:
            report.faults.append(f"{stream}：第 {event.seq} 条与前一条不相接")
        who = [event.actor_kind, event.actor_id, event.actor_name]
        digest = event_hash(
            bytes(event.previous_hash),
            uid=str(event.uid),
            stream=stream,
            seq=event.seq,
            type_=event.type,
            at=event.at,
            actor=who,
            payload=event.payload,
        )
        if digest != bytes(event.hash):
            report.faults.append(f"{stream}：第 {event.seq} 条（{event.type}）内容被改动")
        previous = bytes(event.hash)
    return seq, previous


def _verify_heads(report: LedgerReport, heads: dict[str, tuple[int, bytes]]) -> None:
    known: set[str] = set()
    for model in apps.get_models():
        if issubclass(model, Chained):
            manager: Any = model._base_manager  # every row, also those that a room's lists leave out
            for row in manager.all().iterator(chunk_size=2000):
                report.heads += 1
                known.add(row.stream)
                seq, digest = heads.get(row.stream, (0, b""))
                if (row.chain_seq, bytes(row.chain_head)) != (seq, digest if seq else bytes(row.chain_head)):
                    report.faults.append(
                        f"{row.stream}：末条应为第 {row.chain_seq} 条，账上为第 {seq} 条（末尾被删或被加）"
                    )
    report.faults.extend(f"{stream}：没有对应的业务记录（业务行被删除）" for stream in sorted(set(heads) - known))


def _verify_checkpoints(report: LedgerReport) -> None:
    since, previous = LOWEST, GENESIS
    for seal in Checkpoint.objects.order_by("up_to_event"):
        report.checkpoints += 1
        rows = Event.objects.filter(pk__gt=since, pk__lte=seal.up_to_event).order_by("pk")
        leaves = [bytes(digest) for digest in rows.values_list("hash", flat=True)]
        report.faults += seal_faults(seal, seal.up_to_event, seal.event_count, leaves, previous, "事件")
        since, previous = seal.up_to_event, bytes(seal.hash)
    report.unsealed = Event.objects.filter(pk__gt=since).count()


def seal_faults(seal: Seal, up_to: int, count: int, leaves: Sequence[bytes], previous: bytes, rows: str) -> list[str]:
    """Return what is wrong with a seal over these hashes, `previous` the hash of the seal before it; `rows`: what is sealed, in Chinese."""
    faults = []
    digest = checkpoint_hash(previous, up_to=up_to, count=count, root=bytes(seal.root), at=seal.sealed_at)
    if merkle_root(leaves) != bytes(seal.root) or len(leaves) != count:
        faults.append(f"封存点 ≤{up_to}：其下的{rows}与封存时不同（应 {count} 条，实 {len(leaves)} 条）")
    if bytes(seal.previous_hash) != previous or digest != bytes(seal.hash):
        faults.append(f"封存点 ≤{up_to}：封存点本身被改动或前一封存点缺失")
    try:
        seal_key().public_key().verify(bytes(seal.signature), bytes(seal.hash))
    except InvalidSignature:
        faults.append(f"封存点 ≤{up_to}：签名不符")
    return faults
