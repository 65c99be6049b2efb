"""JSON shapes of drafts: what the editor's script and the API read and write."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from yichuang.catalog.rules.findings import Finding, Place, Repair
from yichuang.studio.models import Draft, DraftRevision, Remark
from yichuang.studio.operations.save_draft import Saved
from yichuang.studio.queries.listing import Exercised, Listed
from yichuang.studio.rules.merge import Merging
from yichuang.studio.rules.states import STATE_NAMES


class PlaceOut(Schema):
    """A node of the matter, and one field of it."""

    kind: str
    id: str = ""
    parent: str = ""
    field: str = ""


class RepairOut(Schema):
    """A change that puts a finding right by one click."""

    code: str
    label: str
    arguments: dict[str, Any]


class FindingOut(Schema):
    """One fault or advice, with its place, its smallest example, and its repair where there is one."""

    code: str
    rule: str
    severity: str
    place: PlaceOut
    message: str
    example: str = ""
    related: list[PlaceOut] = Field(default_factory=list)
    repair: RepairOut | None = None


class RemarkOut(Schema):
    """What somebody said about a place of the draft."""

    id: int
    source: str
    place: PlaceOut
    text: str
    author: str
    at: datetime
    settled_at: datetime | None = None
    settled_by: str = ""
    settled_note: str = ""


class DraftLine(Schema):
    """A draft in a list."""

    id: str
    key: str
    name: str
    department: str
    state: str
    state_name: str
    revision: int
    errors: int | None
    advices: int | None
    updated_by: str
    updated_at: datetime


class DraftPage(Schema):
    """A page of drafts with the cursors to its neighbours."""

    rows: list[DraftLine]
    next: str
    previous: str


class DraftOut(DraftLine):
    """A draft with its document, what is wrong with it, and the open remarks."""

    document: dict[str, Any]
    findings: list[FindingOut]
    remarks: list[RemarkOut]


class OpenBody(Schema):
    """A new matter (name and department), or the next version of a published one (its key)."""

    name: str = ""
    department_id: int = 0
    next_of: str = ""


class ChoiceIn(Schema):
    """How one conflict is settled: its path, and whose stands."""

    path: list[str]
    side: Literal["theirs", "mine", "both"]


class SaveBody(Schema):
    """A document and the revision it grew from; after a conflict, the choices and the revision they were made against."""

    document: dict[str, Any]
    base_revision: int
    explicit: bool = False
    note: str = Field(default="", max_length=120)
    choices: list[ChoiceIn] = Field(default_factory=list)
    against: int = 0
    grown_from: dict[str, Any] | None = None

    def merging(self) -> Merging:
        """Return how conflicts were settled."""
        choices: dict[tuple[str, ...], Any] = {tuple(choice.path): choice.side for choice in self.choices}
        return Merging(choices, self.against, self.grown_from)


class SavedOut(Schema):
    """What a save made; `document` only where colleagues' work was merged in."""

    revision: int
    merged: bool
    document: dict[str, Any] | None
    findings: list[FindingOut]


class DocumentBody(Schema):
    """A document that is not saved."""

    document: dict[str, Any]


class JudgedOut(Schema):
    """What is wrong with a document."""

    findings: list[FindingOut]


class RepairBody(DocumentBody):
    """A document and the repair to apply to it."""

    code: str
    arguments: dict[str, Any] = Field(default_factory=dict)


class RepairedOut(JudgedOut):
    """The document put right, not saved."""

    document: dict[str, Any]


class RevisionLine(Schema):
    """One saved state of a draft."""

    number: int
    note: str
    explicit: bool
    author: str
    at: datetime


class RevisionPage(Schema):
    """A page of saved states with the cursors to its neighbours."""

    rows: list[RevisionLine]
    next: str
    previous: str


class RestoreBody(Schema):
    """The saved state to go back to."""

    number: int


class DiscardBody(Schema):
    """Why a draft is given up."""

    reason: str


class SettleBody(Schema):
    """How a remark was dealt with."""

    note: str


def finding_out(finding: Finding) -> FindingOut:
    """Return a finding as JSON."""
    return FindingOut(
        code=finding.code,
        rule=finding.rule,
        severity=finding.severity,
        place=_place(finding.place),
        message=finding.message,
        example=finding.example,
        related=[_place(place) for place in finding.related],
        repair=_repair(finding.repair),
    )


def _place(place: Place) -> PlaceOut:
    return PlaceOut(kind=place.kind, id=place.id, parent=place.parent, field=place.field)


def _repair(repair: Repair | None) -> RepairOut | None:
    return RepairOut(code=repair.code, label=repair.label, arguments=repair.arguments) if repair else None


def findings_out(findings: Iterable[Finding]) -> list[FindingOut]:
    """Return findings as JSON."""
    return [finding_out(finding) for finding in findings]


def remark_out(remark: Remark) -> RemarkOut:
    """Return a remark as JSON."""
    return RemarkOut(
        id=remark.pk,
        source=remark.source,
        place=PlaceOut(**remark.place),
        text=remark.text,
        author=remark.author_name,
        at=remark.at,
        settled_at=remark.settled_at,
        settled_by=remark.settled_by_name,
        settled_note=remark.settled_note,
    )


def draft_line(draft: Draft) -> dict[str, Any]:
    """Return what a list tells of a draft."""
    return {
        "id": str(draft.pk),
        "key": draft.key,
        "name": draft.name,
        "department": draft.department.name,
        "state": draft.state,
        "state_name": STATE_NAMES[draft.state],
        "revision": draft.revision,
        "errors": draft.errors,
        "advices": draft.advices,
        "updated_by": draft.updated_by_name,
        "updated_at": draft.updated_at,
    }


def saved_out(saved: Saved) -> SavedOut:
    """Return what a save made as JSON."""
    document = dict(saved.document) if saved.merged else None
    findings = findings_out(saved.judgement.findings)
    return SavedOut(revision=saved.draft.revision, merged=saved.merged, document=document, findings=findings)


def revision_line(revision: DraftRevision) -> RevisionLine:
    """Return a saved state as JSON."""
    return RevisionLine(
        number=revision.number,
        note=revision.note,
        explicit=revision.explicit,
        author=revision.author_name,
        at=revision.at,
    )


class SituationLine(Schema):
    """One situation: where it ends, the materials' ids, and a shortest way to answer (`words`: the same as one line)."""

    number: int
    leaf: str
    path: str
    outcome: str
    materials: list[str]
    answers: dict[str, Any]
    applicant_kind: str
    known: dict[str, str]
    words: str


class SituationsOut(Schema):
    """A page of situations; `count` and `paths` are exact, null where they could not be settled within the budget."""

    count: int | None
    paths: int | None
    rows: list[SituationLine]
    next: str
    previous: str


class ApplicantLine(Schema):
    """One applicant: how he answers, where he arrives, with which materials, and what he is the first to exercise."""

    applicant_kind: str
    known: dict[str, str]
    answers: dict[str, Any]
    path: str
    outcome: str
    materials: list[str]
    covers: list[str]
    words: str


class ApplicantsOut(Schema):
    """The fewest applicants found, how many are needed at least, and whether that could be decided."""

    least: int
    decided: bool
    words: str
    applicants: list[ApplicantLine]


def situations_out(page: Listed) -> SituationsOut:
    """Return a page of situations as it is sent."""
    rows = [
        SituationLine(
            number=row.number, leaf=row.leaf, path=row.path, outcome=row.outcome, materials=list(row.materials),
            answers=row.answers, applicant_kind=row.kind, known=row.known, words=row.words,
        )
        for row in page.rows
    ]  # fmt: skip
    return SituationsOut(count=page.count, paths=page.paths, rows=rows, next=page.next, previous=page.previous)


def applicants_out(found: Exercised) -> ApplicantsOut:
    """Return applicants as they are sent."""
    rows = [
        ApplicantLine(
            applicant_kind=one.kind, known=one.known, answers=one.answers, path=one.path, outcome=one.outcome,
            materials=list(one.materials), covers=list(one.covers), words=one.words,
        )
        for one in found.scripts
    ]  # fmt: skip
    return ApplicantsOut(least=found.least, decided=found.decided, words=found.words, applicants=rows)
