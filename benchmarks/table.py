"""The latest figure of every benchmark as a page (`docs/benchmarks.md`), the main ones in both READMEs, from `benchmarks/results/`."""

import json
from pathlib import Path
from typing import Any

from benchmarks.record import RESULTS

HEAD = """# Benchmarks

Made from `benchmarks/results/` by `make bench-table`; measured by `make bench`. Ratios are taken
within one run. The reference of `intake` is the bare SQL of the same rows, of `growth` the same path with ten thousand cases,
of `search` PostgreSQL `LIKE`, of `deliveries` a bare loop over the same rows, then the same without a dead system beside it, of `gateway` a
direct call of the same upstream; of `hall` the five milliseconds that a decision may take; of `mining` a bitmap
Eclat of thirty lines, then the library.

| benchmark | figure | value | unit | reference | ratio | commit |
|---|---|---|---|---|---|---|
"""


# What the READMEs show: benchmark, figure, and what it is in English and Chinese.
MAIN = (
    ("intake", "stepwise, 16 clients", "intakes in three steps, 16 clients; reference: bare SQL", "收件（三步），16 个窗口；对照：裸 SQL"),
    ("intake", "one call, 16 clients", "the same as one call", "同上，一次调用"),
    ("growth", "officer's list p95", "officer's list, 200,000 cases; reference: 10,000", "办件列表，20 万件；对照：1 万件"),
    ("growth", "case page p95", "case page, the same", "办件页，同上"),
    ("navigator", "demo matters", "questions and checklists, demo matters; target 20,000", "答题和清单（演示事项）；目标 2 万"),
    ("navigator", "made matter of 200 questions, nothing remembered", "200 questions, nothing remembered", "200 题，无缓存"),
    ("search", "top-3 hit, all", "search of 50,000 matters, right one among the first three", "5 万事项搜索，前三条命中"),
    ("search", "p95", "the same, p95", "同上，p95"),
    ("prover", "60 facts, tangled", "prover, 60 entangled facts", "校验，60 个纠缠的事实"),
    ("deliveries", "10,000 events, one sender", "events to a department's system; reference: bare loop", "推送部门系统；对照：裸循环"),
    ("deliveries", "lost", "lost of them", "其中丢失"),
    ("hall", "decision p95, 2,000 waiting, 30 windows", "dispatch, 2,000 waiting, p95; limit 5 ms", "2000 人等候时派号，p95；上限 5 毫秒"),
    ("screens", "event to screen, 200 screens, p95", "call to screen, 200 screens, p95", "叫号到大屏，200 块屏，p95"),
    ("mining", "library (mlxtend fpgrowth)", "mining 200,000 baskets; reference: a bitmap Eclat", "关联分析 20 万篮；对照：位图 Eclat"),
)  # fmt: skip
BEGIN, END = "<!-- figures: make bench-table -->\n", "<!-- end of figures -->"
SHORT_HEADS = (
    "| measured | value | unit | ratio to the reference |\n|---|---|---|---|\n",
    "| 测量 | 数值 | 单位 | 与对照之比 |\n|---|---|---|---|\n",
)


def page(results: Path = RESULTS) -> str:
    """Return the page: one row a figure, the latest measurement of each."""
    rows = [
        f"| {row['benchmark']} | {row['figure']} | {row['value']} | {row['unit']} | {_shown(row['reference'])}"
        f" | {_shown(row['ratio'])} | {row['commit']} |"
        for row in _latest(results).values()
    ]
    return HEAD + "\n".join(rows) + "\n"


def with_figures(readme: str, language: int, results: Path = RESULTS) -> str:
    """Return a README (language 0 English, 1 Chinese) with the main figures between its two marks."""
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    latest = _latest(results)
    rows = [
        f"| {words[language]} | {row['value']:g} | {row['unit']} | {_shown(row['ratio'])} |\n"
        for benchmark, figure, *words in MAIN
        if (row := latest.get((benchmark, figure)))
    ]
    return f"{before}{BEGIN}{SHORT_HEADS[language]}{''.join(rows)}{END}{after}"


def _latest(results: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the latest measurement of each figure by benchmark and figure."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for path in sorted(results.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found[row["benchmark"], row["figure"]] = row
    return found


def _shown(value: float | None) -> str:
    return "—" if value is None else str(value)
