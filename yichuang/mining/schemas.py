"""Shapes of association mining over the API: counts of many, nothing about anybody."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from yichuang.mining.models import AssociationRule, MiningRun, Proposal
from yichuang.mining.operations.run_mining import Parameters
from yichuang.mining.queries.shown import based_on, sentence
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


class WaySituationOut(Schema):
    """A matter and the situation that was taken."""

    matter: str
    situation: str


class WayOut(Schema):
    """People who took the same situations: how often, how many persons, what they spare together."""

    situations: list[WaySituationOut]
    count: int
    persons: int
    visits: int
    materials: int
    fields: int


class SavingsBasisOut(Schema):
    """On what exact savings stand: ways that stand for enough persons, the others together, how many baskets count with the lower bound.

    `bounded` null: too few to tell. `whole`: the matters cannot be merged, all baskets count with it. `said`: in words.
    """

    ways: list[WayOut]
    others: int
    other: WayOut | None
    bounded: int | None
    whole: bool
    said: str


class MiningProposalOut(Schema):
    """Matters that could be one life event, in the order in which they are usually done.

    `saved_*`: of one person, at least; `all_*`: of all `count` baskets together, counted exactly; `basis`: on what that stands.
    """

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
    all_visits: int
    all_materials: int
    all_fields: int
    basis: SavingsBasisOut
    merged: list[MergedOut]
    minutes: int
    state: str
    decided_at: datetime | None
    decided_by_name: str
    reason: str
    draft_url: str
    asked_department: str
    asked_by_name: str
    asked_at: datetime | None
    returned_for: str


class MiningProposalPage(Schema):
    """Proposals, and cursors to the neighbouring pages."""

    rows: list[MiningProposalOut]
    next: str = ""
    previous: str = ""


class AcceptProposalBody(Schema):
    """The name that the draft begins with; without one, its matters joined."""

    name: str = Field(default="", max_length=80)


class ReturnProposalBody(Schema):
    """Why the department that was asked does not compose it."""

    reason: str = Field(max_length=200)


class DismissProposalBody(Schema):
    """Why the matters are not to be one life event."""

    reason: str = Field(max_length=200)


NO_BASIS: dict[str, Any] = {"ways": [], "others": 0, "other": None, "whole": False}


def run_out(row: MiningRun) -> MiningRunOut:
    """Return a run as the API tells it."""
    return MiningRunOut(**{name: getattr(row, name) for name in MiningRunOut.model_fields})


def association_out(row: AssociationRule, window: int) -> AssociationOut:
    """Return an association as the API tells it."""
    plain = {name: getattr(row, name) for name in AssociationOut.model_fields if name != "said"}
    return AssociationOut(**plain, said=sentence(row, window))


def proposal_out(row: Proposal) -> MiningProposalOut:
    """Return a proposal as the API tells it."""
    made = ("run", "merged", "basis", "asked_department")
    plain = {name: getattr(row, name) for name in MiningProposalOut.model_fields if name not in made}
    return MiningProposalOut(
        **plain,
        run=row.run_id,
        merged=[MergedOut(**one) for one in row.merged],
        basis=SavingsBasisOut(**{**NO_BASIS, "bounded": row.count, **row.basis, "said": based_on(row)}),
        asked_department=row.asked_department.name if row.asked_department else "",
    )
