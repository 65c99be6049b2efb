"""Revoke an official document: whoever scans its code is told from then on (lifecycle.md, Documents)."""

from datetime import datetime

from yichuang.cases import policies
from yichuang.cases.events import DocumentRevoked
from yichuang.cases.models import Case, Document
from yichuang.cases.queries.access import one_case
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def revoke_document(*, actor: Actor, code: str, why: str, now: datetime) -> Document:
    """Mark a document as revoked and return it; its file stays on record.

    :raises NotFound: when it is not the actor's to see. :raises NotAllowed: without the right.
    :raises Refused: 422 without a reason; 409 when it was revoked before.
    """
    document = Document.objects.select_for_update(of=("self",)).select_related("case").filter(code=code).first()
    case: Case | None = None
    if document is not None and document.case:
        case = one_case(actor, document.case.number).select_for_update(of=("self",)).first()
    if document is None or case is None:
        raise NotFound("这份文书")
    policies.demand(actor, "document.revoke", case, "撤销文书")
    kept = "文书没有变动。"
    if document.revoked_at:
        text = f"这份文书已于 {document.revoked_at:%Y-%m-%d} 撤销。"
        raise Refused(Reason("revoked", text, kept=kept, todo="不需要再撤销。"), title="不能撤销")
    if not why.strip():
        missing = Reason("why", "没有写明撤销的理由。", field="why", kept=kept, todo="请写明理由，核验的人会看到。")
        raise Refused(missing, status=422, title="不能撤销")
    document.revoked_at, document.revoked_why = now, why.strip()
    document.save(update_fields=["revoked_at", "revoked_why"])
    event = DocumentRevoked(document=document.code, why=document.revoked_why)
    ledger.write(case, event, actor=actor, at=now, update_fields=[])
    return document
