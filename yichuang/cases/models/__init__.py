"""Tables of the room; no workflow here."""

from yichuang.cases.models.case import Case, CaseMaterial, MaterialScan
from yichuang.cases.models.days import CaseDay
from yichuang.cases.models.desk import ExportRecord, IntakeDraft, PointQuestion, Prefill, ProgressTry
from yichuang.cases.models.handling import (
    Correction,
    CoSignature,
    Decision,
    Extension,
    Issuing,
    SignatureRequest,
    Suspension,
)
from yichuang.cases.models.papers import (
    Delegation,
    Document,
    DocumentSerial,
    HandoverArrangement,
    HandoverBatch,
    HandoverItem,
)

__all__ = [
    "Case",
    "CaseDay",
    "CaseMaterial",
    "CoSignature",
    "Correction",
    "Decision",
    "Delegation",
    "Document",
    "DocumentSerial",
    "ExportRecord",
    "Extension",
    "HandoverArrangement",
    "HandoverBatch",
    "HandoverItem",
    "IntakeDraft",
    "Issuing",
    "MaterialScan",
    "PointQuestion",
    "Prefill",
    "ProgressTry",
    "SignatureRequest",
    "Suspension",
]
