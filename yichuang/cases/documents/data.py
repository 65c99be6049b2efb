"""What a document says, as data: one frozen model for all kinds, and which fields a kind cannot do without.

The JSON that a document's row keeps is read as it is; unknown keys are left aside, so that old rows stay readable.
Identity numbers are masked on the way in, whoever hands them over (个人信息保护法 51).
"""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from yichuang.foundations.sealed import mask_id_number


def _no_date(value: Any) -> Any:
    return value or None


def _masked(value: Any) -> Any:
    return value if not value or "*" in str(value) else mask_id_number(str(value))


def _texts(value: Any) -> Any:
    """Reasons may come as one text with a line for each, or as a list."""
    lines = value.splitlines() if isinstance(value, str) else value
    return tuple(text for line in lines or () if (text := str(line).strip()))


Day = Annotated[date | None, BeforeValidator(_no_date)]
Masked = Annotated[str, BeforeValidator(_masked)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_texts)]


class Part(BaseModel):
    """A frozen piece of a document's data."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class MaterialLine(Part):
    """One material as received, missing or listed; `how` is a remark (数据共享，免提交), `until` the day it is promised for."""

    name: str
    originals: int = 0
    copies: int = 0
    received_as: str = ""
    how: str = ""
    until: Day = None


class CorrectionLine(Part):
    """One thing to correct: what is wrong and what to do."""

    name: str
    what: str = ""
    todo: str = ""


class DueDate(Part):
    """The end of a limit: the day, its length in words (7 个工作日), the sentence why, and whether the year's holidays are awaited."""

    due: Day = None
    days: str = ""
    why: str = ""
    provisional: bool = False


class ListedCase(Part):
    """A case on a hand-over list: its materials on the way to a department, or its result on the way to the issuing counter."""

    case_number: str
    applicant_name: str
    matter_name: str
    materials: tuple[MaterialLine, ...] = ()
    result: str = ""
    difference: str = ""


class DebuggedStep(Part):
    """A step of joint debugging that came out: what it is called, what was seen, when, and the hash of its evidence."""

    title: str
    seen: str = ""
    at: str = ""
    evidence: str = ""


class OpenedMatter(Part):
    """A matter that is opened: name and code (S0-22)."""

    name: str
    code: str = ""


class FormLine(Part):
    """One filled field of the application form, in clear: the paper goes to the applicant alone."""

    label: str
    value: str


class Attached(Part):
    """One file that was uploaded: of which material, its name, its hash, and for a picture the picture itself as SVG."""

    material: str
    name: str
    sha256: str
    svg: str = ""


class DocumentData(Part):
    """Everything a document can say. Dates are Chinese calendar days; images are PNG bytes."""

    # every kind
    number: str = ""
    issued_on: date
    authority_name: str
    seal_text: str = ""
    matter_type: str = ""
    matter_name: str = ""
    legal_basis: tuple[str, ...] = ()
    verify_url: str = ""
    code: str = ""
    demo: bool = False
    practice: bool = False

    # the case
    applicant_name: str = ""
    applicant_kind: str = ""
    situation_name: str = ""
    case_number: str = ""
    query_password: str = ""
    received_on: Day = None
    received_by: str = ""
    window: str = ""
    site_name: str = ""
    site_address: str = ""
    site_phone: str = ""
    department_name: str = ""

    # receipt, acceptance, correction, tolerance
    materials: tuple[MaterialLine, ...] = ()
    notice: DueDate = DueDate()
    accepted_on: Day = None
    deemed: bool = False
    deemed_why: str = ""
    promised: DueDate = DueDate()
    statutory: DueDate = DueDate()
    items: tuple[CorrectionLine, ...] = ()
    repeat_reason: str = ""
    supplied: tuple[CorrectionLine, ...] = ()
    still_open: tuple[CorrectionLine, ...] = ()

    # decisions and what leads to them
    reasons: Texts = ()
    decision_basis: str = ""
    remedies: str = ""
    competent_authority: str = ""
    competent_address: str = ""
    procedure: str = ""
    expected_days: int = 0
    begins_on: Day = None
    extension_days: int = 0
    previous_due: Day = None
    extended_due: DueDate = DueDate()
    approved_by: str = ""
    decided_on: Day = None
    result_name: str = ""
    result_number: str = ""
    officers: tuple[str, ...] = ()

    # hand-over and service
    slot: str = ""
    way: str = ""
    contact: str = ""
    cases: tuple[ListedCase, ...] = ()
    from_name: str = ""
    to_name: str = ""
    served: tuple[str, ...] = ()
    served_at: str = ""
    served_place: str = ""
    receiver_name: str = ""
    receiver_number: Masked = ""
    receiver_address: str = ""
    relation: str = ""
    identity_checked: str = ""
    signature: bytes = b""
    carrier: str = ""
    waybill: str = ""
    sent_on: Day = None
    issued_by: str = ""

    # withdrawal
    requested_on: Day = None

    # joint debugging and opening
    system_name: str = ""
    system_key: str = ""
    environment: str = ""
    live_system: str = ""
    begun_at: str = ""
    ended_at: str = ""
    steps: tuple[DebuggedStep, ...] = ()
    matters: tuple[OpenedMatter, ...] = ()
    due_on: Day = None
    evidence: str = ""

    # online application: what was filled in and uploaded, as examined beforehand
    lines: tuple[FormLine, ...] = ()
    attached: tuple[Attached, ...] = ()
    examined_by: str = ""
    examined_at: str = ""

    # delegation
    delegate_name: str = ""
    delegate_staff: str = ""
    duties: Texts = ()
    valid_from: Day = None
    valid_to: Day = None


_CASE = ("number", "applicant_name", "matter_name", "matter_type", "case_number", "verify_url")
REQUIRED: dict[str, tuple[str, ...]] = {
    "receipt": (*_CASE, "received_on"),
    "acceptance_notice": (*_CASE, "received_on", "accepted_on"),
    "correction_notice": (*_CASE, "received_on", "items"),
    "tolerance_commitment": ("applicant_name", "matter_name", "case_number", "materials"),
    "refusal_notice": (*_CASE, "received_on", "reasons", "decision_basis", "remedies"),
    "redirect_notice": (*_CASE, "received_on", "competent_authority", "remedies"),
    "not_required_notice": (*_CASE, "received_on", "reasons", "remedies"),
    "special_procedure_notice": (*_CASE, "procedure", "expected_days", "decision_basis"),
    "extension_notice": (*_CASE, "extension_days", "reasons"),
    "grant_decision": (*_CASE,),
    "denial_decision": (*_CASE, "reasons", "decision_basis", "remedies"),
    "handover_list": ("number", "from_name", "to_name", "cases"),
    "issuing_list": ("number", "from_name", "to_name", "cases"),
    "service_receipt": (*_CASE, "served", "receiver_name"),
    "courier_slip": ("number", "applicant_name", "matter_name", "case_number", "carrier", "waybill"),
    "withdrawal_notice": (*_CASE,),
    "termination_notice": (*_CASE, "reasons", "decision_basis", "remedies"),
    "delegation": ("number", "matter_name", "matter_type", "department_name", "delegate_name", "duties", "valid_from"),
    "joint_debug_sheet": (
        "number",
        "department_name",
        "system_name",
        "matter_name",
        "environment",
        "steps",
        "evidence",
    ),
    "opening_sheet": ("number", "department_name", "live_system", "matters", "due_on", "evidence"),
    "online_print": ("number", "matter_name", "case_number", "lines", "examined_at", "verify_url"),
    "checklist": ("matter_name", "materials"),
}


def missing_fields(kind: str, data: DocumentData) -> list[str]:
    """Return the fields that a document of `kind` cannot go out without and that are empty."""
    return [name for name in REQUIRED[kind] if not getattr(data, name)]
