"""The events that departments' systems are sent, as a contract: what `queries/payloads.py` makes, and the AsyncAPI document of it."""

from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from yichuang.exchange.rules.wire import (
    ACCEPTED,
    BOOKING_CANCELLED,
    BOOKING_MOVED,
    DELIVERED,
    ENDED,
    HANDLED,
    NOT_HERE,
    OUTGOING,
    REGISTERED,
    REPORT_AGAIN,
    SUPPLEMENTED,
    TOLERATED,
    WITHDRAWN,
)

WHEN = {
    REGISTERED: "The counter has received the application and issued its receipt (收件分发)",
    SUPPLEMENTED: "Corrections came in (补齐补正)",
    ACCEPTED: "Accepted at the counter, or deemed accepted (受理)",
    TOLERATED: "A tolerated material came in (补交容缺材料)",
    WITHDRAWN: "The applicant withdrew (撤回申请)",
    ENDED: "Ended without a decision at the counter (不予受理、不属本机关、无需办理、终止)",
    HANDLED: "Somebody acted on the platform itself; data.event says what (平台内办理)",
    DELIVERED: "The result reached the applicant (结果送达)",
    REPORT_AGAIN: "The books differ: report on the case again, under the ids you used (请重新回传)",
    NOT_HERE: "The books differ: you have a case that the platform does not have (平台没有此办件)",
    BOOKING_MOVED: "An appointment that you booked was moved by the hall or by the person (改期)",
    BOOKING_CANCELLED: "An appointment that you booked was cancelled by the hall or by the person (取消)",
}
DAY = "YYYY-MM-DD, or empty"


class MatterPart(Schema):
    """Which matter, by our key and by the codes of the catalogue."""

    key: str
    name: str
    basic_code: str = Field(description="基本编码")
    implementation_code: str = Field(description="实施编码")
    case_type: str = Field(description="即办件 or 承诺件: instant, promised")
    service_id: str = Field(description="The matter's id in the department's own system")


class SituationPart(Schema):
    """Which situation the answers led to (S2-13)."""

    id: str
    name: str


class ApplicantPart(Schema):
    """Who applies; identifiers are in the form (S2-53)."""

    kind: str
    name: str


class FilePart(Schema):
    """A page of a material: fetched by a ticket for its id."""

    id: str
    name: str
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    size: int = Field(ge=0, description="bytes")
    media_type: str


class MaterialPart(Schema):
    """A material as it was received."""

    id: str
    name: str
    received_as: str
    originals: int = Field(ge=0)
    copies: int = Field(ge=0)
    tolerated_until: str = Field(description=DAY)
    files: list[FilePart]


class OriginPart(Schema):
    """Where a value came from: typed at the counter, shared data, read off a certificate, brought over from an earlier case, filled in
    online beforehand, or a department's system."""

    how: Literal["typed", "shared", "read", "recalled", "prefilled", "system"]
    said: str = Field(default="", description="Whose it is in words, such as the department and the API")
    at: str = Field(default="", description="When it was got, ISO 8601")
    api: str = Field(default="", description="Key of the shared API")


class CaseEventData(Schema):
    """The case as it was when the event happened, whole (S2-49, S2-52①). Fields may be added; none is taken away in a version."""

    number: str = Field(pattern="^[0-9]{21}$", description="统一申报编码")
    state: str
    state_name: str
    mode: Literal["split_mode", "unified_number"]
    practice: bool = Field(description="A rehearsal: nobody applied")
    matter: MatterPart
    situation: SituationPart
    answers: dict[str, Any]
    applicant: ApplicantPart
    form: dict[str, Any] = Field(description="Base form, by field name")
    form_labels: dict[str, str] = Field(description="What each field of the base form is called")
    own_form: dict[str, Any] = Field(description="The matter's own form, by field name")
    own_form_labels: dict[str, str] = Field(
        default_factory=dict, description="Its fields as people read them, by field name"
    )
    origins: dict[str, OriginPart] = Field(
        default_factory=dict,
        description="Where each filled value came from, by field name; of the own form by own_form.<name>",
    )
    received_at: str
    accepted_on: str = Field(description=DAY)
    promised_due: str = Field(description=DAY)
    statutory_due: str = Field(description=DAY)
    site: str
    window: str
    received_by: str
    first_handler: str
    revision: int = Field(ge=0, description="Grows with every act on the case")
    materials: list[MaterialPart]
    event_type: str = Field(default="", description="What the ledger calls it")
    event: dict[str, Any] = Field(default_factory=dict, description="What happened, as the ledger has it")


class Envelope(Schema):
    """A CloudEvent 1.0 in structured JSON."""

    specversion: Literal["1.0"]
    id: str = Field(description="Drop an id that you have: delivery is at least once")
    source: str
    type: str
    subject: str = Field(description="统一申报编码")
    time: str
    datacontenttype: Literal["application/json"]
    sequence: str = Field(pattern="^[0-9]+$", description="Grows within one case")


class CaseEvent(Envelope):
    """An event of a case, with the case as it was then."""

    data: CaseEventData


class NumberOnly(Schema):
    """A case of which the platform knows nothing but the number."""

    number: str


class NotHereEvent(Envelope):
    """Said after a comparison of the books."""

    data: NumberOnly


class AppointmentEventData(Schema):
    """An appointment that a joined system booked, as it stands after what happened (S2-35); read the rest by its id."""

    id: str = Field(description="As POST /api/exchange/appointments answered it")
    state: str
    site: str = Field(description="Key of the site")
    site_name: str
    purpose: str
    board: str
    matter: str = Field(description="Key of the matter, or empty")
    starts_at: str
    ends_at: str
    before: str = Field(default="", description="When it was to start before it was moved")
    by: Literal["hall", "person"]
    why: str = Field(description="What the person is told")


class AppointmentEvent(Envelope):
    """An event of an appointment; `subject` is its id, `sequence` grows within it."""

    subject: str = Field(description="The appointment's id")
    data: AppointmentEventData


def asyncapi() -> dict[str, Any]:
    """Return the AsyncAPI 3.0 document of what we send (docs/asyncapi.json)."""
    parts: dict[str, Any] = {}
    for model in (CaseEvent, NotHereEvent, AppointmentEvent):
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        parts |= {**schema.pop("$defs"), model.__name__: schema}
    messages = {
        name: {
            "name": name,
            "title": OUTGOING[name],
            "summary": WHEN[name],
            "contentType": "application/cloudevents+json",
            "headers": {"$ref": "#/components/schemas/WebhookHeaders"},
            "payload": {
                "allOf": [{"$ref": f"#/components/schemas/{_of(name)}"}, {"properties": {"type": {"const": name}}}]
            },
        }
        for name in OUTGOING
    }
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "一窗 Yichuang：推送给业务系统的事件",
            "version": "1",
            "description": "CloudEvents 1.0, signed as Standard Webhooks; the words are in docs/exchange.md.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/cloudevents+json",
        "channels": {
            "receiver": {
                "address": None,
                "description": "POST to the address that the system registered, or GET /api/exchange/feed",
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
            }
        },
        "operations": {
            "send": {
                "action": "send",
                "channel": {"$ref": "#/channels/receiver"},
                "summary": "The events of one case or appointment come in order",
            }
        },
        "components": {
            "messages": messages,
            "schemas": {"WebhookHeaders": _headers(), **parts},
        },
    }


def _of(name: str) -> str:
    if name in (BOOKING_MOVED, BOOKING_CANCELLED):
        return AppointmentEvent.__name__
    return (NotHereEvent if name == NOT_HERE else CaseEvent).__name__


def _headers() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["webhook-id", "webhook-timestamp", "webhook-signature"],
        "properties": {
            "webhook-id": {"type": "string", "description": "The event's id"},
            "webhook-timestamp": {"type": "string", "pattern": "^[0-9]+$", "description": "Seconds since 1970"},
            "webhook-signature": {
                "type": "string",
                "description": "v1,base64(HMAC-SHA256({id}.{timestamp}.{body})), several while a secret is renewed",
            },
        },
    }
