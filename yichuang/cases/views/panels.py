"""What the case page is made of beside its moves: the materials with their points."""

from collections.abc import Mapping
from typing import Any

from yichuang.cases.operations.record_materials import WAYS
from yichuang.cases.queries.facts import may_be_shared
from yichuang.cases.queries.scans import Page
from yichuang.cases.rules.facts import NOT_RECEIVED
from yichuang.cases.serving.card_at_hand import CardAtHand


def materials_panel(
    case: Any, rows: list[Any], spec: Any, pages: dict[int, list[Page]], card: CardAtHand | None
) -> list[dict[str, Any]]:
    """Return each material with its review points as found so far, and its scans; `card` is offered where it fits."""
    return [material_item(case, row, spec, pages.get(row.pk, []), card) for row in rows]


def material_item(case: Any, row: Any, spec: Any, pages: list[Page], card: CardAtHand | None = None) -> dict[str, Any]:
    """Return one material as its part of the page shows it."""
    stated = spec.material(row.material_id)
    return {
        "row": row,
        "stated": stated,
        "counts": stated.counts(),
        "points": [
            {"id": point.id, "kind": point.kind, "text": point.text, **found, "ticked": _ticked(found)}
            for point in stated.review_points
            for found in [row.points.get(point.id, {})]
        ],
        "pages": pages,
        "reading": any(page.reading == "pending" for page in pages),
        "unread": [page.reason for page in pages if page.reading == "failed"],
        "way": WAYS[row.received_as],
        "shareable": may_be_shared(case, stated, row),
        "card": card.file if card and not pages and card.fits(stated) else "",
    }


def _ticked(found: Mapping[str, Any]) -> bool:
    """Tell whether a point is ticked: found so by a person, or suggested and not yet looked at."""
    return (found.get("found") or found.get("suggested")) == "passed"


def with_typed(items: list[dict[str, Any]], typed: Mapping[str, str]) -> None:
    """Put what was typed and not saved over what is kept; what was left open stays as it is kept, a colleague's entries with it."""
    for item in items if typed else ():
        row, key = item["row"], item["row"].material_id
        if typed.get(f"{key}.way", NOT_RECEIVED) != NOT_RECEIVED:
            row.received_as = typed[f"{key}.way"]
            row.originals = typed.get(f"{key}.originals", row.originals)
            row.copies = typed.get(f"{key}.copies", row.copies)
        for point in item["points"]:
            point["ticked"] = point.get("found") == "passed" or bool(typed.get(f"{key}.{point['id']}"))


def places_of(spec: Any, material_ids: list[str]) -> list[dict[str, Any]]:
    """Return the materials with their points, as the dialog “this point is wrong” names them."""
    stated = [spec.material(material_id) for material_id in material_ids]
    return [{"id": one.id, "name": one.name, "points": one.review_points} for one in stated]
