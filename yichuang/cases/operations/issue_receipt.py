"""Issue the receipt of application (收件凭证): what was received, number, query password (S2-39; 行政许可法 32)."""

from datetime import datetime

from yichuang.cases.models import Case, Document
from yichuang.cases.operations import papers
from yichuang.cases.queries import access, facts
from yichuang.cases.rules.facts import NOT_RECEIVED, SHARED, TOLERATED
from yichuang.catalog.queries import spec_of
from yichuang.foundations.actors import Actor
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def issue_receipt(*, actor: Actor, number: str, now: datetime) -> Document:
    """Issue a receipt of what has come in so far and return it, its PDF being rendered; the query password is printed on it only.

    :raises NotFound: for a case that is not the actor's to see. :raises NotAllowed: outside the receiving counter.
    """
    case = access.lock_case(actor, number, "record_materials")
    document = _draft(case, actor, now)
    papers.write(case, document, actor=actor, at=now, update_fields=[])
    return document


def _draft(case: Case, actor: Actor, now: datetime) -> Document:
    how = {SHARED: "数据共享，免提交", TOLERATED: "容缺"}
    lines = [
        {
            "name": row.name,
            "originals": row.originals,
            "copies": row.copies,
            "received_as": row.received_as,
            "how": how.get(row.received_as, ""),
        }
        for row in facts.materials_of(case)
        if row.received_as != NOT_RECEIVED
    ]
    notice = {"due": case.notice_due.isoformat() if case.notice_due else "", "provisional": case.due_provisional}
    body = {"materials": lines, "notice": notice}
    return papers.draft_document(case, spec_of(case.version_id), "receipt", body, actor=actor, now=now)
