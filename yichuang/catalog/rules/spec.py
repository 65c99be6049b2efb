"""`MatterSpec`: a published matter as one frozen document that its SHA-256 names (matters.md, “The spec”).

Navigator, checklist, forms, guide page, API and kiosk all read this document; a case points at the exact version it was received
under. Rule numbers (S2-…) are those of the rulebook, part 1.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any, Literal

from pydantic import Field, model_validator

from yichuang.catalog.rules.conditions import Condition, mentions
from yichuang.catalog.rules.handling import (
    ApplicantKind,
    CaseType,
    Channels,
    Codes,
    Fee,
    GuideDetails,
    Integration,
    LegalBasis,
    Limit,
    MatterType,
    Part,
    Provincial,
    ResultDocument,
    ServiceObject,
    SpecialProcedure,
    Volume,
)
from yichuang.catalog.rules.own_form import conditions_of
from yichuang.catalog.rules.samples import Justification, Sample
from yichuang.foundations.rules.calendar import Unit

Axis = Literal["subject_type", "life_cycle", "content"]
YES, NO = "yes", "no"


class FactValue(Part):
    """One value of a fact and how it is called."""

    id: str
    text: str


class Fact(Part):
    """A fact with a finite domain. `source`: asked; or known to the platform: the applicant's kind, or whether the day of
    receipt is `since` or later (values yes, no).
    """

    id: str
    text: str
    values: tuple[FactValue, ...] = Field(min_length=1)
    source: Literal["asked", "applicant_kind", "day"] = "asked"
    since: date | None = None

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the values."""
        return tuple(value.id for value in self.values)


class Option(Part):
    """An answer. Of a single-choice question it claims `values` of the question's fact; of a multi-choice one it owns the
    yes/no `fact`. `only_if`: offered only then.
    """

    id: str
    text: str
    values: tuple[str, ...] = ()
    fact: str = ""
    only_if: Condition | None = None
    warning: str = ""


class Question(Part):
    """One question; `fact` is what a single-choice question asks about, `ask_if` when it is asked at all."""

    id: str
    text: str
    help: str = ""
    kind: Literal["single", "multi"] = "single"
    fact: str = ""
    options: tuple[Option, ...] = Field(min_length=1)
    ask_if: Condition | None = None

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Return the facts that the answer fills."""
        return (self.fact,) if self.kind == "single" else tuple(option.fact for option in self.options)


class Situation(Part):
    """A node of the tree of situations (S2-9, S2-10); a leaf carries the condition over facts that makes it this one."""

    id: str
    name: str
    axis: Axis
    condition: Condition | None = None
    children: tuple["Situation", ...] = ()

    def leaves(self, above: tuple[str, ...] = ()) -> Iterator[tuple["Situation", str]]:
        """Yield every leaf below with its path in words, such as `企业 › 变更 › 增加车辆`."""
        names = (*above, self.name)
        if not self.children:
            yield self, " › ".join(names)
        for child in self.children:
            yield from child.leaves(names)


class ReviewPoint(Part):
    """审查要点 (S2-17): formal or content; checked by eye, face, comparison with a form field, or date.

    `field`: the base-form field compared with (`name`, `id_number`) or the date looked at (`valid_until`).
    """

    id: str
    kind: Literal["formal", "content"]
    text: str
    check: Literal["eye", "face", "compare", "date", "ocr", "shared"] = "eye"
    field: str = ""


class Shared(Part):
    """How a material comes from shared data; `exempt`: it need not be brought when it does."""

    mode: Literal["none", "e_licence", "data_share", "onsite"] = "none"
    provider: str = ""
    exempt: bool = False

    @property
    def fetchable(self) -> bool:
        """Tell whether a counter can fetch it in place of the paper (S2-14; 716号令 7); what is taken on site cannot be."""
        return self.exempt and self.mode in ("e_licence", "data_share")


class Material(Part):
    """One material with everything S2-14 and S2-19 ask for; `needed_if` None means every situation needs it."""

    id: str
    name: str
    standard_type: str = ""
    scope: str = ""
    source_channel: str = ""
    source_type: str = ""
    original_count: int = Field(default=0, ge=0)
    copy_count: int = Field(default=0, ge=0)
    verify_original: bool = False
    medium: Literal["paper", "electronic", "both"] = "paper"
    shared: Shared = Shared()
    tolerable: bool = False
    tolerance_days: int = 0
    tolerance_unit: Unit = "workday"
    commitment_required: bool = False
    formal_requirement: str = ""
    review_points: tuple[ReviewPoint, ...] = ()
    blank_form: bool = False
    sample_required: bool = False
    legal_basis: str = ""
    needed_if: Condition | None = None
    format: str = ""
    source_note: str = ""
    filling_notes: str = ""
    acceptance_standard: str = ""
    blank_file: str = ""
    samples: tuple[Sample, ...] = ()
    justifications: tuple[Justification, ...] = ()

    @property
    def exempt_submission(self) -> bool:
        """Tell whether shared data or an e-licence may stand in for the material."""
        return self.shared.exempt

    def counts(self) -> str:
        """Return how many originals and copies are asked for, in words."""
        parts = [f"原件 {self.original_count} 份"] if self.original_count else []
        parts += [f"复印件 {self.copy_count} 份"] if self.copy_count else []
        parts += ["核验原件"] if self.verify_original and self.copy_count else []
        return "，".join(parts) or ("免提交" if self.shared.exempt else "无需份数")


class Outcome(Part):
    """An end of the journey without a situation (行政许可法 32(一)): why, what now, on what legal basis."""

    id: str
    kind: Literal["not_required", "other_authority", "not_eligible", "other_site"]
    condition: Condition
    message: str
    legal_basis: str = ""
    authority: str = ""


OUTCOME_NAMES: dict[str, str] = {"not_required": "无需办理", "other_authority": "不属本机关职权", "not_eligible": "不符合条件",
                                 "other_site": "请到其他地点办理"}  # fmt: skip


class MatterSpec(Part):
    """A matter as published."""

    schema_: Literal["matter/v1"] = Field(default="matter/v1", alias="schema")
    key: str
    name: str
    main_item: str
    sub_item: str
    handling_item: str = ""
    codes: Codes
    matter_type: MatterType
    provincial: Provincial = Provincial()
    department: str
    exercise_level: str = ""
    service_objects: tuple[ServiceObject, ...]
    applicant_kinds: tuple[ApplicantKind, ...] = Field(min_length=1)
    note: str = ""

    legal_basis: tuple[LegalBasis, ...] = ()
    conditions: tuple[str, ...] = ()
    statutory_limit: Limit
    promised_limit: Limit
    limit_basis: str = ""
    count_start: Literal["acceptance", "receipt"] = "acceptance"
    deemed_rule: Literal["five_workdays", "on_the_spot"] = "five_workdays"
    max_extension: int = 10
    special_procedures: tuple[SpecialProcedure, ...] = ()
    fee: Fee
    quantity_limit: str = ""
    acceptance_role: Literal["collect_only", "accept"]
    remedies: tuple[str, ...] = ()

    case_type: CaseType
    channels: Channels
    courier: bool = False
    board: str = ""
    joint_with: tuple[str, ...] = ()
    integration: Integration
    volume: Volume = Volume()
    results: tuple[ResultDocument, ...] = ()

    form: dict[str, Any] = Field(default_factory=dict)
    base_form_defaults: dict[str, str] = Field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    questions: tuple[Question, ...] = ()
    situations: tuple[Situation, ...] = Field(min_length=1)
    materials: tuple[Material, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    guide: GuideDetails = GuideDetails()

    @model_validator(mode="after")
    def _hangs_together(self) -> "MatterSpec":
        if faults := list(self._faults()):
            raise ValueError("；".join(faults))
        return self

    def _faults(self) -> Iterator[str]:
        for what, ids in (
            ("事实", [fact.id for fact in self.facts]),
            ("问题", [question.id for question in self.questions]),
            ("情形", [leaf.id for leaf, _ in self.leaves]),
            ("材料", [material.id for material in self.materials]),
            ("结果", [outcome.id for outcome in self.outcomes]),
        ):
            if doubled := sorted({item for item in ids if ids.count(item) > 1}):
                yield f"{what}编号重复：{'、'.join(doubled)}"
        yield from self._faults_of_questions()
        yield from self._faults_of_order()
        yield from self._faults_of_conditions()

    def _faults_of_questions(self) -> Iterator[str]:
        for question in self.questions:
            for option in question.options:
                fact = self._facts.get(question.fact if question.kind == "single" else option.fact)
                if fact is None:
                    yield f"问题 {question.id} 的选项 {option.id} 所问的事实没有声明"
                elif question.kind == "single" and not (option.values and set(option.values) <= set(fact.ids)):
                    yield f"问题 {question.id} 的选项 {option.id} 不是事实 {fact.id} 的值"
                elif question.kind == "multi" and fact.ids != (YES, NO):
                    yield f"多选题 {question.id} 的选项 {option.id} 应当对应是/否事实"

    def _faults_of_order(self) -> Iterator[str]:
        settled = {fact.id for fact in self.facts if fact.source != "asked"}
        for question in self.questions:
            wanted = [question.ask_if, *(option.only_if for option in question.options)]
            for part in (part for condition in wanted for part in mentions(condition)):
                if part.fact not in settled:
                    yield f"问题 {question.id} 的条件用到了还没有问过的 {part.fact}"
            settled |= set(question.facts)

    def _faults_of_conditions(self) -> Iterator[str]:
        # What one answer claims cannot be told apart afterwards, so no condition may try to.
        options = [(question.fact, set(option.values)) for question in self.questions for option in question.options]
        claims = [(fact, values) for fact, values in options if len(values) > 1]
        for condition in self.every_condition():
            for part in mentions(condition):
                fact, values = self._facts.get(part.fact), set(part.values)
                if fact is None or not values <= set(fact.ids):
                    yield f"条件用到了没有声明的事实或值：{part.fact} = {'、'.join(part.values)}"
                elif any(name == part.fact and values & claimed and not claimed <= values for name, claimed in claims):
                    yield f"条件要区分同一选项内的值：{part.fact} = {'、'.join(part.values)}"

    def every_condition(self) -> Iterator[Condition]:
        """Yield every condition of the spec."""
        for question in self.questions:
            yield from (
                item for item in (question.ask_if, *(option.only_if for option in question.options)) if item is not None
            )
        yield from (leaf.condition for leaf, _ in self.leaves if leaf.condition is not None)
        yield from (material.needed_if for material in self.materials if material.needed_if is not None)
        yield from (outcome.condition for outcome in self.outcomes)
        yield from self.form_conditions.values()

    @cached_property
    def form_conditions(self) -> dict[str, Condition]:
        """Return by field of the matter's own form in which situations it is asked (S2-51); the others are always asked."""
        return conditions_of(self.form)

    @cached_property
    def _facts(self) -> dict[str, Fact]:
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def _materials(self) -> dict[str, Material]:
        return {material.id: material for material in self.materials}

    @cached_property
    def leaves(self) -> tuple[tuple[Situation, str], ...]:
        """Return every leaf situation with its path in words."""
        return tuple(leaf for root in self.situations for leaf in root.leaves())

    @cached_property
    def digest(self) -> str:
        """Return the spec's content hash, computed once."""
        return content_hash(self)

    def fact(self, fact_id: str) -> Fact:
        """Return a fact; KeyError when there is none of that id."""
        return self._facts[fact_id]

    def material(self, material_id: str) -> Material:
        """Return a material; KeyError when there is none of that id."""
        return self._materials[material_id]

    def question(self, question_id: str) -> Question:
        """Return a question; KeyError when there is none of that id."""
        return next((item for item in self.questions if item.id == question_id), None) or _missing(question_id)

    def say(self, fact: str, values: tuple[str, ...]) -> str:
        """Return “the fact is one of the values” as a Chinese phrase."""
        stated = self.fact(fact)
        if stated.ids == (YES, NO) and len(values) == 1 and stated.source == "asked" and self._is_tick(fact):
            return stated.text if values[0] == YES else f"未勾选“{stated.text}”"
        names = {value.id: value.text for value in stated.values}
        return f"{stated.text.rstrip('？?')}：{'或'.join(names.get(value, value) for value in values)}"

    def _is_tick(self, fact: str) -> bool:
        return any(question.kind == "multi" and fact in question.facts for question in self.questions)


def _missing(question_id: str) -> Question:
    raise KeyError(question_id)


# Fields that matter/v1 was given after specs had been published: left out while empty, so that those keep their hashes.
LATER = ("guide",)
LATER_OF_MATERIALS = (
    "format", "source_note", "filling_notes", "acceptance_standard", "blank_file", "samples", "justifications",
)  # fmt: skip


def canonical_json(spec: MatterSpec) -> str:
    """Return the one spelling of a spec: sorted keys, UTF-8, no spaces, defaults written out (but for `LATER` fields).

    :raises TypeError: for a float in the form's schema, which has no exact spelling.
    """
    body = spec.model_dump(mode="json", by_alias=True)
    for part, model, names in (
        (body, spec, LATER),
        *((row, material, LATER_OF_MATERIALS) for row, material in zip(body["materials"], spec.materials, strict=True)),
    ):
        for name in names:
            if getattr(model, name) == type(model).model_fields[name].default:
                del part[name]
    _refuse_floats(body)
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(spec: MatterSpec) -> str:
    """Return the SHA-256 of the canonical JSON in hexadecimal: the name of this exact content."""
    return hashlib.sha256(canonical_json(spec).encode()).hexdigest()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("规格中不能有小数：没有唯一写法")
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _refuse_floats(item)
