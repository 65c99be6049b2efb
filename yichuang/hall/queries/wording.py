"""Figures as people read them: minutes, shares, differences; one place for page, sheet and API."""

from collections.abc import Iterable
from typing import Any

from yichuang.hall.queries.statistics import Statistics
from yichuang.hall.rules.figures import CASE, SERVICE, WAIT, WHOLE, Line

NOTHING = "—"
HEADS = (
    "取号",
    "办结",
    "过号未到",
    "离开",
    "绿色通道",
    "等候平均（分）",
    "等候 P50",
    "等候 P90",
    "等候 P95",
    "办理 P50（分）",
    "办理 P90",
    "取号到办结 P50（分）",
    "取号到办结 P90",
    "取号到办结 P95",
    "取号到办件办结 P50（天）",
    "取号到办件办结 P90（天）",
    "利用率",
    "时间不准（未计入用时）",
)


def minutes(seconds: int | float | None) -> str:
    """Return a time in minutes with one digit."""
    return NOTHING if seconds is None else f"{seconds / 60:.1f}"


def days(seconds: int | None) -> str:
    """Return a time in days with one digit."""
    return NOTHING if seconds is None else f"{seconds / 86_400:.1f}"


def share(part: float | None, whole: float = 1) -> str:
    """Return a share in percent."""
    return NOTHING if part is None or not whole else f"{100 * part / whole:.1f}%"


def change(now: float | None, before: float | None, unit: str = "") -> str:
    """Return how a figure differs from the one before, in words of a tile."""
    if now is None or before is None:
        return ""
    differs = round(now - before, 1)
    text = f"{abs(differs):.1f}".rstrip("0").rstrip(".")
    return "与上期持平" if not differs else f"比上期{'多' if differs > 0 else '少'} {text}{unit}"


def cells(line: Line) -> tuple[str | int, ...]:
    """Return a line's figures in the order of `HEADS`."""
    return (
        line.taken, line.done, line.no_show, line.left, line.green,
        minutes(line.mean(WAIT)), *(minutes(line.at(WAIT, percent)) for percent in (50, 90, 95)),
        *(minutes(line.at(SERVICE, percent)) for percent in (50, 90)),
        *(minutes(line.at(WHOLE, percent)) for percent in (50, 90, 95)),
        *(days(line.at(CASE, percent)) for percent in (50, 90)),
        share(line.utilisation), line.inaccurate,
    )  # fmt: skip


def row_of(key: str, line: Line, total: int = 0) -> dict[str, Any]:
    """Return a line as a table shows it."""
    return {
        "key": key,
        "name": line.name or key or "未注明",
        "taken": line.taken,
        "share": share(line.taken, total),
        "done": line.done,
        "no_show": share(line.no_show, line.taken),
        "left": share(line.left, line.taken),
        "wait_mean": minutes(line.mean(WAIT)),
        "wait_p50": minutes(line.at(WAIT, 50)),
        "wait_p90": minutes(line.at(WAIT, 90)),
        "service_p50": minutes(line.at(SERVICE, 50)),
        "service_p90": minutes(line.at(SERVICE, 90)),
        "whole_p50": minutes(line.at(WHOLE, 50)),
        "whole_p90": minutes(line.at(WHOLE, 90)),
        "whole_p95": minutes(line.at(WHOLE, 95)),
        "case_p50": days(line.at(CASE, 50)),
        "case_p90": days(line.at(CASE, 90)),
        "open": f"{line.open_seconds / 3600:.1f}",
        "paused": f"{line.paused_seconds / 3600:.1f}",
        "busy": f"{line.busy_seconds / 3600:.1f}",
        "utilisation": share(line.utilisation),
    }


def in_minutes(lines: Iterable[Line | None], percent: int) -> list[float | None]:
    """Return the waits of several lines in minutes, None where there were none."""
    found = (line.at(WAIT, percent) if line else None for line in lines)
    return [None if value is None else round(value / 60, 1) for value in found]


def tiles(found: Statistics) -> list[dict[str, str]]:
    """Return the figures on top of the page, each beside the period before."""
    now, before = found.whole, found.before

    def both(name: str, percent: int) -> str:
        pair = [
            None if line.at(name, percent) is None else (line.at(name, percent) or 0) / 60 for line in (now, before)
        ]
        return change(pair[0], pair[1], " 分钟")

    return [
        {"name": "取号", "value": str(now.taken), "note": change(now.taken, before.taken, " 张") if before.taken else ""},
        {"name": "等候 P50 / P90（分钟）", "value": f"{minutes(now.at(WAIT, 50))} / {minutes(now.at(WAIT, 90))}",
         "note": both(WAIT, 90)},
        {"name": "到办结 P50 / P90（分钟）", "value": f"{minutes(now.at(WHOLE, 50))} / {minutes(now.at(WHOLE, 90))}",
         "note": both(WHOLE, 90)},
        {"name": "到办件办结 P50（天）", "value": days(now.at(CASE, 50)),
         "note": f"已办结的 {sum(now.times.get(CASE, {}).values())} 人次"},
        {"name": "窗口利用率", "value": share(now.utilisation), "note": f"上期 {share(before.utilisation)}"},
        {"name": "过号未到 / 离开", "value": f"{share(now.no_show, now.taken)} / {share(now.left, now.taken)}",
         "note": f"上期 {share(before.no_show, before.taken)} / {share(before.left, before.taken)}"},
        {"name": "绿色通道", "value": share(now.green, now.taken), "note": f"{now.green} 人次"},
    ]  # fmt: skip
