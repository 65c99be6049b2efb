"""Shapes of the API of all that a case holds: form, clocks, materials, documents, history; its receipt; an earlier applicant."""

from datetime import date, datetime

from ninja import Schema

from yichuang.cases.schemas import CaseOut


class FormLine(Schema):
    """One filled field of the base form, or of the matter's own, personal data masked; `origin` is empty for what was typed."""

    label: str
    value: str
    origin: str = ""


class ClockOut(Schema):
    """A clock as it stands today, with the sentence why; `left` is negative when overdue."""

    name: str
    state: str
    colour: str
    used: int
    left: int | None
    unit: str
    due: date | None
    provisional: bool
    why: str


class PointOut(Schema):
    """A review point and what was found on it, by whom and how; `suggested` is the reader's, not yet confirmed."""

    id: str
    kind: str
    text: str
    found: str = ""
    by: str = ""
    how: str = ""
    suggested: str = ""
    confidence: int = 0
    note: str = ""


class ScanOut(Schema):
    """One scanned page; `reading` says how far the reader of certificates is with it."""

    id: int
    name: str
    kind: str
    reading: str


class MaterialOut(Schema):
    """A material of the case's situation: what is asked for, how it came, what was found."""

    material: str
    name: str
    requirement: str
    received_as: str
    originals: int
    copies: int
    originals_needed: int
    copies_needed: int
    tolerable: bool
    tolerated_until: date | None
    points: list[PointOut]
    scans: list[ScanOut]


class DocumentOut(Schema):
    """An official document; its file is there once `state` is ready."""

    code: str
    kind: str
    title: str
    number: str
    state: str
    issued_at: datetime
    revoked: bool


class EventOut(Schema):
    """One act of the case's history in words."""

    seq: int
    at: datetime
    by: str
    type: str
    words: str


class WholeCase(CaseOut):
    """All of one case, as its page shows it."""

    form: list[FormLine]
    own_form: list[FormLine]
    clocks: list[ClockOut]
    materials: list[MaterialOut]
    documents: list[DocumentOut]
    history: list[EventOut]


class UploadedScanBody(Schema):
    """Which material a whole upload is a scan of."""

    material: str


class TakeOffBody(Schema):
    """`back` puts a page back that was taken off."""

    back: bool = False


class ReceiptOut(Schema):
    """What a counter prints for the applicant: number, query password, where progress is looked up, what came in."""

    number: str
    number_shown: str
    query_password: str
    progress: str
    materials: list[str]


class RecallBody(Schema):
    """The full identity number, credit code or mobile of somebody who applied before; of one kind when that is known."""

    number: str
    applicant_kind: str = ""


class RecallOut(Schema):
    """The kind and the base form as far as it is known; both empty when nobody is found."""

    applicant_kind: str
    form: dict[str, str]
