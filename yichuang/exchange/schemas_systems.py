"""What those who look after systems send and get over the API."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from yichuang.exchange.models import ClientSystem, Delivery
from yichuang.exchange.operations.register_system import Profile
from yichuang.exchange.queries.health import Queue
from yichuang.exchange.rules.scopes import USUAL


class ProfileBody(Schema):
    """What may be changed of a system at any time."""

    name: str = Field(max_length=80)
    receiver: str = Field(default="", max_length=300)
    form_base: str = Field(default="", max_length=300)
    pulls: bool = False
    dialect: str = Field(default="contract", max_length=20)
    scopes: list[str] = Field(default_factory=lambda: sorted(USUAL), max_length=200)
    networks: list[str] = Field(default_factory=list, max_length=100)
    public_jwks: dict[str, Any] | None = None
    contact: str = Field(default="", max_length=80)
    contact_phone: str = Field(default="", max_length=40)

    def profile(self) -> Profile:
        """Return the profile."""
        return Profile(**{name: getattr(self, name) for name in Profile.__dataclass_fields__})


class SystemBody(ProfileBody):
    """A new system; `department` is the department's key."""

    key: str = Field(max_length=40)
    department: str = Field(max_length=60)
    environment: Literal["test", "live"]


class SystemOut(Schema):
    """A system with its queue; its secrets and telephone number are not told."""

    key: str
    name: str
    department: str
    environment: str
    client_id: str
    receiver: str
    form_base: str
    pulls: bool
    dialect: str
    scopes: list[str]
    networks: list[str]
    active: bool
    failures: int
    last_success_at: datetime | None
    last_failure: str
    waiting: int
    parked: int
    lag_seconds: int


class SystemPage(Schema):
    """Systems, and cursors to the neighbouring pages."""

    rows: list[SystemOut]
    next: str = ""
    previous: str = ""
    sender_alive: bool


class SecretBody(Schema):
    """Which secret, and for how many days the old one stays good."""

    kind: Literal["client", "signing"]
    overlap_days: int = Field(default=7, ge=0, le=30)


class SecretOut(Schema):
    """A secret, told once: a repeated request gets it empty."""

    kind: str
    value: str


class StopBody(Schema):
    """A reason."""

    why: str = Field(default="", max_length=300)


class RouteBody(Schema):
    """A matter, and whether its cases go to the system; `emergency`: why a live route cannot wait for its opening sheet (S0-22)."""

    matter: str = Field(max_length=80)
    on: bool = True
    emergency: str = Field(default="", max_length=300)


class AgainBody(Schema):
    """Deliveries by id, or, without ids, all that the filter chooses; a replay needs a reason."""

    ids: list[int] = Field(default_factory=list, max_length=2000)
    type: str = Field(default="", max_length=40)
    number: str = Field(default="", max_length=21)
    day: date | None = None
    why: str = Field(default="", max_length=300)


class SentAgainOut(Schema):
    """How many deliveries are sent again."""

    count: int


class DeliveryOut(Schema):
    """One event on its way."""

    id: int
    event: str
    type: str
    number: str
    state: str
    attempts: int
    reason: str
    created_at: datetime
    next_at: datetime
    delivered_at: datetime | None


class DeliveryPage(Schema):
    """Deliveries, and cursors to the neighbouring pages."""

    rows: list[DeliveryOut]
    next: str = ""
    previous: str = ""


def system_out(row: ClientSystem, queue: Queue, now: datetime) -> SystemOut:
    """Return a system as the API tells it."""
    plain = {name: getattr(row, name) for name in SystemOut.model_fields if hasattr(row, name)}
    plain["department"] = row.department.name
    return SystemOut(**plain, waiting=queue.waiting, parked=queue.parked, lag_seconds=queue.lag(now))


def delivery_out(row: Delivery) -> DeliveryOut:
    """Return a delivery as the API tells it, without its body."""
    names = ("type", "number", "state", "attempts", "reason", "created_at", "next_at", "delivered_at")
    return DeliveryOut(id=row.pk, event=str(row.event_uid), **{name: getattr(row, name) for name in names})
