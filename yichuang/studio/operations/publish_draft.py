"""Put an approved draft in force: judged once more, then published on every channel in the same moment (S2-21, S2-22)."""

import uuid
from datetime import datetime

from yichuang.catalog.operations.publish import publish_candidate
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio import policies
from yichuang.studio.events import DraftPublished
from yichuang.studio.models import Draft, PlannedPublication
from yichuang.studio.models.publications import CALLED_OFF, WAITING
from yichuang.studio.operations.keep_judgement import keep_judgement
from yichuang.studio.queries import lock_draft
from yichuang.studio.queries.judging import judge
from yichuang.studio.rules.states import STATE_NAMES, after

KEPT = "没有发布，现行版本不变。"
TITLE = "没有发布"


@unit_of_work()
def publish_draft(*, actor: Actor, draft_id: uuid.UUID | str, now: datetime, revision: int | None = None) -> Draft:
    """Publish an approved draft and return it; a plan to publish it later is called off by that.

    :raises NotFound: when it is not the actor's to see; NotAllowed; Refused 409 when it is not approved any more or the matter was
        changed since `revision`, 422 with every error that is found now.
    """
    draft = lock_draft(actor, draft_id)
    policies.demand(actor, "matter.publish", draft.department, "发布事项")
    publish_locked(actor=actor, draft=draft, now=now, revision=revision)
    waiting = PlannedPublication.objects.filter(draft=draft, state=WAITING)
    waiting.update(state=CALLED_OFF, settled_at=now, problem="已提前发布")
    return draft


def publish_locked(
    *, actor: Actor, draft: Draft, now: datetime, planned_by: str = "", revision: int | None = None
) -> None:
    """Publish a locked draft inside the caller's unit of work.

    :raises Refused: as `publish_draft` does.
    """
    demand_move(draft, "publish", TITLE)
    refuse_faults(draft, now, TITLE)
    assert draft.candidate is not None
    version = publish_candidate(actor=actor, version_id=draft.candidate.pk, now=now, revision=revision)
    draft.candidate = version
    event = DraftPublished(
        key=draft.key,
        name=draft.name,
        version=version.number or 0,
        content_hash=version.content_hash,
        planned_by=planned_by,
    )
    move(draft, "publish", event, actor=actor, now=now)


def demand_move(draft: Draft, verb: str, title: str) -> None:
    """Let a draft be moved only from where the table of states allows it.

    :raises Refused: 409 with the state it is in now.
    """
    if after(draft.state, verb) is None or draft.candidate is None:
        said = f"“{draft.name}”现在是“{STATE_NAMES[draft.state]}”。"
        todo = "可能刚被同事发布、撤回或改期，请刷新页面查看最新状态。"
        raise Refused(Reason("state", said, rule="S2-21", kept=KEPT, todo=todo), title=title)


def refuse_faults(draft: Draft, now: datetime, title: str) -> None:
    """Judge the frozen content once more, and let nothing with an error through.

    :raises Refused: 422 with every error, and everything that could not be settled.
    """
    assert draft.candidate is not None
    found = judge(draft.candidate.spec)
    keep_judgement(draft.candidate.content_hash, found, now)
    if not found.errors:
        return
    todo = "请把这一稿撤回到草稿，改正后重新送审。"
    reasons = [
        Reason(fault.code, fault.message + fault.example, field=fault.place.kind, rule=fault.rule, kept=KEPT, todo=todo)
        for fault in found.errors
    ]
    raise Refused(*reasons, status=422, title=title)


def move(draft: Draft, verb: str, event: ledger.Recordable, *, actor: Actor, now: datetime, later: object = ()) -> None:
    """Write a move of a draft and tell it."""
    draft.state, draft.updated_at = after(draft.state, verb) or draft.state, now
    ledger.write(
        draft,
        event,
        actor=actor,
        at=now,
        update_fields=["state", "updated_at"],
        later=later,  # type: ignore[arg-type]
    )
