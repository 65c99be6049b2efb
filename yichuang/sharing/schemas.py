"""What those who look after shared APIs send and get over the API."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from yichuang.sharing.models import ApiGrant, SharedApi, SharedCall
from yichuang.sharing.operations.register_api import Terms
from yichuang.sharing.queries.performance import Figures


class SharedApiTerms(Schema):
    """What may be changed of an API at any time; `credential` None leaves the secret as it is."""

    name: str = Field(max_length=80)
    upstream: str = Field(max_length=300)
    data_class: Literal["open", "conditional"]
    per_minute: int = 60
    total_seconds: int = 10
    read_seconds: int = 5
    service_level: str = Field(default="", max_length=120)
    use: Literal["", "person", "licence", "project"] = ""
    credential_header: str = Field(default="", max_length=60)
    credential: str | None = Field(default=None, max_length=400)
    alarm_errors: int = 5
    alarm_p95: int = 3000
    personal: bool = Field(default=False, description="About people: callers must send X-Consent-Reference")
    answer_mb: int = Field(default=1, description="JSON answers up to this size are checked against the document")
    beyond: Literal["refuse", "pass"] = Field(default="refuse", description="What becomes of a longer one")

    def terms(self) -> Terms:
        """Return the terms."""
        return Terms(**{name: getattr(self, name) for name in Terms.__dataclass_fields__})


class SharedApiDocument(Schema):
    """An OpenAPI 3 document, as it stands in its file."""

    document: dict[str, Any]


class SharedApiBody(SharedApiTerms, SharedApiDocument):
    """A new API; `provider` is the code of the department's system."""

    key: str = Field(max_length=40)
    provider: str = Field(max_length=40)


class SharedApiOut(Schema):
    """An API as the catalogue has it; the upstream is told to its owner only."""

    key: str
    name: str
    department: str
    provider: str
    data_class: str
    use: str
    per_minute: int
    total_seconds: int
    read_seconds: int
    service_level: str
    personal: bool
    answer_mb: int
    beyond: str
    version: int
    active: bool
    alarm: str = ""
    upstream: str = ""


class SharedApiPage(Schema):
    """APIs, and cursors to the neighbouring pages."""

    rows: list[SharedApiOut]
    next: str = ""
    previous: str = ""


class SharingReason(Schema):
    """A reason."""

    reason: str = Field(default="", max_length=200)


class GrantBody(Schema):
    """An application: `consumer` is a system's code, or `@330109` for the counters of a district."""

    api: str = Field(max_length=40)
    consumer: str = Field(max_length=40)
    purpose: str = Field(max_length=200)
    legal_basis: str = Field(max_length=200)
    per_minute: int = Field(default=60, ge=1)
    expires_on: date


class GrantOut(Schema):
    """A grant and how it stands."""

    id: int
    api: str
    consumer: str
    state: str
    purpose: str
    legal_basis: str
    per_minute: int
    expires_on: date
    asked_at: datetime
    asked_by_name: str
    decided_at: datetime | None
    decided_by_name: str
    reason: str


class GrantPage(Schema):
    """Grants, and cursors to the neighbouring pages."""

    rows: list[GrantOut]
    next: str = ""
    previous: str = ""


class SharedCallOut(Schema):
    """One call; never what it was about."""

    id: str
    api: str
    consumer: str
    actor_name: str
    purpose: str
    consent_reference: str
    number: str
    method: str
    path: str
    at: datetime
    status: int
    fault: str
    failed: bool
    bytes_in: int
    bytes_out: int
    milliseconds: int
    unchecked: bool


class SharedCallPage(Schema):
    """Calls, and cursors to the neighbouring pages."""

    rows: list[SharedCallOut]
    next: str = ""
    previous: str = ""


class FiguresOut(Schema):
    """Figures of one API, consumer or hour, or of all; times in milliseconds."""

    name: str
    calls: int
    failed: int
    refused: int
    p50: int
    p95: int
    p99: int


class PerformanceOut(Schema):
    """The figures of the last days."""

    whole: FiguresOut
    by_api: list[FiguresOut]
    by_consumer: list[FiguresOut]
    by_hour: list[FiguresOut]


def api_out(row: SharedApi, *, owns: bool) -> SharedApiOut:
    """Return an API as the catalogue tells it."""
    plain = {name: getattr(row, name) for name in SharedApiOut.model_fields if name not in ("department", "provider")}
    if not owns:
        plain |= {"upstream": "", "alarm": ""}
    return SharedApiOut(**plain, department=row.department.name, provider=row.provider.key)


def grant_out(row: ApiGrant) -> GrantOut:
    """Return a grant."""
    plain = {name: getattr(row, name) for name in GrantOut.model_fields if name not in ("id", "api")}
    return GrantOut(id=row.pk, api=row.api.key, **plain)


def call_out(row: SharedCall) -> SharedCallOut:
    """Return a call."""
    plain = {name: getattr(row, name) for name in SharedCallOut.model_fields if name not in ("id", "api")}
    return SharedCallOut(id=str(row.pk), api=row.api.key, **plain)


def figures_out(name: str, one: Figures) -> FiguresOut:
    """Return figures under a name."""
    plain = {field: getattr(one, field) for field in FiguresOut.model_fields if field != "name"}
    return FiguresOut(name=name, **plain)
