"""Writing down what was measured: one line of JSON per figure, and a table for people."""

import json
import os
import platform
import statistics
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


def record(
    benchmark: str,
    figure: str,
    value: float,
    unit: str,
    reference: float | None = None,
    ratio: float | None = None,
) -> None:
    """Append one figure to `results/<benchmark>.jsonl` and print it as a row of the table.

    `reference` is what the same run measured for comparison, `ratio` how they compare (value : reference unless the figure says else).
    """
    RESULTS.mkdir(exist_ok=True)
    line = {
        "benchmark": benchmark,
        "figure": figure,
        "value": _short(value),
        "unit": unit,
        "reference": _short(reference),
        "ratio": _short(ratio),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "machine": f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}",
    }
    with (RESULTS / f"{benchmark}.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
    beside = "" if reference is None else f"   reference {_short(reference):>12}"
    against = "" if ratio is None else f"   ratio {_short(ratio)}"
    print(f"{benchmark:<12}{figure:<52}{_short(value):>12} {unit:<10}{beside}{against}", flush=True)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` (0 to 1) of the values lie; median for 0.5."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def median(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.4g}")


def _commit() -> str:
    found = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--abbrev=9"],
        capture_output=True,
        text=True,
        check=False,
        cwd=RESULTS.parent,
    )
    return found.stdout.strip() or "unknown"
