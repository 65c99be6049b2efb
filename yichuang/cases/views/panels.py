"""What the case page is made of: the materials with their points, and the moves that are open to this person."""

from typing import Any

from yichuang.accounts.queries import officers_of
from yichuang.cases import policies
from yichuang.cases.forms import INPUTS, MoveForm
from yichuang.cases.models import Case
from yichuang.cases.rules.lifecycle import moves_from
from yichuang.cases.rules.states import State
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of


def moves_panel(
    actor: Any, case: Case, rows: list[Any], corrections: list[Any], bound: MoveForm | None
) -> list[dict[str, Any]]:
    """Return the moves open to this person from here, each with its form."""
    items = [
        (item["id"], f"{item['name']}：{item['what']}")
        for row in corrections
        for item in row.items
        if not item["supplied_at"]
    ]
    tolerated = [(row.material_id, row.name) for row in rows if row.received_as == "tolerated"]
    colleagues = officers_of(case.department_id, day_of(clock.now()))
    moves = []
    for move in moves_from(State(case.state)):
        if move.verb in INPUTS and policies.may(actor, move.act, case):
            choices = tolerated if move.verb == "supplement_tolerated" else items
            form = bound if bound and bound.prefix == move.verb else MoveForm(None, move.verb, choices, colleagues)
            moves.append({"move": move, "form": form, "open": form is bound})
    return moves


def materials_panel(rows: list[Any], spec: Any) -> list[dict[str, Any]]:
    """Return each material with its review points as found so far."""
    return [{"row": row, "points": _points(row, spec)} for row in rows]


def _points(row: Any, spec: Any) -> list[dict[str, Any]]:
    stated = spec.material(row.material_id).review_points
    return [
        {"id": point.id, "kind": point.kind, "text": point.text, **row.points.get(point.id, {})} for point in stated
    ]
