"""Give a draft of a life event to review, take it back, give it up: from submitting on, everything is about exactly that content (6.4)."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from yichuang.catalog.rules.findings import Finding
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.life_events import policies
from yichuang.life_events.events_composing import (
    LifeEventDraftDiscarded,
    LifeEventDraftReturned,
    LifeEventDraftSubmitted,
)
from yichuang.life_events.models import LifeEventDraft, LifeEventRevision
from yichuang.life_events.operations.practice import end_runs_of
from yichuang.life_events.queries.composing import WRITE, ground_of, lock_life_event_draft, spec_of_draft
from yichuang.life_events.queries.practice import open_objections
from yichuang.life_events.rules.drafting import AS_SUBMITTED, BY_ITSELF, DRAFT, STATE_NAMES, after
from yichuang.life_events.rules.spec import LifeEventSpec
from yichuang.life_events.rules.whole import prove_whole, stops

NOT_CHANGED = "没有改动。"


@unit_of_work()
def submit_life_event_draft(
    *, actor: Actor, draft_id: uuid.UUID | str, now: datetime, revision: int | None = None
) -> LifeEventDraft:
    """Submit a draft and return it; `revision` is the one the author looked at.

    :raises NotFound: when it is not the actor's to see; NotAllowed; Refused 409 when it is not a draft or was changed meanwhile, 422 with
        everything the prover finds.
    """
    draft = lock_life_event_draft(actor, draft_id)
    policies.demand(actor, WRITE, policies.place_of(draft.department), "提交")
    state = demand_move(draft, "submit", "没有提交")
    if revision is not None and revision != draft.revision:
        said = f"{draft.updated_by_name}刚刚又保存了第 {draft.revision} 稿，您看到的是第 {revision} 稿。"
        reason = Reason("changed", said, kept="没有送审，草稿没有改动。", todo="请刷新页面，看过新的一稿后再提交。")
        raise Refused(reason, title="没有提交")
    spec = proven(draft, now, "没有提交", "草稿没有改动，没有送审。")
    draft.state, draft.round, draft.content_hash = state, draft.round + 1, spec.digest
    draft.submitted_by_id, draft.returned_for, draft.updated_at = actor.id, "", now
    event = LifeEventDraftSubmitted(
        key=draft.key, name=draft.name, revision=draft.revision, content_hash=spec.digest, round=draft.round
    )
    fields = ["state", "round", "content_hash", "submitted_by_id", "returned_for", "updated_at"]
    ledger.write(draft, event, actor=actor, at=now, update_fields=fields)
    latest = LifeEventRevision.objects.filter(draft=draft, number=draft.revision)
    latest.filter(note=BY_ITSELF).update(note=AS_SUBMITTED)
    return draft


@unit_of_work()
def recall_life_event_draft(*, actor: Actor, draft_id: uuid.UUID | str, reason: str, now: datetime) -> LifeEventDraft:
    """Take a submitted draft back to be written; what was graded and simulated in this round no longer counts, open objections go with it.

    :raises NotFound: when it is not the actor's to see; NotAllowed; Refused 409 when there is nothing to take back, 422 without a reason.
    """
    draft = lock_life_event_draft(actor, draft_id)
    policies.demand(actor, WRITE, policies.place_of(draft.department), "撤回")
    demand_move(draft, "recall", "没有撤回")
    why = demand_reason(reason, "撤回")
    give_back(draft, actor, now, "recall", [why, *(one.in_full for one in open_objections(draft))])
    return draft


@unit_of_work()
def discard_life_event_draft(*, actor: Actor, draft_id: uuid.UUID | str, reason: str, now: datetime) -> LifeEventDraft:
    """Give a draft up; its saved states stay on record.

    :raises NotFound: when it is not the actor's to see; NotAllowed; Refused 409 while it is examined or over, 422 without a reason.
    """
    draft = lock_life_event_draft(actor, draft_id)
    policies.demand(actor, WRITE, policies.place_of(draft.department), "作废")
    draft.state = demand_move(draft, "discard", "没有作废")
    why = demand_reason(reason, "作废")
    draft.updated_at = now
    event = LifeEventDraftDiscarded(key=draft.key, name=draft.name, reason=why)
    ledger.write(draft, event, actor=actor, at=now, update_fields=["state", "updated_at"])
    return draft


def demand_move(draft: LifeEventDraft, move: str, title: str) -> str:
    """Return the state that a move leads to.

    :raises Refused: 409 when the draft is not where the move begins.
    """
    state = after(draft.state, move)
    if state is None:
        said = f"这份文稿是“{STATE_NAMES[draft.state]}”，现在不能这样做。"
        reason = Reason("state", said, rule="S2-21", kept=NOT_CHANGED, todo="请刷新页面查看最新状态。")
        raise Refused(reason, title=title)
    return state


def demand_reason(reason: str, doing: str) -> str:
    """Return a reason without spaces around it.

    :raises Refused: 422 where there is none.
    """
    if not reason.strip():
        said = f"请写明{doing}的原因。"
        raise Refused(Reason("reason", said, "reason", kept=NOT_CHANGED, todo=said), status=422, title=f"没有{doing}")
    return reason.strip()[:400]


def give_back(draft: LifeEventDraft, actor: Actor, now: datetime, by: str, reasons: Sequence[str]) -> None:
    """Return a locked draft to its authors with every reason; test pieces of its acceptance end with it."""
    end_runs_of(draft, actor=actor, now=now)
    draft.state, draft.returned_for, draft.updated_at = DRAFT, "\n".join(reasons), now
    event = LifeEventDraftReturned(key=draft.key, round=draft.round, by=by, reasons=list(reasons))
    ledger.write(draft, event, actor=actor, at=now, update_fields=["state", "returned_for", "updated_at"])


def proven(draft: LifeEventDraft, now: datetime, title: str, kept: str) -> LifeEventSpec:
    """Return the spec of a draft that nothing speaks against.

    :raises Refused: 422 with every finding that stops publication.
    """
    spec = spec_of_draft(draft)
    if found := stops(prove_whole(spec, ground_of(spec, day_of(now)))):
        raise Refused(*(_reason(one, kept) for one in found), status=422, title=title)
    return spec


def _reason(finding: Finding, kept: str) -> Reason:
    example = f"（例：{finding.example}）" if finding.example else ""
    return Reason(finding.code, finding.message + example, rule=finding.rule, kept=kept, todo="请在编辑页改正后再试。")
