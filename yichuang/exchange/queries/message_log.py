"""The message log as it reads back: entries, and the check that finds what was changed, dropped, inserted or put in another order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import groupby

from yichuang.exchange.events import MessagesErased
from yichuang.exchange.models import Delivery, LoggedMessage, MessageChain, MessageSeal
from yichuang.exchange.rules.message_chain import FEED, IN, PUSH, Entry, link_hash
from yichuang.exchange.rules.wire import feed_bytes, wire_bytes
from yichuang.foundations import ledger
from yichuang.foundations.checkpoints import LOWEST, seal_faults
from yichuang.foundations.rules.chains import GENESIS

Place = tuple[str, str]


def entry_of(row: LoggedMessage) -> Entry:
    """Return a row as the chain covers it."""
    names = ("number", "direction", "kind", "type", "message_id", "at", "size", "status", "answer_size", "more", "kept")
    given = {name: getattr(row, name) for name in names}
    return Entry(system=row.system.key, sha256=bytes(row.sha256), answer_sha256=bytes(row.answer_sha256), **given)


def bytes_of(row: LoggedMessage) -> bytes | None:
    """Return the exact bytes of a message; None where only their hash is kept (a file is in the store, a refused call was too long), or was
    left when the text was erased."""
    if row.body or row.erased_at:
        return bytes(row.body) or None
    if row.kind == PUSH and row.more.get("dialect"):
        # From before such bytes were kept: its XML carried one-time tickets and is not made a second time.
        return None
    if row.kind == PUSH:
        found = Delivery.objects.filter(system=row.system_id, event_uid=row.message_id).first()
        return wire_bytes(found.body) if found and not found.erased_at else None
    if row.kind == FEED:
        return _page(row)
    return None


def _page(row: LoggedMessage) -> bytes | None:
    """Return a page of the feed as it was given: its events have kept their places; None when one was erased since."""
    uids = [uid for uid, _ in row.more["events"]]
    rows = list(Delivery.objects.filter(system=row.system_id, event_uid__in=uids))
    if any(one.erased_at for one in rows):
        return None
    found = {str(one.event_uid): one.body for one in rows}
    return feed_bytes([found[uid] for uid in uids if uid in found], row.more["next"])


@dataclass
class LogReport:
    """What a verification looked at, and every fault it found, in Chinese."""

    chains: int = 0
    messages: int = 0
    seals: int = 0
    unsealed: int = 0
    bodies: int = 0
    erased: int = 0
    erased_until: dict[str, datetime] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def verify_messages() -> LogReport:
    """Walk every chain, every head, every seal, and the bytes that are kept; report what does not fit."""
    report = LogReport(erased_until=_erased_until())
    ends = _verify_chains(report)
    _verify_heads(report, ends)
    _verify_seals(report)
    return report


def _erased_until() -> dict[str, datetime]:
    """Return up to when the ledger says that texts were erased, by the stream of the system."""
    until: dict[str, datetime] = {}
    for event in ledger.of_type(MessagesErased.type):
        before = datetime.fromisoformat(event.payload["before"])
        until[event.stream] = max(before, until.get(event.stream, before))
    return until


def _verify_chains(report: LogReport) -> dict[Place, tuple[int, bytes]]:
    ends: dict[Place, tuple[int, bytes]] = {}
    rows = LoggedMessage.objects.select_related("system").order_by("system_id", "number", "seq")
    for (key, number), links in groupby(
        rows.iterator(chunk_size=1000), key=lambda row: (row.system.key, str(row.number))
    ):
        report.chains += 1
        ends[key, number] = _verify_chain(report, f"{key} {number or '（系统）'}", links)
    return ends


def _verify_chain(report: LogReport, name: str, rows: Iterator[LoggedMessage]) -> tuple[int, bytes]:
    seq, previous = 0, GENESIS
    for row in rows:
        report.messages += 1
        seq += 1
        if row.seq != seq:
            report.faults.append(f"{name}：第 {seq} 条之处缺失或被插入（实际为第 {row.seq} 条）")
            seq = row.seq
        if link_hash(previous, row.seq, entry_of(row).digest()) != bytes(row.hash):
            report.faults.append(f"{name}：第 {row.seq} 条内容被改动，或与前一条不相接")
        _verify_bytes(report, name, row)
        previous = bytes(row.hash)
    return seq, previous


def _verify_bytes(report: LogReport, name: str, row: LoggedMessage) -> None:
    """Compare the bytes that are kept with the hashes in the chain; those that are gone must be erased by the ledger's word."""
    if row.erased_at:
        report.erased += 1
        until = report.erased_until.get(row.system.stream)
        if until is None or row.at >= until:
            report.faults.append(f"{name}：第 {row.seq} 条的原文标为已清除，台账没有这次清除")
        if row.body or row.answer:
            report.faults.append(f"{name}：第 {row.seq} 条标为已清除，却还有原文")
        return
    body = bytes_of(row)
    if body is not None:
        report.bodies += 1
        if sha256(body).digest() != bytes(row.sha256):
            report.faults.append(f"{name}：第 {row.seq} 条的原文与记录的散列不符")
    elif row.kept or (row.kind == PUSH and "dialect" not in row.more):
        report.faults.append(f"{name}：第 {row.seq} 条的原文缺失")
    if (row.answer or row.direction == IN) and sha256(row.answer).digest() != bytes(row.answer_sha256):
        report.faults.append(f"{name}：第 {row.seq} 条的答复原文与记录的散列不符")


def _verify_heads(report: LogReport, ends: dict[Place, tuple[int, bytes]]) -> None:
    known: set[Place] = set()
    for chain in MessageChain.objects.select_related("system").order_by("pk").iterator(chunk_size=2000):
        place = (chain.system.key, chain.number)
        known.add(place)
        seq, head = ends.get(place, (0, b""))
        if (chain.seq, bytes(chain.head)) != (seq, head):
            text = (
                f"{place[0]} {place[1] or '（系统）'}：末条应为第 {chain.seq} 条，日志里为第 {seq} 条（末尾被删或被加）"
            )
            report.faults.append(text)
    report.faults += [f"{key} {number}：没有链头（链头被删除）" for key, number in sorted(set(ends) - known)]


def _verify_seals(report: LogReport) -> None:
    since, previous = LOWEST, GENESIS
    for seal in MessageSeal.objects.order_by("up_to_message"):
        report.seals += 1
        rows = LoggedMessage.objects.filter(pk__gt=since, pk__lte=seal.up_to_message).order_by("pk")
        leaves = [bytes(digest) for digest in rows.values_list("hash", flat=True)]
        report.faults += seal_faults(seal, seal.up_to_message, seal.message_count, leaves, previous, "报文")
        since, previous = seal.up_to_message, bytes(seal.hash)
    report.unsealed = LoggedMessage.objects.filter(pk__gt=since).count()
