"""JSON shapes of matters and of the material dictionary."""

from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from yichuang.catalog.rules.dictionary import IssuerKind, Kind


class MatterFound(Schema):
    """A hit of the search, the text that matched, and 暂停办理 where it is not received now."""

    key: str
    name: str
    department: str = ""
    because: str
    mark: str = ""


class MatterOut(Schema):
    """A published matter: version and the whole spec."""

    key: str
    version: int
    department: str
    content_hash: str = ""
    spec: dict[str, Any]


class GuideSection(Schema):
    """One part of the guide: title and rows of label and value."""

    title: str
    rows: list[tuple[str, str]]


class GuideMaterial(Schema):
    """One material of the guide, as people read it."""

    id: str
    name: str
    when: str
    form: str
    ways: list[str]
    points: list[tuple[str, str]]


class GuideOut(Schema):
    """The guide of a matter (办事指南) in words."""

    key: str
    name: str
    version: int
    sections: list[GuideSection]
    situations: list[str]
    materials: list[GuideMaterial]


class AdvanceBody(Schema):
    """Answers so far: question id to option id, or to a list of option ids; the applicant's kind when it is known.

    `before`: the answers as they were, to be told what no longer applies.
    """

    answers: dict[str, str | list[str]] = Field(default_factory=dict)
    applicant_kind: str = ""
    before: dict[str, str | list[str]] = Field(default_factory=dict)


class OptionOut(Schema):
    """An option that is offered."""

    id: str
    text: str
    warning: str = ""


class QuestionOut(Schema):
    """The next question."""

    id: str
    text: str
    help: str = ""
    kind: str
    options: list[OptionOut]


class AnsweredOut(Schema):
    """A question that was asked, and its answer in words."""

    id: str
    text: str
    answer: str


class ChecklistLine(Schema):
    """A material that is needed, and why."""

    id: str
    name: str
    why: str
    originals: int
    copies: int
    tolerable: bool
    exempt: bool
    points: list[dict[str, str]]


class AdvanceOut(Schema):
    """Where the answers lead: a question, a situation with its checklist, or an outcome; `problems` when they do not fit."""

    question: QuestionOut | None = None
    situation: str = ""
    situation_path: str = ""
    materials: list[ChecklistLine] = Field(default_factory=list)
    outcome: str = ""
    message: str = ""
    legal_basis: str = ""
    path: list[AnsweredOut] = Field(default_factory=list)
    dropped: list[str] = Field(default_factory=list)
    problems: list[str] = Field(default_factory=list)


class SuspendBody(Schema):
    """The public notice of a suspension: why, from when (today when left out), until when, what to do instead.

    `revision` of the matter as the client last saw it; a change meanwhile refuses the act.
    """

    reason: str = Field(max_length=400)
    since: date | None = None
    until: date | None = None
    instead: str = Field("", max_length=400)
    revision: int | None = None


class MatterWithdrawBody(Schema):
    """Why a matter is withdrawn, on what legal ground, what people do instead."""

    reason: str = Field(max_length=400)
    legal_basis: str = Field(max_length=300)
    instead: str = Field(max_length=400)
    revision: int | None = None


class ResumeBody(Schema):
    """Why a matter is received again."""

    why: str = Field("", max_length=300)
    revision: int | None = None


class NoticeOut(Schema):
    """What the public is told of a matter that is, or will be, suspended, or was withdrawn."""

    kind: str
    text: str
    since: date
    until: date | None
    instead: str
    legal_basis: str


class StandingOut(Schema):
    """How a matter stands: the newest version with its state, the notice, and the revision for the next act."""

    key: str
    number: int
    state: str
    revision: int
    notice: NoticeOut | None


class ChangesOut(Schema):
    """One part of the matter and what changed in it."""

    title: str
    lines: list[str]


class ComparisonOut(Schema):
    """Two versions in words: who must bring more or less, and every change node by node."""

    before: int
    after: int
    burden: list[str]
    groups: list[ChangesOut]


class SynonymBody(Schema):
    """An everyday word and the official word it stands for."""

    everyday: str
    official: str


class SynonymOut(SynonymBody):
    """A synonym in force."""

    id: int


class SynonymPage(Schema):
    """A page of synonyms with the cursors to its neighbours."""

    rows: list[SynonymOut]
    next: str
    previous: str


class MaterialTypeBody(Schema):
    """What is written down about a type of material; names of one type may not be names of another."""

    standard_name: str
    aliases: list[str] = Field(default_factory=list)
    issuer: str = ""
    issuer_kind: IssuerKind = "government"
    kind: Kind = "other"
    e_licence: bool = False
    e_licence_type: str = ""
    sharing_api: str = ""
    online_check: str = ""
    note: str = ""


class NewMaterialTypeBody(MaterialTypeBody):
    """A new type with its key, which never changes."""

    key: str


class MaterialTypeOut(MaterialTypeBody):
    """A type of the dictionary: `state` in_use, retired or merged, and then into which."""

    key: str
    state: str
    merged_into: str = ""


class MaterialTypePage(Schema):
    """A page of types with the cursors to its neighbours."""

    rows: list[MaterialTypeOut]
    next: str
    previous: str


class RetireBody(Schema):
    """Why a type is retired."""

    reason: str


class MergeBody(Schema):
    """The key of the type that takes the names over."""

    into: str


class UseOut(Schema):
    """One material of a matter in force that is of the type; `standard`: it is written with the standard name."""

    matter: str
    matter_name: str
    material: str
    written: str
    standard: bool


class ProposalBody(Schema):
    """An entry that somebody misses in the dictionary, and why."""

    name: str
    aliases: list[str] = Field(default_factory=list)
    issuer: str = ""
    why: str
    source: str = ""


class RefuseProposalBody(Schema):
    """Why a proposal is not taken up; who proposed it reads it."""

    reason: str


class TypeProposalOut(ProposalBody):
    """A proposal: `state` open, accepted, merged or refused; `material_type` the entry it became or whose alias it became."""

    id: str
    state: str
    proposer: str
    made_at: datetime
    decided_at: datetime | None = None
    decided_by: str = ""
    reason: str = ""
    material_type: str = ""


class TypeProposalPage(Schema):
    """A page of proposals with the cursors to its neighbours."""

    rows: list[TypeProposalOut]
    next: str
    previous: str
