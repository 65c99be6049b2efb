"""Joint debugging over the API."""

from datetime import datetime

from ninja import Schema
from pydantic import Field


class DebuggingBeginBody(Schema):
    """The matter for which a system is debugged."""

    matter: str = Field(max_length=80)


class DebuggingAdvanceBody(Schema):
    """A step to try again; empty: the next that was not tried."""

    again: str = Field(default="", max_length=40)


class DebuggingOpenBody(Schema):
    """The live system to which the matter's cases go from now on."""

    live: str = Field(max_length=40)


class DebuggingStepOut(Schema):
    """A step as it stands: `outcome` is green, red or waiting; `evidence` the hash of what was kept of it."""

    name: str
    title: str
    outcome: str
    seen: str
    todo: str
    evidence: str
    at: datetime | None


class DebuggingRunOut(Schema):
    """A run with its steps; `practice` is the key under which the counter receives its practice case; `pushing` the step under way."""

    id: int
    system: str
    matter: str
    state: str
    case_number: str
    pushing: str
    practice: str
    sheet: str
    opening_sheet: str
    steps: list[DebuggingStepOut]
