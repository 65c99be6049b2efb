"""What the issuing counter records: the result's way from the department to the applicant's hand (行政许可法 44; S2-44)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True)
class ResultRegistered:
    """The result was registered and sent to the issuing counter (S2-44)."""

    type: ClassVar[str] = "case.sent_to_issuing"
    result_name: str
    result_number: str


@dataclass(frozen=True)
class SignatureRequested:
    """The receiver's identity was checked and a one-time page opened for the signature."""

    type: ClassVar[str] = "case.signature_requested"
    receiver: str
    relation: str
    identity_checked: str
    expires_at: datetime


@dataclass(frozen=True)
class ResultSignedFor:
    """The receiver signed on the one-time page."""

    type: ClassVar[str] = "case.signed_for"
    receiver: str


@dataclass(frozen=True)
class SentByCourier:
    """The result was posted; the waybill is kept (S2-44)."""

    type: ClassVar[str] = "case.sent_by_courier"
    carrier: str
    waybill: str


@dataclass(frozen=True)
class CourierReturned:
    """The courier brought the result back; it lies at the issuing counter again (S2-44)."""

    type: ClassVar[str] = "case.courier_returned"
    carrier: str
    waybill: str
    reason: str


@dataclass(frozen=True)
class OfferedElectronically:
    """With the applicant's consent the result was laid out for electronic service; served when it is read."""

    type: ClassVar[str] = "case.offered_electronically"
    consent: str


@dataclass(frozen=True)
class CaseDelivered:
    """The result reached the applicant, with its proof (行政许可法 44)."""

    type: ClassVar[str] = "case.delivered"
    method: str
    receiver: str
    identity_checked: str
