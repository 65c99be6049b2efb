"""Number, render and sign an issued document, in a job: the counter never waits for it."""

from datetime import datetime
from typing import Any

from django.conf import settings

from yichuang.accounts.permissions import SYSTEM
from yichuang.cases.documents.compose import compose
from yichuang.cases.documents.data import DocumentData
from yichuang.cases.models import Document, DocumentSerial
from yichuang.cases.ports import filling_of
from yichuang.cases.queries.remedies import remedies_of
from yichuang.cases.rules.document_kinds import KINDS, document_number
from yichuang.files.operations.store import store
from yichuang.files.queries import file_for, read_bytes
from yichuang.foundations.clock import day_of
from yichuang.foundations.paper.keys import ensure_signing_key
from yichuang.foundations.paper.sign import sign_pdf
from yichuang.foundations.transactions import unit_of_work
from yichuang.organizations.queries import department, site

ORGANISATION = "一窗受理平台"
# The courier's address stays in the sealed form until the slip is printed.
ADDRESS = ("receiver_province", "receiver_city", "receiver_district", "receiver_address")


def render_document(pk: int, now: datetime) -> Document:
    """Render one document once in effect and return it; its number is drawn in a short transaction of its own."""
    document = Document.objects.select_related("case").get(pk=pk)
    if document.state != "pending":
        return document
    if not document.number:
        document.number = _draw_number(document)
    pdf = compose(document.kind, _data(document))
    key = ensure_signing_key(settings.SIGNING_FOLDER, ORGANISATION)
    signed = sign_pdf(pdf, key, reason=document.title, at=now)
    return _keep(document, signed, now)


@unit_of_work()
def _draw_number(document: Document) -> str:
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if locked.number:
        return locked.number
    year, prefix = day_of(locked.issued_at).year, KINDS[locked.kind].prefix
    practice = bool(locked.data.get("practice"))
    # A practice paper takes no number of the authority's series: it counts in one of its own and says so.
    key = f"practice:{locked.authority_key}" if practice else locked.authority_key
    series: dict[str, Any] = {"authority_key": key, "year": year, "prefix": prefix}
    DocumentSerial.objects.get_or_create(**series)
    serial = DocumentSerial.objects.select_for_update().get(**series)
    serial.last += 1
    serial.save(update_fields=["last"])
    number = document_number(_short_name(locked), locked.kind, year, serial.last)
    locked.number = f"练习·{number}" if practice else number
    locked.save(update_fields=["number"])
    return locked.number


def _data(document: Document) -> DocumentData:
    known = {key: value for key, value in document.data.items() if key in DocumentData.model_fields}
    case = document.case
    extra: dict[str, Any] = {}
    if document.kind == "receipt" and case is not None:
        extra["query_password"] = case.query_password
    if document.kind == "courier_slip" and case is not None:
        extra["receiver_address"] = "".join(case.form.get(name) or "" for name in ADDRESS) or case.form.get(
            "address", ""
        )
    if case is not None and (file_id := document.data.get("signature_file")):
        extra["signature"] = read_bytes(file_for(file_id, owner_kind="case", owner_key=case.number))
    extra |= filling_of(document.kind, document.data)
    return DocumentData.model_validate(
        {
            **known,
            **extra,
            "number": document.number,
            "issued_on": day_of(document.issued_at),
            "authority_name": document.authority_name,
            "code": document.code,
            "verify_url": f"{settings.PUBLIC_URL}/verify/{document.code}",
            "demo": settings.DEMO,
            "remedies": _remedies(document) if KINDS[document.kind].adverse else "",
        }
    )


def _short_name(document: Document) -> str:
    owner, key = document.authority_key.split(":")
    return (site(int(key)) if owner == "site" else department(int(key))).short_name


def _remedies(document: Document) -> str:
    issued_on = day_of(document.issued_at)
    return remedies_of(document.authority_key, document.authority_name, document.kind, issued_on).paragraph


@unit_of_work()
def _keep(document: Document, signed: bytes, now: datetime) -> Document:
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if locked.state != "pending":
        return locked
    case_number = document.case.number if document.case else document.code
    kept = store(
        SYSTEM,
        data=signed,
        name=f"{document.title}.pdf",
        declared_type="application/pdf",
        purpose="document",
        owner_kind="case",
        owner_key=case_number,
        now=now,
    )
    locked.file, locked.sha256 = kept, kept.blob.sha256
    locked.state, locked.rendered_at = "ready", now
    locked.save(update_fields=["file", "sha256", "state", "rendered_at"])
    return locked
