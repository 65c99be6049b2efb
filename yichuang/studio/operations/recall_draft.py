"""Take a draft back from review, simulation or publication: the authoring office does it, with its reason (6.4)."""

import uuid
from datetime import datetime

from yichuang.catalog.rules.findings import MATTER
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio import policies
from yichuang.studio.models import Draft, ReviewRound
from yichuang.studio.operations.return_draft import Said, return_draft
from yichuang.studio.queries import lock_draft
from yichuang.studio.rules.reviewing import RECALLED
from yichuang.studio.rules.states import STATE_NAMES, after

TITLE = "没有撤回"


@unit_of_work()
def recall_draft(*, actor: Actor, draft_id: uuid.UUID | str, reason: str, now: datetime) -> Draft:
    """Recall a draft and return it; an open review round ends without a conclusion, the reason stands among the remarks.

    :raises NotFound: when it is not the actor's to see; NotAllowed; Refused 409 when nothing is examined, 422 without a reason.
    """
    draft = lock_draft(actor, draft_id)
    policies.demand(actor, "draft.submit", draft.department, "撤回送审稿")
    if after(draft.state, "recall") is None:
        said = f"这份文稿是“{STATE_NAMES[draft.state]}”，没有可以撤回的。"
        raise Refused(Reason("state", said, kept="没有改动。", todo="请刷新页面查看最新状态。"), title=TITLE)
    if not reason.strip():
        todo = "请写明为什么撤回，编写人和评审专家都会看到。"
        missing = Reason("reason", "没有写明撤回的原因。", field="reason", kept="送审稿没有改动。", todo=todo)
        raise Refused(missing, status=422, title=TITLE)
    ReviewRound.objects.filter(draft=draft, closed_at=None).update(closed_at=now, result=RECALLED)
    said_ = Said(MATTER, f"撤回：{reason.strip()}")
    return_draft(actor=actor, draft=draft, source="recall", remarks=[said_], now=now, move="recall")
    return draft
