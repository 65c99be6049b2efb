"""Shapes of association mining over the API: counts of many, nothing about anybody."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from yichuang.mining.models import AssociationRule, MiningRun, Proposal
from yichuang.mining.operations.run_mining import Parameters
from yichuang.mining.queries.shown import sentence
from yichuang.mining.rules.measures import FLOOR_PERSONS, LONGEST, USUAL_PERSONS


class MiningRunBody(Schema):
    """The parameters of an analysis; `least_lift` in hundredths. Engines: `library` on this machine, `spark`."""

    division: str = Field(max_length=12)
    window_days: int = Field(default=90, ge=7, le=365)
    months: int = Field(default=24, ge=1, le=60)
    least_persons: int = Field(default=USUAL_PERSONS, ge=FLOOR_PERSONS, le=100_000)
    longest: int = Field(default=4, ge=2, le=LONGEST)
    least_confidence: int = Field(default=10, ge=1, le=100)
    least_lift: int = Field(default=150, ge=100, le=100_000)
    grain: Literal["matter", "situation"] = "matter"
    kind: Literal["", "person", "enterprise", "other_organisation"] = ""
    engine: Literal["library", "spark"] = "library"

    def parameters(self) -> Parameters:
        """Return what was asked for."""
        return Parameters(**self.model_dump(exclude={"division"}))


class MiningRunOut(Schema):
    """An analysis: its parameters, how far it is, and what it counted."""

    id: UUID
    division: str
    engine: str
    window_days: int
    months: int
    since: datetime
    until: datetime
    least_persons: int
    longest: int
    least_confidence: int
    least_lift: int
    grain: str
    kind: str
    state: str
    stage: str
    progress: int
    trouble: str
    rows_read: int
    persons: int
    baskets: int
    sets: int
    withheld: int
    recognised: int
    judged: int
    proposed: int
    asked_by_name: str
    asked_at: datetime
    ended_at: datetime | None


class MiningRunPage(Schema):
    """Analyses, and cursors to the neighbouring pages."""

    rows: list[MiningRunOut]
    next: str = ""
    previous: str = ""


class AssociationOut(Schema):
    """Who did `given` also did `then`: whole counts; support and confidence in ten-thousandths, lift in hundredths, and in words."""

    given: list[str]
    given_names: list[str]
    then: str
    then_name: str
    count: int
    count_given: int
    count_then: int
    total: int
    persons: int
    support: int
    confidence: int
    lift: int
    order: str
    gap_days: int | None
    said: str


class AssociationPage(Schema):
    """Associations, and cursors to the neighbouring pages."""

    rows: list[AssociationOut]
    next: str = ""
    previous: str = ""


class MergedOut(Schema):
    """A paper or field that several of the matters ask for."""

    what: str
    name: str
    matters: list[str]


class MiningProposalOut(Schema):
    """Matters that could be one life event, in the order in which they are usually done; savings are of one person, at least."""

    id: UUID
    run: UUID
    division: str
    matters: list[str]
    names: list[str]
    departments: list[str]
    count: int
    persons: int
    lift: int
    saved_visits: int
    saved_materials: int
    saved_fields: int
    merged: list[MergedOut]
    minutes: int
    state: str
    decided_at: datetime | None
    decided_by_name: str
    reason: str
    draft_url: str


class MiningProposalPage(Schema):
    """Proposals, and cursors to the neighbouring pages."""

    rows: list[MiningProposalOut]
    next: str = ""
    previous: str = ""


class AcceptProposalBody(Schema):
    """The name that the draft begins with; without one, its matters joined."""

    name: str = Field(default="", max_length=80)


class DismissProposalBody(Schema):
    """Why the matters are not to be one life event."""

    reason: str = Field(max_length=200)


def run_out(row: MiningRun) -> MiningRunOut:
    """Return a run as the API tells it."""
    return MiningRunOut(**{name: getattr(row, name) for name in MiningRunOut.model_fields})


def association_out(row: AssociationRule, window: int) -> AssociationOut:
    """Return an association as the API tells it."""
    plain = {name: getattr(row, name) for name in AssociationOut.model_fields if name != "said"}
    return AssociationOut(**plain, said=sentence(row, window))


def proposal_out(row: Proposal) -> MiningProposalOut:
    """Return a proposal as the API tells it."""
    plain = {name: getattr(row, name) for name in MiningProposalOut.model_fields if name not in ("run", "merged")}
    return MiningProposalOut(**plain, run=row.run_id, merged=[MergedOut(**one) for one in row.merged])
