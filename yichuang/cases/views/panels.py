"""What the case page is made of beside its moves: the materials with their points."""

from typing import Any

from yichuang.cases.operations.record_materials import WAYS
from yichuang.cases.operations.take_shared import may_be_shared
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
        "shareable": may_be_shared(stated, row),
    }


def places_of(spec: Any, material_ids: list[str]) -> list[dict[str, Any]]:
    """Return the materials with their points, as the dialog “this point is wrong” names them."""
    stated = [spec.material(material_id) for material_id in material_ids]
    return [{"id": one.id, "name": one.name, "points": one.review_points} for one in stated]
