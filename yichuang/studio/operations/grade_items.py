"""Keep what an expert gave to the items so far (S2-21); nothing is concluded from it until the expert finishes."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from yichuang.catalog.rules.nodes import nodes_of
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotAllowed, Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio.models import Draft, ReviewAssignment, ReviewMark, ReviewRound
from yichuang.studio.operations.assigning import locked_round
from yichuang.studio.queries.reviews import assignment_of, spec_of_round
from yichuang.studio.rules.review_items import HIGH, REVIEW_ITEMS, places_of
from yichuang.studio.rules.reviewing import Given, unusable


@unit_of_work()
def grade_items(
    *, actor: Actor, draft_id: uuid.UUID | str, given: Mapping[str, Given], now: datetime
) -> ReviewAssignment:
    """Keep the grades, reasons and places given for some items, and return the actor's assignment.

    :raises NotFound: when it is not the actor's to see; NotAllowed when the actor is not named for this round; Refused 409 after finishing,
        422 for what does not exist.
    """
    _, round_, row = own_assignment(actor, draft_id)
    nodes = nodes_of(spec_of_round(round_))
    known = {item.code: frozenset(places_of(item, nodes)) for item in REVIEW_ITEMS}
    if wrong := unusable(given, known):
        raise Refused(*wrong, status=422, title="没有保存")
    marks = {mark.item: mark for mark in row.marks.all()}
    for code, one in given.items():
        _keep(row, marks.get(code), code, one, now)
    return row


def own_assignment(actor: Actor, draft_id: uuid.UUID | str) -> tuple[Draft, ReviewRound, ReviewAssignment]:
    """Return a locked draft with its open round and the actor's own unfinished assignment in it.

    :raises NotFound: when it is not the actor's to see; NotAllowed; Refused 409 when there is no open round or the actor has finished.
    """
    draft, round_ = locked_round(actor, draft_id, "review.judge", "评审")
    row = assignment_of(actor, round_)
    if row is None:
        raise NotAllowed("review.judge", f"您没有被指派评审“{draft.name}”的这一轮送审稿。")
    if row.done_at is not None:
        said = "您已完成这一轮的评审，评定不能再改。"
        raise Refused(
            Reason("done_already", said, kept="原来的评定不变。", todo="请等待其他专家完成。"), title="没有保存"
        )
    return draft, round_, row


def _keep(row: ReviewAssignment, mark: ReviewMark | None, code: str, one: Given, now: datetime) -> None:
    if mark is None and one.empty:
        return
    places = [asdict(place) for place in dict.fromkeys(one.places)]
    if mark is not None and (mark.grade, mark.reason, mark.places) == (one.grade, one.reason.strip(), places):
        return
    stands = mark is not None and mark.inherited and one.grade == HIGH
    values = {"grade": one.grade, "reason": one.reason.strip(), "places": places, "inherited": stands, "at": now}
    ReviewMark.objects.update_or_create(assignment=row, item=code, defaults=values)
