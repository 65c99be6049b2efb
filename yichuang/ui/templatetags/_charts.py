"""Charts drawn here as SVG: no library, no script, nothing that a policy forbids; the numbers stand in a table beside each.

A chart is an image with a name for whoever cannot see it; the page shows the same numbers as a table. Colours come from `charts.css`,
series differ by form as well as by colour. On a telephone the chart shrinks and its letters do not.
"""

from collections.abc import Sequence
from math import ceil, log10
from typing import Any

from django.utils.safestring import SafeString

from yichuang.ui.templatetags._library import part, register

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 240, 44, 12, 14, 30
MOST_LABELS, HEAT_STEPS = 16, 5


def ticks(most: float, about: int = 4) -> list[float]:
    """Return round values from 0 to at least `most`, four or five of them."""
    if most <= 0:
        return [0.0, 1.0]
    rough = most / about
    size = 10.0 ** int(log10(rough) if rough >= 1 else log10(rough) - 1)
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough)
    return [step * place for place in range(ceil(most / step - 1e-9) + 1)]


def _shown(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if value != int(value) else str(int(value))


class _Plane:
    """Where values lie on the picture."""

    def __init__(self, count: int, most: float) -> None:
        self.marks = ticks(most)
        self.top = self.marks[-1]
        self.step = (WIDTH - LEFT - RIGHT) / max(count, 1)

    def x(self, place: int) -> float:
        """Return the middle of a place on the axis."""
        return round(LEFT + self.step * (place + 0.5), 1)

    def y(self, value: float) -> float:
        """Return the height of a value."""
        return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / self.top, 1)

    def grid(self) -> list[dict[str, Any]]:
        """Return the lines of the grid with what they say."""
        return [{"y": self.y(value), "text": _shown(value), "text_y": self.y(value) + 4} for value in self.marks]


@register.simple_tag
def chart(label: str, places: Sequence[str], series: Sequence[dict[str, Any]], unit: str = "") -> SafeString:
    """A chart over named places (hours, days): `series` are {name, values, kind}; kind is bars, line, dashes, or band with `upper`.

    A value of None leaves a gap. Bars are drawn first.
    """
    most = max(
        (value for one in series for value in [*one["values"], *one.get("upper", ())] if value is not None), default=0
    )
    plane = _Plane(len(places), most)
    each = max(1, -(-len(places) // MOST_LABELS))
    labels = [{"x": plane.x(place), "text": text} for place, text in enumerate(places) if place % each == 0]
    order = {"band": 0, "bars": 1, "dashes": 2, "line": 3}
    drawn = [_series(plane, one, places, unit) for one in sorted(series, key=lambda one: order[one["kind"]])]
    return part(
        "chart", label=label, series=drawn, legend=[{"name": one["name"], "kind": one["kind"]} for one in series], unit=unit,
        labels=labels, grid=plane.grid(), width=WIDTH, height=HEIGHT, left=LEFT, right=WIDTH - RIGHT, base=HEIGHT - BOTTOM,
        label_y=HEIGHT - 10,
    )  # fmt: skip


def _series(plane: _Plane, one: dict[str, Any], places: Sequence[str], unit: str) -> dict[str, Any]:
    values, kind = list(one["values"]), one["kind"]
    points = [
        (plane.x(place), plane.y(value), places[place], value)
        for place, value in enumerate(values)
        if value is not None
    ]
    drawn: dict[str, Any] = {"kind": kind, "name": one["name"]}
    said = [f"{text} {one['name']} {_shown(value)}{unit}" for _, _, text, value in points]
    if kind == "bars":
        width = round(plane.step * 0.64, 1)
        drawn["bars"] = [
            {
                "x": round(x - width / 2, 1),
                "y": y,
                "width": width,
                "height": round(HEIGHT - BOTTOM - y, 1),
                "said": words,
            }
            for (x, y, _, _), words in zip(points, said, strict=True)
        ]
    elif kind == "band":
        upper = [(plane.x(place), plane.y(value)) for place, value in enumerate(one["upper"]) if value is not None]
        drawn["points"] = _path([*[(x, y) for x, y, _, _ in points], *reversed(upper)])
    else:
        drawn["points"] = _path([(x, y) for x, y, _, _ in points])
        drawn["dots"] = (
            [{"x": x, "y": y, "said": words} for (x, y, _, _), words in zip(points, said, strict=True)]
            if len(points) <= 40
            else []
        )
    return drawn


def _path(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)


@register.simple_tag
def heat_table(
    label: str, heads: Sequence[str], rows: Sequence[dict[str, Any]], unit: str = "", corner: str = ""
) -> SafeString:
    """A table whose cells are darker the larger they are; rows are {name, values}, None an empty cell. The numbers stay readable."""
    most = max((value for row in rows for value in row["values"] if value is not None), default=0)
    lines = [
        {
            "name": row["name"],
            "cells": [
                {"text": "" if value is None else _shown(value), "step": _heat(value, most)} for value in row["values"]
            ],
        }
        for row in rows
    ]
    return part("heat_table", label=label, heads=heads, rows=lines, unit=unit, corner=corner)


def _heat(value: float | None, most: float) -> int:
    return 0 if value is None or most <= 0 else min(int(value / most * HEAT_STEPS), HEAT_STEPS - 1) + 1
