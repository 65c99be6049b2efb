"""A scenario's answer as pages and sheets show it."""

from collections.abc import Sequence
from typing import Any

from yichuang.hall.models import TwinScenario
from yichuang.hall.rules.twin.scenarios import ARRANGEMENTS, Changes, changes_from

# What less of is better; of the others more is, or neither.
LESS, MORE = frozenset({"mean", "p50", "p90", "p95", "whole", "overtime", "left", "unserved"}), frozenset({"within"})


def clock_of(quarter: int) -> str:
    """Return when a quarter hour begins, such as 9:15."""
    return f"{quarter // 4}:{quarter % 4 * 15:02d}"


def interval(one: dict[str, float] | None) -> str:
    """Return an estimate's interval."""
    return f"{one['low'] + 0.0:.1f} 至 {one['high'] + 0.0:.1f}".replace("-0.0", "0.0") if one else "—"


def shown(row: TwinScenario) -> dict[str, Any]:
    """Return what the page of a scenario needs beside the row; without an answer only what was asked."""
    changes = changes_from(row.changes)
    told: dict[str, Any] = {
        "changes": changes,
        "arrangement": f"逐个设置 {len(changes.booths)} 个窗口"
        if changes.booths
        else ARRANGEMENTS[changes.arrangement],
        "asked": _asked(row, changes),
        "base_p90": "—",
        "p90": "—",
    }
    if row.state != TwinScenario.DONE:
        return told
    lines = [_line(figure) for figure in row.result["figures"]]
    by_key = {line["key"]: line for line in lines}
    told |= {"base_p90": by_key["p90"]["base"], "p90": by_key["p90"]["scenario"]}
    return told | {
        "tiles": [by_key[key] for key in ("mean", "p90", "within", "utilisation")],
        "lines": lines,
        "windows": row.result["windows"],
        "waits": _waits(row.result["quarters"]),
        "quarters": [_quarter(one) for one in row.result["quarters"]],
        "staffing": _staffing(row.result["staffing"]),
        "unserved": by_key["unserved"] if row.result["figures"] and _mean(row, "unserved") > 0 else None,
        "result": row.result,
    }


def _mean(row: TwinScenario, key: str) -> float:
    return next(float(one["scenario"]["mean"]) for one in row.result["figures"] if one["key"] == key)


def _asked(row: TwinScenario, changes: Changes) -> list[tuple[str, str]]:
    days = f"{row.days[0]} 至 {row.days[-1]}，共 {len(row.days)} 天" if len(row.days) > 1 else f"{row.days[0]}"
    hours = "、".join(f"{a // 60:02d}:{a % 60:02d}—{b // 60:02d}:{b % 60:02d}" for a, b in changes.hours)
    moved = "、".join(f"{matter} {percent}%" for matter, percent in changes.moved.items())
    return [
        ("服务点", row.site.name),
        ("依据", days),
        ("受理窗口数", str(changes.windows or "现有") if not changes.booths else str(len(changes.booths))),
        ("开放时间", hours or "现有"),
        ("业务量", f"{changes.demand}%"),
        ("下沉到镇街", moved or "没有"),
        ("目标", f"{changes.target_percent}% 的人等候不超过 {changes.target_minutes} 分钟"),
        ("推演天数", f"{changes.runs} 天"),
    ]


def _line(figure: dict[str, Any]) -> dict[str, Any]:
    differs, key = figure["difference"], figure["key"]
    sure = differs["low"] > 0 or differs["high"] < 0
    better = (differs["mean"] < 0) if key in LESS else (differs["mean"] > 0) if key in MORE else None
    verdict = "" if better is None else ("改善" if better else "变差") if sure else "没有明显差别"
    return {
        "key": key,
        "name": figure["name"],
        "unit": figure["unit"],
        "base": f"{figure['base']['mean']:.1f}",
        "base_interval": interval(figure["base"]),
        "scenario": f"{figure['scenario']['mean']:.1f}",
        "scenario_interval": interval(figure["scenario"]),
        "difference": f"{differs['mean']:+.1f}",
        "difference_interval": interval(differs),
        "verdict": verdict,
        "tone": {"改善": "green", "变差": "red"}.get(verdict, "grey"),
    }


def _waits(quarters: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        "places": [clock_of(one["quarter"]) for one in quarters],
        "series": [
            {"name": "方案日均取号（张）", "kind": "bars", "values": [one["scenario_came"] for one in quarters]},
            {"name": "现在等候 P90（分钟）", "kind": "dashes", "values": [one["base_wait"] for one in quarters]},
            {"name": "方案等候 P90（分钟）", "kind": "line", "values": [one["scenario_wait"] for one in quarters]},
        ],
    }


def _quarter(one: dict[str, Any]) -> dict[str, Any]:
    def said(value: Any) -> str:
        return "—" if value is None else f"{value:.1f}"

    return {
        "time": clock_of(one["quarter"]),
        "base_came": said(one["base_came"]),
        "scenario_came": said(one["scenario_came"]),
        "base_wait": said(one["base_wait"]),
        "scenario_wait": said(one["scenario_wait"]),
        "base_within": said(one["base_within"] and one["base_within"]["mean"]),
        "base_interval": interval(one["base_within"]),
        "scenario_within": said(one["scenario_within"] and one["scenario_within"]["mean"]),
        "scenario_interval": interval(one["scenario_within"]),
    }


def _staffing(quarters: Sequence[dict[str, Any]]) -> dict[str, Any]:
    pools = list(dict.fromkeys(name for one in quarters for name in one["pools"]))
    return {
        "places": [clock_of(one["quarter"]) for one in quarters],
        "series": [
            {"name": "需要的窗口", "kind": "bars", "values": [one["windows"] for one in quarters]},
            {"name": "方案开放的窗口", "kind": "line", "values": [one["open"] for one in quarters]},
        ],
        "pools": pools,
        "most": max((one["windows"] for one in quarters), default=0),
        "rows": [
            {
                "time": clock_of(one["quarter"]),
                "came": f"{one['came']:.1f}",
                "windows": one["windows"],
                "interval": f"{one['low']}—{one['high']}",
                "open": one["open"],
                "short": one["windows"] > one["open"],
                "within": f"{one['within']['mean']:.1f}",
                "within_interval": interval(one["within"]),
                "pools": [one["pools"].get(name, 0) for name in pools],
            }
            for one in quarters
        ],
    }


def compared(rows: Sequence[TwinScenario]) -> list[dict[str, Any]]:
    """Return the figures of several answered scenarios, a line each, beside what the first one takes as it is now."""
    if not rows:
        return []
    tables = [{figure["key"]: figure for figure in row.result["figures"]} for row in rows]
    return [
        {
            "name": figure["name"],
            "unit": figure["unit"],
            "base": (f"{figure['base']['mean']:.1f}", interval(figure["base"])),
            "cells": [(f"{table[key]['scenario']['mean']:.1f}", interval(table[key]["scenario"])) for table in tables],
        }
        for key, figure in tables[0].items()
    ]


def sheet_rows(row: TwinScenario) -> list[tuple[str | int, ...]]:
    """Return an answer as the rows of a sheet; without one what was asked."""
    told = shown(row)
    rows: list[tuple[str | int, ...]] = [("方案", name, value, "", "", "", "", "") for name, value in told["asked"]]
    if "lines" not in told:
        return rows
    rows += [
        (
            "结果", f"{one['name']}（{one['unit']}）", one["base"], one["base_interval"], one["scenario"],
            one["scenario_interval"], one["difference"], one["difference_interval"],
        )
        for one in told["lines"]
    ]  # fmt: skip
    rows += [
        (
            "各时段等候 P90（分钟）", one["time"], one["base_wait"], "", one["scenario_wait"], "", "", "",
        )
        for one in told["quarters"]
    ]  # fmt: skip
    rows += [
        ("需要的窗口", one["time"], one["open"], "", one["windows"], one["interval"], "", "")
        for one in told["staffing"]["rows"]
    ]
    return rows
