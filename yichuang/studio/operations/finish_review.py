"""Finish one expert's review; the last one to finish closes the round: passed on to simulation, or returned with every reason (S2-21)."""

import uuid
from datetime import datetime

from yichuang.catalog.rules.findings import Place
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio.events import ReviewFinished, ReviewPassed
from yichuang.studio.models import Draft, ReviewAssignment, ReviewRound
from yichuang.studio.operations.grade_items import own_assignment
from yichuang.studio.operations.return_draft import Said, return_draft
from yichuang.studio.queries.reviews import given_by
from yichuang.studio.rules.review_items import BY_CODE, GRADES, HIGH
from yichuang.studio.rules.reviewing import PASSED, unfinished, verdict
from yichuang.studio.rules.states import after


@unit_of_work()
def finish_review(*, actor: Actor, draft_id: uuid.UUID | str, now: datetime) -> ReviewRound:
    """Finish the actor's review and return the round, closed when nobody else is left to finish.

    The draft's lock lets one finish at a time, so that the round is closed once.

    :raises NotFound: when it is not the actor's to see; NotAllowed when not named; Refused 409 after finishing, 422 with every item that
        lacks its grade, reason or place.
    """
    draft, round_, row = own_assignment(actor, draft_id)
    given = given_by(row)
    if missing := unfinished(given):
        raise Refused(*missing, status=422, title="还不能完成评审")
    row.done_at = now
    row.save(update_fields=["done_at"])
    event = ReviewFinished(
        key=draft.key,
        name=draft.name,
        content_hash=round_.content_hash,
        round=round_.number,
        grades={code: one.grade for code, one in given.items()},
    )
    ledger.write(draft, event, actor=actor, at=now, update_fields=[])
    named = list(round_.assignments.filter(replaced_at=None).prefetch_related("marks").order_by("assigned_at", "pk"))
    if all(one.done_at is not None for one in named):
        _close(actor, draft, round_, named, now)
    return round_


def _close(actor: Actor, draft: Draft, round_: ReviewRound, named: list[ReviewAssignment], now: datetime) -> None:
    round_.result = verdict(one.grade for row in named for one in given_by(row).values())
    round_.closed_at = now
    round_.save(update_fields=["result", "closed_at"])
    if round_.result != PASSED:
        remarks = [remark for row in named for remark in _remarks(row)]
        return_draft(actor=actor, draft=draft, source="review", remarks=remarks, now=now)
        return
    state = after(draft.state, "pass_review")
    assert state is not None  # an open round means a draft in review
    draft.state, draft.updated_at = state, now
    event = ReviewPassed(
        key=draft.key,
        name=draft.name,
        content_hash=round_.content_hash,
        round=round_.number,
        reviewers=[row.reviewer_name for row in named],
    )
    ledger.write(draft, event, actor=actor, at=now, update_fields=["state", "updated_at"])


def _remarks(row: ReviewAssignment) -> list[Said]:
    """Return what an expert says to the authors: the reason of every 中 and 低 at each of its places."""
    return [
        Said(
            Place(**place),
            f"{BY_CODE[mark.item].title}（{GRADES[mark.grade]}）：{mark.reason}",
            row.reviewer_id,
            row.reviewer_name,
        )
        for mark in row.marks.all()
        if mark.grade != HIGH
        for place in mark.places
    ]
