"""Issuing an official document: its data now, its number and signed PDF from a job a moment later."""

from datetime import datetime
from typing import Any

from yichuang.cases.events import DocumentIssued
from yichuang.cases.models import Case, Document
from yichuang.cases.queries.remedies import authority_of
from yichuang.cases.rules.document_kinds import KINDS
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.jobs import Later
from yichuang.foundations.rows import made, new, write_together


def draft_document(
    case: Case, spec: MatterSpec, kind: str, body: dict[str, Any], *, actor: Actor, now: datetime
) -> Document:
    """Return a saved document row in state `pending`; its authority follows the acceptance role (S2-40).

    One statement. The caller records `issued(document)` and defers `render(document)` with its own events.
    """
    row = KINDS[kind]
    authority_key, authority_name = authority_of(case, row.authority_from)
    document = made(
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
    write_together(new(document))
    return document


def issued(document: Document) -> DocumentIssued:
    """Return the event that a document was issued."""
    return DocumentIssued(
        document=document.code, kind=document.kind, title=document.title, authority=document.authority_name
    )


def render(document: Document) -> Later:
    """Return the job that numbers, renders and signs a document; ahead of other jobs, because a person waits for it."""
    return Later(
        "cases.render_document",
        {"document": document.pk},
        lock=f"document:{document.pk}",
        queue="documents",
        priority=10,
    )
