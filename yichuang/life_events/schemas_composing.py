"""What composers send and get over the API of life events' drafts (S2-25)."""

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from yichuang.life_events.models import LifeEventDraft, LifeEventReview, LifeEventRevision, LifeEventSimulation
from yichuang.life_events.queries.composing import told_versions
from yichuang.life_events.rules.conflicts import conflicts
from yichuang.life_events.rules.drafting import STATE_NAMES
from yichuang.life_events.rules.expected import expected_savings
from yichuang.life_events.rules.practice import joint_end_of
from yichuang.life_events.rules.spec import LifeEventSpec
from yichuang.life_events.rules.whole import Ground, prove_whole, section_of
from yichuang.life_events.schemas.practice import JointEndOut, LifeEventObjectionOut, LifeEventRunLine, end_out
from yichuang.studio.rules.merge import Merging


class LifeEventOpenBody(Schema):
    """A new draft: from matters in force (`matters`, with `name`), or the next version of a life event (`next_of`)."""

    next_of: str = Field(default="", max_length=40)
    key: str = Field(default="", max_length=40)
    name: str = Field(default="", max_length=80)
    matters: list[str] = Field(default_factory=list, max_length=40)
    department: int | None = None
    why: str = Field(default="", max_length=300)


class LifeEventChoiceIn(Schema):
    """How one conflict is settled: its path as `places` told it, and whose stands."""

    path: list[str]
    side: Literal["theirs", "mine", "both"]


class LifeEventSaveBody(Schema):
    """A whole life_event/v1 document, and the revision it grew from; after a conflict the choices, and the revision they are against.

    `grown_from`: where it grew from no saved revision, the document it grew from.
    """

    document: dict[str, Any]
    base_revision: int = Field(ge=1)
    note: str = Field(default="", max_length=120)
    choices: list[LifeEventChoiceIn] = Field(default_factory=list, max_length=400)
    against: int = 0
    grown_from: dict[str, Any] | None = None

    def merging(self) -> Merging:
        """Return how conflicts were settled."""
        choices: dict[tuple[str, ...], Any] = {tuple(choice.path): choice.side for choice in self.choices}
        return Merging(choices, self.against, self.grown_from)


class LifeEventMoveBody(Schema):
    """A move: submit (with `revision`), recall and discard (with `reason`), restore (with `number`), arrange, publish."""

    verb: Literal["submit", "recall", "discard", "restore", "arrange", "publish"]
    reason: str = Field(default="", max_length=400)
    revision: int | None = None
    number: int = 0


class LifeEventGradeBody(Schema):
    """A department's grade: high, medium or low; medium and low with a reason."""

    department: int
    grade: str = Field(max_length=8)
    reason: str = Field(default="", max_length=400)


class LifeEventStopBody(Schema):
    """Suspend, resume or withdraw the newest version; with a reason, but to resume."""

    verb: Literal["suspend", "resume", "withdraw"]
    reason: str = Field(default="", max_length=400)


class LifeEventDraftLine(Schema):
    """A draft in a list."""

    id: str
    key: str
    name: str
    department: str
    state: str
    state_name: str
    revision: int
    errors: int
    why: str
    returned_for: str
    updated_by: str
    updated_at: datetime


class LifeEventDraftPage(Schema):
    """A page of drafts."""

    rows: list[LifeEventDraftLine]
    next: str
    previous: str


class WholeFinding(Schema):
    """What the prover of the whole finds; `section`: the part of the editor it is in."""

    code: str
    rule: str
    severity: str
    section: str
    kind: str
    id: str
    field: str
    message: str
    example: str
    facts: dict[str, str]


class FieldSide(Schema):
    """One matter's field as it writes it."""

    member: str
    matter: str
    field: str
    label: str
    words: str


class FieldConflict(Schema):
    """Fields of the merged form that clash in meaning, with both sides."""

    fields: list[str]
    label: str
    differs: list[str]
    sides: list[FieldSide]
    settled: bool
    meaning: str


class SavedCount(Schema):
    """One number before (one by one) and after (together)."""

    before: int
    after: int


class LifeEventDraftOut(LifeEventDraftLine):
    """A draft with its document, what is wrong with it, what clashes, and what it spares."""

    document: dict[str, Any]
    content_hash: str
    findings: list[WholeFinding]
    conflicts: list[FieldConflict]
    savings: dict[str, SavedCount]


class LifeEventRevisionLine(Schema):
    """One saved state."""

    number: int
    note: str
    author: str
    at: datetime


class LifeEventRevisionPage(Schema):
    """A page of saved states."""

    rows: list[LifeEventRevisionLine]
    next: str
    previous: str


class LifeEventReviewLine(Schema):
    """What one department concerned says."""

    department: int
    name: str
    grade: str
    reason: str
    grader: str
    graded_at: datetime | None


class LifeEventWalkLine(Schema):
    """What one window found."""

    window: int
    site: str
    number: str
    officer: str
    objection: str
    at: datetime


class LifeEventScript(Schema):
    """A scripted applicant: what he answers and fills in, and what he must get."""

    number: int
    kind: str
    words: str
    answers: dict[str, Any]
    form: dict[str, str]
    merged: dict[str, Any]
    expected: JointEndOut


class LifeEventExamination(Schema):
    """The latest round: reviews, scripted applicants and their windows, what windows found, objections, what is missing."""

    round: int
    state: str
    reviews: list[LifeEventReviewLine]
    scripts: list[LifeEventScript]
    walks: list[LifeEventWalkLine]
    runs: list[LifeEventRunLine]
    objections: list[LifeEventObjectionOut]
    missing: list[str]


class LifeEventVersionLine(Schema):
    """One version of a life event, and what it changed in the one before, in words."""

    number: int
    state: str
    published_at: datetime
    published_by: str
    changes: list[str]


class LifeEventVersionsOut(Schema):
    """Every version of a life event, the newest first."""

    key: str
    name: str
    versions: list[LifeEventVersionLine]


def draft_line(row: LifeEventDraft) -> dict[str, Any]:
    """Return a draft as a list shows it."""
    return {
        "id": str(row.pk), "key": row.key, "name": row.name, "department": row.department.name, "state": row.state,
        "state_name": STATE_NAMES[row.state], "revision": row.revision, "errors": row.errors, "why": row.why,
        "returned_for": row.returned_for, "updated_by": row.updated_by_name, "updated_at": row.updated_at,
    }  # fmt: skip


def draft_out(row: LifeEventDraft, spec: LifeEventSpec, ground: Ground) -> LifeEventDraftOut:
    """Return a draft whole, judged on its ground."""
    spared = expected_savings(spec, ground.specs)
    names = ("fields", "questions", "materials", "copies", "visits", "days")
    return LifeEventDraftOut(
        **draft_line(row),
        document=row.document,
        content_hash=spec.digest,
        findings=findings_out(spec, ground),
        conflicts=[
            FieldConflict(
                fields=list(one.fields),
                label=one.label,
                differs=list(one.differs),
                sides=[FieldSide(**vars(side)) for side in one.sides],
                settled=one.settled,
                meaning=one.meaning,
            )
            for one in conflicts(spec, ground.specs)
        ],
        savings={name: SavedCount(**vars(getattr(spared, name))) for name in names},
    )


def findings_out(spec: LifeEventSpec, ground: Ground) -> list[WholeFinding]:
    """Return what the prover finds."""
    return [
        WholeFinding(
            code=one.code, rule=one.rule, severity=one.severity, section=section_of(one.place), kind=one.place.kind, id=one.place.id,
            field=one.place.field, message=one.message, example=one.example, facts=one.facts,
        )
        for one in prove_whole(spec, ground)
    ]  # fmt: skip


def revision_line(row: LifeEventRevision) -> LifeEventRevisionLine:
    """Return one saved state."""
    return LifeEventRevisionLine(number=row.number, note=row.note, author=row.author_name, at=row.at)


def review_line(row: LifeEventReview) -> LifeEventReviewLine:
    """Return what one department says."""
    return LifeEventReviewLine(
        department=row.department_id, name=row.department.name, grade=row.grade, reason=row.reason, grader=row.grader_name,
        graded_at=row.graded_at,
    )  # fmt: skip


def walk_line(row: LifeEventSimulation) -> LifeEventWalkLine:
    """Return what one window found."""
    return LifeEventWalkLine(
        window=row.window_id, site=row.window.site.name, number=row.window.number, officer=row.officer_name, objection=row.objection,
        at=row.at,
    )  # fmt: skip


def script_out(one: dict[str, Any]) -> LifeEventScript:
    """Return a scripted applicant."""
    return LifeEventScript(
        number=one["number"], kind=one["kind"], words=one["words"], answers=one["answers"], form=one["applicant"],
        merged=one["merged"], expected=end_out(joint_end_of(one["expected"])),
    )  # fmt: skip


def versions_out(key: str, rows: list[Any]) -> LifeEventVersionsOut:
    """Return versions, the newest first, with what each changed."""
    lines = [
        LifeEventVersionLine(
            number=row.number, state=row.state, published_at=row.published_at, published_by=row.published_by_name, changes=told
        )
        for row, told in told_versions(rows)
    ]  # fmt: skip
    return LifeEventVersionsOut(key=key, name=rows[0].life_event.name, versions=lines)
