"""Issuing an official document: its data now, its number and signed PDF from a job a moment later."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from yichuang.cases.events import DocumentIssued
from yichuang.cases.models import Case, Document
from yichuang.cases.queries.remedies import authority_of
from yichuang.cases.rules.document_kinds import KINDS
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.jobs import Later
from yichuang.foundations.ledger import Recordable
from yichuang.foundations.rows import made, new


def draft_document(
    case: Case, spec: MatterSpec, kind: str, body: dict[str, Any], *, actor: Actor, now: datetime
) -> Document:
    """Return a document's row in state `pending`, not written yet; its authority follows the acceptance role (S2-40).

    No statement: `write` puts it into the database together with the act that it tells of.
    """
    row = KINDS[kind]
    authority_key, authority_name = authority_of(case, row.authority_from)
    return made(
        Document,
        case=case,
        kind=kind,
        title=row.title_for(spec.matter_type),
        authority_key=authority_key,
        authority_name=authority_name,
        data={
            "applicant_name": case.applicant_name,
            "applicant_kind": case.applicant_kind,
            "matter_name": case.matter_name,
            "matter_type": spec.matter_type,
            "legal_basis": [basis.text for basis in spec.legal_basis][:3],
            "situation_name": case.situation_name,
            "case_number": case.number,
            "received_on": day_of(case.received_at).isoformat(),
            "received_by": case.received_by_name,
            "window": case.window,
            "site_name": case.site_name,
            "department_id": case.department_id,
            "department_name": case.department_name,
            "practice": case.practice,
            **body,
        },
        issued_at=now,
        issued_by_name=actor.name,
    )


def write(
    case: Case,
    document: Document,
    *events: Recordable,
    actor: Actor,
    at: datetime,
    update_fields: Sequence[str],
    later: Sequence[Later] = (),
) -> None:
    """Write an act with the document that tells of it: the case, the act's events and the issue, the document, its rendering (S2-40)."""
    ledger.write(
        case,
        *events,
        issued(document),
        actor=actor,
        at=at,
        update_fields=update_fields,
        later=[render(document), *later],
        also=[new(document)],
    )


def issued(document: Document) -> DocumentIssued:
    """Return the event that a document was issued."""
    return DocumentIssued(
        document=document.code, kind=document.kind, title=document.title, authority=document.authority_name
    )


def render(document: Document) -> Later:
    """Return the job that numbers, renders and signs a document; ahead of other jobs, because a person waits for it."""
    return Later(
        "cases.render_document",
        lambda: {"document": document.pk},
        lock=f"document:{document.code}",
        queue="documents",
        priority=10,
    )
