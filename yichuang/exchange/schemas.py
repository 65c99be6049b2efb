"""Inputs and outputs of the exchange: what systems report and get (docs/exchange.md), what operators see."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, ValidationError

from yichuang.foundations.problems import Reason, Refused

KEPT, TITLE = "平台没有做任何改动。", "回传有误"


class Strict(Schema):
    """A part of a report: what is not in the contract is refused, so that a slip of the pen is found at once."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Handler(Strict):
    """An officer of the department's system."""

    id: str = Field(min_length=1, max_length=24)
    name: str = Field(min_length=1, max_length=40)


class ByHandler(Strict):
    """What every report says: who did it."""

    handler: Handler


class SuppliedMaterial(Strict):
    """A material as the department's own form took it in: files in the store, or paper."""

    id: str = Field(min_length=1, max_length=40)
    files: list[str] = Field(default_factory=list, max_length=30)
    paper: bool = False
    originals: int = Field(default=0, ge=0, le=99)
    copies: int = Field(default=0, ge=0, le=99)


class FormSubmitted(ByHandler):
    """The clerk filled the department's own form (S2-52②)."""

    own_form: dict[str, Any] = Field(default_factory=dict)
    materials: list[SuppliedMaterial] = Field(default_factory=list, max_length=100)


class ToCorrect(Strict):
    """One thing to correct."""

    material: str = Field(default="", max_length=40)
    name: str = Field(default="", max_length=200)
    what: str = Field(min_length=1, max_length=300)
    todo: str = Field(default="", max_length=300)


class CorrectionAsked(ByHandler):
    """补齐补正告知: everything at once (行政许可法 32(一)4)."""

    items: list[ToCorrect] = Field(min_length=1, max_length=50)


class Accepted(ByHandler):
    """受理."""


class Declined(ByHandler):
    """不予受理."""

    reasons: str = Field(max_length=1000)
    legal_basis: str = Field(default="", max_length=500)


class NodeChanged(ByHandler):
    """办理环节."""

    node: str = Field(min_length=1, max_length=40)
    name: str = Field(min_length=1, max_length=80)


class SpecialBegun(ByHandler):
    """特别程序开始 (行政许可法 45)."""

    procedure: str = Field(max_length=40)
    legal_basis: str = Field(default="", max_length=300)
    expected_days: int = Field(ge=0, le=999)
    notice_served_on: date
    reason: str = Field(default="", max_length=500)
    served_how: str = Field(default="", max_length=40)


class SpecialEnded(ByHandler):
    """特别程序结束."""

    outcome: str = Field(default="", max_length=500)


class Extended(ByHandler):
    """延长期限 (行政许可法 42)."""

    days: int = Field(ge=0, le=999)
    reasons: str = Field(max_length=1000)


class Result(Strict):
    """What the applicant gets."""

    name: str = Field(default="", max_length=120)
    number: str = Field(default="", max_length=80)
    file: str = Field(default="", max_length=40)
    sha256: str = Field(default="", max_length=64)


class Concluded(ByHandler):
    """办结."""

    second_handler: Handler | None = None
    outcome: Literal["granted", "denied"]
    reasons: str = Field(default="", max_length=1000)
    legal_basis: str = Field(default="", max_length=500)
    result: Result = Field(default_factory=Result)


REPORTS: dict[str, type[ByHandler]] = {
    "form_submitted": FormSubmitted,
    "correction_requested": CorrectionAsked,
    "accepted": Accepted,
    "refused": Declined,
    "node_changed": NodeChanged,
    "special_begin": SpecialBegun,
    "special_end": SpecialEnded,
    "extended": Extended,
    "concluded": Concluded,
}


class ReportBody(Schema):
    """A report of a system: its own unique id, type, time, data."""

    id: str = Field(min_length=1, max_length=80)
    type: str = Field(max_length=40)
    time: datetime
    data: dict[str, Any]


def read_report(type_: str, data: dict[str, Any]) -> ByHandler:
    """Return a report's data as the contract reads it.

    :raises Refused: 422 with every fault, or for a type that there is not.
    """
    schema = REPORTS.get(type_)
    if schema is None:
        text = f"没有“{type_}”这种回传，只有：{'、'.join(REPORTS)}。"
        raise Refused(Reason("type", text, "type", "S2-50", KEPT, "请对照对接契约。"), status=422, title=TITLE)
    try:
        return schema.model_validate(data)
    except ValidationError as error:
        reasons = [_fault(".".join(str(part) for part in ("data", *one["loc"])), one["msg"]) for one in error.errors()]
        raise Refused(*reasons, status=422, title=TITLE) from error


def _fault(where: str, what: str) -> Reason:
    text = f"“{where}”与对接契约不符：{what}。"
    return Reason("report", text, where, "S2-50", KEPT, "请更正后用同一个 id 重新回传。")


class StatusOut(Schema):
    """Where a case stands."""

    number: str
    state: str
    state_name: str
    promised_due: str
    statutory_due: str
    officer: str
    revision: int


class StoredFileOut(Schema):
    """A file in the unified store."""

    id: str
    name: str
    sha256: str
    size: int
    media_type: str
    received_sha256: str = ""


class TicketBody(Schema):
    """What a file is fetched for."""

    purpose: str = Field(max_length=200)


class TicketOut(Schema):
    """A ticket: fetch the address once, with the token, before it runs out."""

    url: str
    expires_at: datetime


class FeedOut(Schema):
    """Events after a cursor, and the cursor to go on from."""

    events: list[dict[str, Any]]
    next: str


class AccessTokenOut(Schema):
    """An access token (RFC 6749 5.1)."""

    access_token: str
    token_type: str
    expires_in: int
    scope: str = ""


class TokenRefused(Schema):
    """Why no token was issued, as RFC 6749 5.2 has it."""

    error: str
    error_description: str = ""
