"""What the case page is made of beside its moves: the materials with their points."""

from typing import Any


def materials_panel(rows: list[Any], spec: Any) -> list[dict[str, Any]]:
    """Return each material with its review points as found so far."""
    return [{"row": row, "points": _points(row, spec)} for row in rows]


def _points(row: Any, spec: Any) -> list[dict[str, Any]]:
    stated = spec.material(row.material_id).review_points
    return [
        {"id": point.id, "kind": point.kind, "text": point.text, **row.points.get(point.id, {})} for point in stated
    ]
