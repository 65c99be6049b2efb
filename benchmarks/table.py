"""The latest figure of every benchmark as a page: `docs/benchmarks.md`, made from `benchmarks/results/*.jsonl`."""

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


def page(results: Path = RESULTS) -> str:
    """Return the page: one row a figure, the latest measurement of each."""
    rows = []
    for path in sorted(results.glob("*.jsonl")):
        latest: dict[str, dict[str, Any]] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            found = json.loads(line)
            latest[found["figure"]] = found
        rows += [
            f"| {row['benchmark']} | {row['figure']} | {row['value']} | {row['unit']} | {_shown(row['reference'])}"
            f" | {_shown(row['ratio'])} | {row['commit']} |"
            for row in latest.values()
        ]
    return HEAD + "\n".join(rows) + "\n"


def _shown(value: float | None) -> str:
    return "—" if value is None else str(value)
