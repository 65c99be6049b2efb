"""Put an approved draft of a life event in force: judged once more, then received at every window in the same moment (S2-21, S2-22)."""

import uuid
from datetime import datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.life_events import policies
from yichuang.life_events.events_composing import LifeEventDraftPublished
from yichuang.life_events.models import LifeEvent, LifeEventVersion
from yichuang.life_events.operations.publish import put_in_force
from yichuang.life_events.operations.submit_draft import demand_move, proven
from yichuang.life_events.queries.composing import PUBLISH, lock_life_event_draft

KEPT, TITLE = "没有发布，现行版本不变。", "没有发布"


@unit_of_work()
def publish_life_event_draft(*, actor: Actor, draft_id: uuid.UUID | str, now: datetime) -> LifeEventVersion:
    """Publish an approved draft and return the version in force; joint cases under way keep theirs.

    :raises NotFound: when it is not the actor's to see; NotAllowed; Refused 409 when it is not approved or another version came into
        force since it was begun, 422 with everything the prover finds now (a member may have been superseded meanwhile).
    """
    draft = lock_life_event_draft(actor, draft_id)
    policies.demand(actor, PUBLISH, policies.place_of(draft.department), "发布")
    state = demand_move(draft, "publish", TITLE)
    row = LifeEvent.objects.select_for_update().filter(key=draft.key).first()
    last = row and row.versions.order_by("-number").first()
    if (last.pk if last else None) != draft.base_version_id:
        said = f"草稿开始之后，“{draft.name}”已有第 {last.number if last else 0} 版。"
        todo = "请撤回草稿，对照新的版本核对后重新提交。"
        raise Refused(Reason("newer_version", said, rule="S2-26", kept=KEPT, todo=todo), title=TITLE)
    spec = proven(draft, now, TITLE, KEPT)
    if spec.digest != draft.content_hash:
        reason = Reason(
            "content", "文稿与评审、验收过的内容不一致。", rule="S2-21", kept=KEPT, todo="请撤回后重新提交。"
        )
        raise Refused(reason, title=TITLE)
    row = row or LifeEvent(key=draft.key)
    row.name, row.department_id = spec.name, draft.department_id
    version = put_in_force(row, spec, actor, now)
    draft.state, draft.updated_at = state, now
    event = LifeEventDraftPublished(
        key=draft.key, name=draft.name, version=version.number, content_hash=version.content_hash
    )
    ledger.write(draft, event, actor=actor, at=now, update_fields=["state", "updated_at"])
    return version
