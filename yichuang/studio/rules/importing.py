"""How an uploaded file is on its way: read, held until somebody confirms, written, failed or cancelled; when its worker counts as dead."""

from datetime import datetime, timedelta

READING, HELD, APPLYING, FAILED, CANCELLED = "reading", "held", "applying", "failed", "cancelled"
# What a worker is at: a person sees how far he is, may stop him or begin again.
UNDER_WAY = frozenset({READING, APPLYING})
APPLIED = "applied"  # held, and confirmed since
STATES: dict[str, str] = {
    READING: "正在读取",
    HELD: "等待确认",
    APPLYING: "正在导入",
    FAILED: "没有读取",
    CANCELLED: "已取消",
    APPLIED: "已导入",
}
TONES: dict[str, str] = {
    READING: "blue",
    HELD: "yellow",
    APPLYING: "blue",
    FAILED: "red",
    CANCELLED: "grey",
    APPLIED: "green",
}
READ_ROWS, COMPARE, WRITE = "rows", "compare", "write"
PHASES: dict[str, str] = {READ_ROWS: "读取各行", COMPARE: "与现有事项比较", WRITE: "写入草稿"}
UNITS: dict[str, str] = {READ_ROWS: "行", COMPARE: "个事项", WRITE: "个事项"}
# A worker tells at least every few hundred rows; a matter of five thousand rows is compared in seconds.
SILENT = timedelta(seconds=60)


# So many matters are written while somebody waits: a second's work. More have a page with their progress.
WRITTEN_AT_ONCE = 20


def fault_number(batch: str, attempt: int) -> str:
    """Return the number under which an unexpected failure is told to a person and written into the log."""
    return f"DR-{batch.replace('-', '')[:8].upper()}-{attempt}"


def is_silent(beat: datetime | None, begun: datetime, now: datetime) -> bool:
    """Tell whether nothing was heard of the reading for so long that its worker must be dead, or none is there."""
    return now - (beat or begun) > SILENT
