"""What the case page is made of beside its moves: the materials with their points."""

from typing import Any

from yichuang.cases.operations.record_materials import WAYS
from yichuang.cases.queries.scans import Page


def materials_panel(rows: list[Any], spec: Any, pages: dict[int, list[Page]]) -> list[dict[str, Any]]:
    """Return each material with its review points as found so far, and its scans."""
    return [material_item(row, spec, pages.get(row.pk, [])) for row in rows]


def material_item(row: Any, spec: Any, pages: list[Page]) -> dict[str, Any]:
    """Return one material as its part of the page shows it."""
    stated = spec.material(row.material_id)
    return {
        "row": row,
        "stated": stated,
        "counts": stated.counts(),
        "points": [
            {"id": point.id, "kind": point.kind, "text": point.text, **row.points.get(point.id, {})}
            for point in stated.review_points
        ],
        "pages": pages,
        "reading": any(page.reading == "pending" for page in pages),
        "unread": [page.reason for page in pages if page.reading == "failed"],
        "way": WAYS[row.received_as],
    }
