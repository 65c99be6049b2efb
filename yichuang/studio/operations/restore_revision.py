"""Go back to an earlier state of a draft: it becomes a new revision, and what stood there meanwhile stays in the history."""

import uuid
from datetime import datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio.events import DraftSaved
from yichuang.studio.models import Draft
from yichuang.studio.operations.keep_revision import keep_revision
from yichuang.studio.operations.save_draft import demand_writable, judged
from yichuang.studio.queries import lock_draft, revision_of


def restore_revision(*, actor: Actor, draft_id: uuid.UUID | str, number: int, now: datetime) -> Draft:
    """Restore a revision of a draft and return the draft.

    :raises NotFound: without such a draft or revision; NotAllowed; Refused 409 when it is not being written.
    """
    draft = _restore(actor, draft_id, number, now)
    judged(draft, draft.document)
    return draft


@unit_of_work()
def _restore(actor: Actor, draft_id: uuid.UUID | str, number: int, now: datetime) -> Draft:
    draft = lock_draft(actor, draft_id)
    demand_writable(actor, draft)
    document = revision_of(draft, number).document
    if document == draft.document:
        return draft  # asked twice, or nothing has changed since
    note = f"恢复到第 {number} 稿"
    keep_revision(actor, draft, document, now, explicit=True, note=note)
    event = DraftSaved(key=draft.key, name=draft.name, revision=draft.revision, note=note)
    ledger.write(draft, event, actor=actor, at=now, update_fields=[])
    return draft
