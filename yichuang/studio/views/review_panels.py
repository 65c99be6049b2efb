"""What the review page is made of: the items with what was given now and last time, the experts, and the rounds with their results."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import date
from typing import Any

from yichuang.catalog.rules.findings import Place
from yichuang.catalog.rules.nodes import Node, by_place, nodes_of, place_words
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason
from yichuang.studio.models import Draft, ReviewAssignment, ReviewRound
from yichuang.studio.queries.reviews import Earlier, experts_for, given_by, shown_assignments, spec_of_round
from yichuang.studio.rules.review_items import GRADE_MEANINGS, GRADES, REVIEW_ITEMS, TONES, places_of, unchanged_items
from yichuang.studio.rules.reviewing import RESULT_NAMES, RESULT_TONES, Given
from yichuang.studio.views.review_content import pick_of

GRADE_ROWS = [(code, name, GRADE_MEANINGS[code]) for code, name in GRADES.items()]


def place_value(place: Place) -> str:
    """Return a place as the value of a form's tick."""
    return json.dumps(astuple(place), ensure_ascii=False)


def item_rows(
    spec: MatterSpec,
    given: Mapping[str, Given],
    inherited: frozenset[str],
    earlier: Earlier | None,
    wrong: Sequence[Reason],
) -> list[dict[str, Any]]:
    """Return the items for the judging page, each with its grade so far, its places, the earlier grades and what is missing."""
    nodes = nodes_of(spec)
    known = by_place(nodes)
    before = by_place(nodes_of(spec_of_round(earlier.round))) if earlier else {}
    untouched = unchanged_items(earlier.changes) if earlier else frozenset()
    rows = []
    for number, item in enumerate(REVIEW_ITEMS, start=1):
        one = given.get(item.code, Given())
        rows.append(
            {
                "number": number,
                "item": item,
                "given": one,
                "places": [
                    (place_value(place), pick_of(place), place_words(place, known), place in one.places)
                    for place in places_of(item, nodes)
                ],
                "picked": len(one.places),
                "earlier": _earlier(item.code, earlier, before),
                "inherited": item.code in inherited,
                "changed": earlier is not None and item.code not in untouched,
                "wrong": [reason.message for reason in wrong if reason.field == item.code],
            }
        )
    return rows


def _earlier(code: str, earlier: Earlier | None, nodes: Mapping[Place, Node]) -> list[dict[str, Any]]:
    if earlier is None:
        return []
    return [
        {
            "expert": name,
            "grade": GRADES.get(one.grade, "未评"),
            "tone": TONES.get(one.grade, "grey"),
            "reason": one.reason,
            "places": [place_words(place, nodes) for place in one.places],
        }
        for name, one in earlier.marks.get(code, [])
    ]


def round_panel(actor: Actor, round_: ReviewRound) -> dict[str, Any]:
    """Return one round: who was named, who has finished, and, as far as the actor may see, every grade with its reason and places."""
    shown = shown_assignments(actor, round_)
    given = [(row, given_by(row)) for row in shown]
    nodes = by_place(nodes_of(spec_of_round(round_))) if shown else {}
    return {
        "round": round_,
        "title": f"第 {round_.number} 轮",
        "label": f"第 {round_.number} 轮逐项评定",
        "result": RESULT_NAMES[round_.result],
        "tone": RESULT_TONES[round_.result],
        "named": [row for row in round_.assignments.all() if row.replaced_at is None],
        "replaced": [row for row in round_.assignments.all() if row.replaced_at is not None],
        "experts": [row.reviewer_name for row in shown],
        "rows": [(item, [_cell(row, marks, item.code) for row, marks in given]) for item in REVIEW_ITEMS]
        if shown
        else [],
        "reasons": [
            {
                "item": item,
                "expert": row.reviewer_name,
                "grade": GRADES.get(marks[item.code].grade, ""),
                "tone": TONES.get(marks[item.code].grade, "grey"),
                "reason": marks[item.code].reason,
                "places": [place_words(place, nodes) for place in marks[item.code].places],
            }
            for item in REVIEW_ITEMS
            for row, marks in given
            if item.code in marks and marks[item.code].reason
        ],
    }


def _cell(row: ReviewAssignment, marks: Mapping[str, Given], code: str) -> tuple[str, str, bool]:
    """Return the grade of an expert for an item: its word, its tone, and whether it was taken over."""
    one = marks.get(code, Given())
    taken = any(mark.item == code and mark.inherited for mark in row.marks.all())
    return GRADES.get(one.grade, "—"), TONES.get(one.grade, "grey"), taken


def arrange_panel(draft: Draft, round_: ReviewRound, on: date) -> dict[str, Any]:
    """Return who is named, who may be named, and why others may not."""
    fit, others = experts_for(draft, on)
    named = [row for row in round_.assignments.all() if row.replaced_at is None]
    ids = {row.reviewer_id for row in named}
    return {"named": named, "fit": [one for one in fit if one.id not in ids], "others": others}
