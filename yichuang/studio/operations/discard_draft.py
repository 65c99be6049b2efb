"""Give a draft up; its revisions stay on record, and the matter keeps the version in force."""

import uuid
from datetime import datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio import policies
from yichuang.studio.events import DraftDiscarded
from yichuang.studio.models import Draft
from yichuang.studio.queries import lock_draft
from yichuang.studio.rules.states import STATE_NAMES, after


@unit_of_work()
def discard_draft(*, actor: Actor, draft_id: uuid.UUID | str, reason: str, now: datetime) -> Draft:
    """Discard a draft and return it.

    :raises NotFound: when it is not the actor's to see; NotAllowed; Refused 409 while it is examined, 422 without a reason.
    """
    draft = lock_draft(actor, draft_id)
    policies.demand(actor, "draft.write", draft.department, "作废草稿")
    state = after(draft.state, "discard")
    if state is None:
        said = f"这份文稿是“{STATE_NAMES[draft.state]}”，不能作废。"
        raise Refused(Reason("state", said, kept="文稿没有改动。", todo="请先撤回到草稿。"), title="没有作废")
    if not reason.strip():
        missing = Reason("reason", "没有写明作废的原因。", field="reason", kept="文稿没有改动。", todo="请写明原因。")
        raise Refused(missing, status=422, title="没有作废")
    draft.state, draft.updated_at = state, now
    draft.updated_by_id, draft.updated_by_name = actor.id, actor.name
    event = DraftDiscarded(key=draft.key, name=draft.name, reason=reason.strip())
    ledger.write(
        draft, event, actor=actor, at=now, update_fields=["state", "updated_at", "updated_by_id", "updated_by_name"]
    )
    return draft
