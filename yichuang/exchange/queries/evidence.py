"""What an evidence package of one case's exchange is made of: its messages, where each is sealed, and the way from each to its seal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from itertools import pairwise
from typing import Any

from yichuang.exchange.models import ClientSystem, Delivery, LoggedMessage, MessageSeal
from yichuang.exchange.queries.message_log import bytes_of, entry_of
from yichuang.exchange.rules.message_chain import FEED
from yichuang.exchange.rules.wire import wire_bytes
from yichuang.foundations.rules.chains import GENESIS, merkle_path


@dataclass(frozen=True)
class Proven:
    """One message with its place in its chain, the seal it lies under and the way there; the bytes where they may be seen."""

    row: LoggedMessage
    previous: bytes
    seal: MessageSeal
    path: list[tuple[str, bytes]]
    content: bytes | None
    answer: bytes | None
    parts: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True)
class Evidence:
    """Everything that is proven of one case's exchange, and how many messages came after the last seal."""

    messages: list[Proven]
    unsealed: int


def has_unsealed(system: ClientSystem, number: str) -> bool:
    """Tell whether messages of a case came after the last seal (two statements)."""
    last = MessageSeal.objects.order_by("-up_to_message").values_list("up_to_message", flat=True).first() or 0
    return _rows(system, number).filter(pk__gt=last).exists() or _pages(system, number).filter(pk__gt=last).exists()


def evidence_of(system: ClientSystem, number: str, *, contents: bool) -> Evidence:
    """Return what is proven of a case's exchange with a system; `contents` with the bytes of the messages."""
    chain = list(_rows(system, number).select_related("system").order_by("seq"))
    before = {row.pk: bytes(link.hash) for link, row in pairwise(chain)}
    pages = list(_pages(system, number).select_related("system").order_by("pk"))
    before |= {row.pk: _before(row) for row in pages}
    rows = sorted([*chain, *pages], key=lambda row: row.pk)
    seals = _seals(rows)
    parts = _parts(system, number) if contents else {}
    leaves: dict[int, dict[int, bytes]] = {}
    proven = []
    for row in rows:
        seal = next((one for one in seals if row.pk <= one.up_to_message), None)
        if seal is not None:
            if seal.pk not in leaves:
                leaves[seal.pk] = _leaves(seal)
            proven.append(_proven(row, before.get(row.pk, GENESIS), seal, leaves[seal.pk], parts, contents))
    return Evidence(proven, len(rows) - len(proven))


def seal_told(seal: MessageSeal) -> dict[str, Any]:
    """Return a seal as a package shows it: what its hash covers, the hash and the signature."""
    return {
        "up_to": seal.up_to_message,
        "count": seal.message_count,
        "root": bytes(seal.root).hex(),
        "previous": bytes(seal.previous_hash).hex(),
        "hash": bytes(seal.hash).hex(),
        "signature": bytes(seal.signature).hex(),
        "at": seal.sealed_at.astimezone(UTC).isoformat(timespec="microseconds"),
    }


def message_told(proven: Proven) -> dict[str, Any]:
    """Return a message as a package shows it, without its bytes."""
    row = proven.row
    return {
        "seq": row.seq,
        "entry": entry_of(row).told(),
        "previous": proven.previous.hex(),
        "hash": bytes(row.hash).hex(),
        "seal": proven.seal.up_to_message,
        "path": [[side, beside.hex()] for side, beside in proven.path],
        "erased": row.erased_at.astimezone(UTC).isoformat(timespec="seconds") if row.erased_at else "",
    }


def _rows(system: ClientSystem, number: str) -> Any:
    return LoggedMessage.objects.filter(system=system, number=number)


def _pages(system: ClientSystem, number: str) -> Any:
    """Return the pages of the feed on which events of a case were given."""
    pages = LoggedMessage.objects.filter(system=system, number="", kind=FEED)
    uids = Delivery.objects.filter(system=system, number=number, position__isnull=False)
    found: set[int] = set()
    for one in uids.order_by("pk"):
        digest = bytes(one.sha256) if one.erased_at else sha256(wire_bytes(one.body)).digest()
        part = [str(one.event_uid), digest.hex()]
        found |= set(pages.filter(more__contains={"events": [part]}).values_list("pk", flat=True))
    return pages.filter(pk__in=found)


def _parts(system: ClientSystem, number: str) -> dict[str, bytes]:
    rows = Delivery.objects.filter(system=system, number=number, position__isnull=False, erased_at=None)
    return {str(row.event_uid): wire_bytes(row.body) for row in rows}


def _before(row: LoggedMessage) -> bytes:
    """Return the hash of the message before one in its chain."""
    before = LoggedMessage.objects.filter(system=row.system_id, number=row.number, seq__lt=row.seq).order_by("-seq")
    found = before.values_list("hash", flat=True).first()
    return bytes(found) if found else GENESIS


def _seals(rows: list[LoggedMessage]) -> list[MessageSeal]:
    """Return the seals over these messages, the oldest first."""
    if not rows:
        return []
    return list(MessageSeal.objects.filter(up_to_message__gte=rows[0].pk).order_by("up_to_message"))


def _leaves(seal: MessageSeal) -> dict[int, bytes]:
    """Return the hash of every message under a seal, in order; other systems' and cases' too, for the way to the root leads past them."""
    below = MessageSeal.objects.filter(up_to_message__lt=seal.up_to_message).order_by("-up_to_message").first()
    under = LoggedMessage.objects.filter(pk__gt=below.up_to_message if below else 0, pk__lte=seal.up_to_message)
    return {pk: bytes(digest) for pk, digest in under.order_by("pk").values_list("pk", "hash")}


def _proven(
    row: LoggedMessage,
    previous: bytes,
    seal: MessageSeal,
    leaves: dict[int, bytes],
    parts: dict[str, bytes],
    contents: bool,
) -> Proven:
    path = merkle_path(list(leaves.values()), list(leaves).index(row.pk))
    # A page of the feed tells of other cases too: of it only this case's events are shown.
    whole = bytes_of(row) if contents and row.number else None
    shown = tuple((uid, parts[uid]) for uid in _uids(row) if uid in parts)
    return Proven(row, previous, seal, path, whole, bytes(row.answer) or None if contents else None, shown)


def _uids(row: LoggedMessage) -> Iterable[str]:
    return (uid for uid, _ in row.more["events"]) if row.kind == FEED else ()
