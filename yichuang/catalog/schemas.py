"""JSON shapes of matters and of the material dictionary."""

from typing import Any

from ninja import Schema
from pydantic import Field

from yichuang.catalog.rules.dictionary import IssuerKind, Kind


class MatterFound(Schema):
    """A hit of the search, and the text that matched."""

    key: str
    name: str
    department: str = ""
    because: str


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
    """Why a matter is suspended."""

    reason: str


class VersionOut(Schema):
    """A version of a matter."""

    key: str
    number: int
    state: str
    content_hash: str


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
