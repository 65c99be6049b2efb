"""How a file comes in portions: what may be begun, and whether a portion is the next one (tus 1.0; issue 4 line 6).

Facts in, decision with reasons out. The content is judged when it is whole, as that of any upload (`sniffing`).
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from yichuang.files.rules import media, sniffing
from yichuang.foundations.problems import Reason

LASTS = timedelta(hours=24)
MOST_OPEN = 100
RULE = "统一文件存储中心：分段上传"
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Announced:
    """What is said of a file before it comes: its name, declared type, size in bytes and SHA-256 in lower-case hex."""

    name: str
    declared_type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Progress:
    """Where an upload stands: bytes announced, bytes taken, until when it can be gone on with, whether it is stored."""

    size: int
    received: int
    expires_at: datetime
    stored: bool = False


@dataclass(frozen=True)
class Verdict:
    """Why something is not taken, and the HTTP status that says so; without reasons it is taken."""

    reasons: tuple[Reason, ...] = ()
    status: int = 0


TAKEN = Verdict()


def judge_begin(file: Announced, open_uploads: int) -> Verdict:
    """Decide whether an upload may begin: 413 for one that is too large, 422 for one that would never be taken."""
    if file.size > media.LARGEST:
        return Verdict(sniffing.too_large(_claimed(file), file.size), 413)
    if file.size <= 0:
        todo = "请核对文件能否打开，重新扫描或拍照后再上传。"
        return Verdict((_reason("file_empty", "文件是空的（0 字节）。", "没有开始上传。", todo),), 422)
    unwelcome = sniffing.announced_unwelcome(file.name, file.declared_type)
    if unwelcome:
        return Verdict((unwelcome,), 422)
    claimed = _claimed(file)
    if claimed is not None and file.size > claimed.limit:
        return Verdict(sniffing.too_large(claimed, file.size), 413)
    if not _SHA256.fullmatch(file.sha256):
        text = "没有写明文件的 SHA-256（64 位小写十六进制）。"
        todo = "请在 Upload-Metadata 里给出 sha256。"
        return Verdict((_reason("upload_hash", text, "没有开始上传。", todo),), 422)
    if open_uploads >= MOST_OPEN:
        text = f"还有 {open_uploads} 个没有传完的上传。"
        return Verdict(
            (_reason("uploads_open", text, "没有开始新的上传。", "请先传完或取消其中一些，再传新的。"),), 409
        )
    return TAKEN


def judge_portion(progress: Progress, offset: int, length: int, now: datetime) -> Verdict:
    """Decide whether `length` bytes from `offset` on are the next portion: 409 where to go on, 410 too late, 413 too much."""
    ended = judge_open(progress, now)
    if ended.reasons:
        return ended
    if offset != progress.received:
        text = f"已收到 {progress.received} 字节，这一段却从第 {offset} 字节开始。"
        kept = f"前 {progress.received} 字节都在，这一段没有收。"
        todo = f"请从第 {progress.received} 字节接着传。"
        return Verdict((_reason("upload_offset", text, kept, todo),), 409)
    if offset + length > progress.size:
        text = f"这一段超出了开始时声明的 {progress.size} 字节。"
        kept = f"前 {progress.received} 字节都在，这一段没有收。"
        todo = "请核对文件在上传期间有没有改动；改动过的请重新上传。"
        return Verdict((_reason("upload_overrun", text, kept, todo),), 413)
    return TAKEN


def judge_open(progress: Progress, now: datetime) -> Verdict:
    """Decide whether an upload can still be gone on with."""
    if progress.stored:
        text = "这个文件已经传完并保存。"
        return Verdict((_reason("upload_stored", text, "文件已保存一份，没有重复保存。", "不用再传。"),), 409)
    if progress.expires_at <= now:
        text = "这次上传超过 24 小时没有传完，已经作废。"
        return Verdict((_reason("upload_expired", text, "没有保存这个文件。", "请重新上传。"),), 410)
    return TAKEN


def judge_whole(progress: Progress, announced: str, sha256: str, now: datetime) -> Verdict:
    """Decide whether what came is the whole file that was announced: size first, then its hash."""
    ended = judge_open(progress, now)
    if ended.reasons:
        return ended
    if progress.received != progress.size:
        text = f"文件还没有传完：应有 {progress.size} 字节，只收到 {progress.received} 字节。"
        kept = f"前 {progress.received} 字节都在。"
        todo = f"请从第 {progress.received} 字节接着传。"
        return Verdict((_reason("upload_incomplete", text, kept, todo),), 409)
    if sha256 != announced:
        text = "收到的内容与开始时声明的 SHA-256 不符，文件在途中变了样。"
        return Verdict((_reason("upload_hash", text, "没有保存这个文件。", "请重新上传。"),), 422)
    return TAKEN


def _claimed(file: Announced) -> media.Medium | None:
    claimed = sniffing.claimed(file.name, file.declared_type)
    return claimed if isinstance(claimed, media.Medium) else None


def _reason(code: str, message: str, kept: str, todo: str) -> Reason:
    return Reason(code, message, field="file", rule=RULE, kept=kept, todo=todo)
