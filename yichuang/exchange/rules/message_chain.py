"""What is said of one message in the log, and how it is chained to the one before it (issue 4, 7).

A chain is one case's messages with one system. A link covers the hash before it, its place and the entry, so that within a chain
nothing can be changed, dropped, inserted or put in another order unseen; a seal over all chains covers their ends.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from yichuang.foundations.rules.chains import canonical

OUT, IN = "out", "in"
PUSH, FEED, REPORT, CASE, FILE_GIVEN, FILE_TAKEN, FORM, BOOKS, BOOKING = (
    "push",
    "feed",
    "report",
    "case",
    "file_given",
    "file_taken",
    "form",
    "books",
    "booking",
)
KINDS: dict[str, str] = {
    PUSH: "推送",
    FEED: "拉取事件",
    REPORT: "回传",
    CASE: "提取基本信息",
    FILE_GIVEN: "下载文件",
    FILE_TAKEN: "上传文件",
    FORM: "打开申报表",
    BOOKS: "对账",
    BOOKING: "预约代办",
}
DIRECTIONS = {OUT: "发出", IN: "收到"}


@dataclass(frozen=True)
class Entry:
    """One message: between whom, about which case (empty: a page of the feed, a refused number), its exact bytes' hash, the answer's hash.

    `kept`: the bytes lie with the entry, so that they cannot be taken away unseen.
    `status` 0 with an empty `answer_sha256`: no answer came, nobody knows whether it was received.
    """

    system: str
    number: str
    direction: str
    kind: str
    type: str
    message_id: str
    at: datetime
    sha256: bytes
    size: int
    status: int
    answer_sha256: bytes = b""
    answer_size: int = 0
    more: dict[str, Any] = field(default_factory=dict)
    kept: bool = False

    def told(self) -> dict[str, Any]:
        """Return the entry as plain JSON: what the chain covers, and what an evidence package shows."""
        return {
            "system": self.system,
            "number": self.number,
            "direction": self.direction,
            "kind": self.kind,
            "type": self.type,
            "message_id": self.message_id,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "sha256": self.sha256.hex(),
            "size": self.size,
            "status": self.status,
            "answer_sha256": self.answer_sha256.hex(),
            "answer_size": self.answer_size,
            "more": self.more,
            "kept": self.kept,
        }

    def digest(self) -> bytes:
        """Return the hash of everything that is said of the message."""
        return hashlib.sha256(canonical(self.told())).digest()


def link_hash(previous: bytes, seq: int, digest: bytes) -> bytes:
    """Return the hash that chains an entry to the one before it; the database computes the same when it appends."""
    return hashlib.sha256(previous + seq.to_bytes(8, "big") + digest).digest()
