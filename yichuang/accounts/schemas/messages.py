"""JSON shapes of messages: the record, wordings, opt-outs."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

State = Literal["waiting", "held", "sending", "sent", "delivered", "failed", "unknown", "suppressed"]
Stoppable = Literal["reminder", "rating"]


class MessageStepOut(Schema):
    """One step of a message's way."""

    at: datetime
    state: State
    said: str


class MessageRecordOut(Schema):
    """A message with how far it came; the number is masked, `receipt` is the gateway's."""

    uid: UUID
    template: str
    name: str
    to: str
    state: State
    channel: str
    receipt: str
    tries: int
    failure: str
    about: str
    written_at: datetime
    held_until: datetime | None
    sent_at: datetime | None


class MessageDetailOut(MessageRecordOut):
    """A message with its text (codes wiped) and its way; `stopped`: what its receiver does not want."""

    text: str
    steps: list[MessageStepOut]
    stopped: list[str]


class MessageRecordPage(Schema):
    """One page of messages."""

    messages: list[MessageRecordOut]
    next: str = ""
    previous: str = ""


class WordingFieldOut(Schema):
    """A field of a template: what it holds, whether a wording needs it."""

    name: str
    meaning: str
    needed: bool


class WordingOut(Schema):
    """A template as it is worded in a division; `version` is the division's own, 0 before it has one."""

    key: str
    name: str
    kind: str
    division: str
    text: str
    original: str
    own: bool
    gateway_code: str
    version: int
    fields: list[WordingFieldOut]


class WordingList(Schema):
    """Every template as it is worded in a division."""

    division: str
    templates: list[WordingOut]


class WordingTryBody(Schema):
    """A wording to be tried."""

    text: str = Field(max_length=800)
    gateway_code: str = Field("", max_length=60)


class WordingBody(WordingTryBody):
    """A wording to be kept; `version` is the one that was read before."""

    version: int = Field(ge=0)


class WordingRestoreBody(Schema):
    """Go back to the original; `version` is the one that was read before."""

    version: int = Field(ge=0)


class WordingFaultOut(Schema):
    """Why a wording cannot be kept."""

    code: str
    said: str
    todo: str
    field: str


class WordingPreviewOut(Schema):
    """A wording with sample data: what arrives, how long it is, how many texts are charged, what is wrong with it."""

    text: str
    length: int
    parts: int
    register_text: str
    faults: list[WordingFaultOut]


class OptOutOut(Schema):
    """One kind of messages that one number does not want; the number is masked."""

    uid: UUID
    to: str
    kind: Stoppable
    active: bool
    way: str
    why: str
    changed_at: datetime


class OptOutPage(Schema):
    """One page of opt-outs."""

    opt_outs: list[OptOutOut]
    next: str = ""
    previous: str = ""


class OptOutBody(Schema):
    """What somebody told an officer not to send any more."""

    number: str = Field(max_length=120)
    kinds: list[Stoppable] = Field(min_length=1, max_length=10)
    why: str = Field(max_length=200)
    division: str = Field("", max_length=12)


class OptOutWhyBody(Schema):
    """How somebody told an officer to send messages again."""

    why: str = Field(max_length=200)


class OptOutList(Schema):
    """What was noted."""

    opt_outs: list[OptOutOut]
