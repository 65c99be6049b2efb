"""`LifeEventSpec`: a published life event (一件事) as one frozen document that its SHA-256 names (S2-25; matters.md).

It names published matters and says what becomes one: which questions are asked once, which fields are filled once, which paper is brought
once, what waits for what, by when all is done and how it is handed out. What a matter itself requires stays in the matter's own spec.
Law: 行政许可法 26 (one receiving authority), 42 (45 working days together, 15 more).
"""

import hashlib
import json
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Literal

from pydantic import Field, model_validator

from yichuang.catalog.rules.conditions import Condition, mentions
from yichuang.catalog.rules.handling import ApplicantKind, Limit, Part

# 行政许可法 42 II, 82: matters handled together are decided within 45 working days; the government's head may add 15.
JOINT_STATUTORY_WORKDAYS, JOINT_EXTENSION_WORKDAYS = 45, 15
# Pages stand under these words where the address of a life event stands.
RESERVED = frozenset({"compose", "results"})
Failure = Literal["others_go_on", "followers_stop", "all_stop"]
FAILURE_NAMES: dict[str, str] = {
    "others_go_on": "其他事项照常办理",
    "followers_stop": "排在它之后的事项不再办理，其余照常",
    "all_stop": "整件事停止办理",
}
Way = Literal["one_copy", "data_share", "each_own"]
WAY_NAMES: dict[str, str] = {"one_copy": "只收一份", "data_share": "数据共享，免提交", "each_own": "各事项分别提交"}


class Member(Part):
    """One matter of the life event (联办事项), with the version it was composed and proven with.

    `after`: members that must have ended well before this one starts; `presets`: the matter's own questions that the life event itself
    answers (question → option, or options of a multi-choice one); `needed_if`: over the life event's questions, None always;
    `told`: what the person is told when it fails.
    """

    id: str = Field(min_length=1, max_length=40)
    matter: str
    version: int = Field(ge=1)
    after: tuple[str, ...] = ()
    needed_if: Condition | None = None
    presets: dict[str, str | tuple[str, ...]] = Field(default_factory=dict)
    on_failure: Failure = "followers_stop"
    told: str = ""


class Asks(Part):
    """A member's question that one question of the life event answers: our option → the member's option."""

    member: str
    question: str
    options: dict[str, str]


class Choice(Part):
    """One answer to a question of the life event."""

    id: str
    text: str


class JointQuestion(Part):
    """A question asked once (合并问题); its id is the fact that conditions speak of, an option's id the value. `asks` may be empty: then it
    only decides which members are needed. Every option is a single choice unless `kind` is multi (which no condition may mention).
    """

    id: str
    text: str
    help: str = ""
    kind: Literal["single", "multi"] = "single"
    options: tuple[Choice, ...] = Field(min_length=1)
    asks: tuple[Asks, ...] = ()
    ask_if: Condition | None = None


class Feed(Part):
    """Where a field's value goes: a field of a member's own form."""

    member: str
    field: str


class JointField(Part):
    """A field filled once (合并表单的一栏): a row of JSON Schema as the studio's own forms have it, and the members' fields it feeds.

    `from_base`: not asked at all, but taken from this field of the platform's base form. `meaning`: how a conflict of meaning between
    the members' fields was settled, and by whom, in words; empty where there was none.
    """

    id: str
    row: dict[str, Any]
    required: bool = False
    feeds: tuple[Feed, ...] = Field(min_length=1)
    from_base: str = ""
    meaning: str = ""


class Gives(Part):
    """A member's material that a joint material stands for."""

    member: str
    material: str


class JointMaterial(Part):
    """A paper brought once (合并材料) for several members, or each its own; `original_for`: the member that keeps the only original."""

    id: str
    name: str
    standard_type: str = ""
    way: Way = "one_copy"
    gives: tuple[Gives, ...] = Field(min_length=1)
    original_for: str = ""


class LifeEventSpec(Part):
    """A life event as published."""

    schema_: Literal["life_event/v1"] = Field(default="life_event/v1", alias="schema")
    key: str = Field(pattern=r"^[a-z][a-z0-9_]{1,38}$")
    name: str = Field(min_length=1, max_length=80)
    theme: str = ""
    trigger: str = ""
    summary: str = ""
    for_whom: str = ""
    lead_departments: tuple[str, ...] = Field(min_length=1)
    applicant_kinds: tuple[ApplicantKind, ...] = Field(min_length=1)
    members: tuple[Member, ...] = Field(min_length=1)
    questions: tuple[JointQuestion, ...] = ()
    fields: tuple[JointField, ...] = ()
    materials: tuple[JointMaterial, ...] = ()
    statutory_limit: Limit = Limit(value=JOINT_STATUTORY_WORKDAYS, unit="workday")
    promised_limit: Limit
    max_visits: int = Field(default=1, ge=1, le=9)
    hand_out: str = ""
    board: str = ""
    remedies: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _hangs_together(self) -> "LifeEventSpec":
        if faults := list(self._faults()):
            raise ValueError("；".join(faults))
        return self

    def _faults(self) -> Iterator[str]:
        if self.key in RESERVED:
            yield f"“{self.key}”不能作标识：它是平台页面的地址"
        for what, ids in (
            ("联办事项", [one.id for one in self.members]),
            ("事项", [one.matter for one in self.members]),
            ("问题", [one.id for one in self.questions]),
            ("栏目", [one.id for one in self.fields]),
            ("材料", [one.id for one in self.materials]),
        ):
            if doubled := sorted({item for item in ids if ids.count(item) > 1}):
                yield f"{what}重复：{'、'.join(doubled)}"
        yield from self._faults_of_members()
        yield from self._faults_of_conditions()

    def _faults_of_members(self) -> Iterator[str]:
        known = {one.id for one in self.members}
        named = [(one.id, name) for one in self.members for name in one.after]
        named += [(one.id, asks.member) for one in self.questions for asks in one.asks]
        named += [(one.id, feed.member) for one in self.fields for feed in one.feeds]
        named += [(one.id, gives.member) for one in self.materials for gives in one.gives]
        named += [(one.id, one.original_for) for one in self.materials if one.original_for]
        yield from (f"{where}提到了没有列入的联办事项 {name}" for where, name in named if name not in known)

    def _faults_of_conditions(self) -> Iterator[str]:
        domains = {one.id: {item.id for item in one.options} for one in self.questions if one.kind == "single"}
        settled: set[str] = set()
        for question in self.questions:
            for part in mentions(question.ask_if):
                if part.fact not in settled:
                    yield f"问题 {question.id} 的条件用到了还没有问过的 {part.fact}"
            settled.add(question.id)
        for condition in (*(one.ask_if for one in self.questions), *(one.needed_if for one in self.members)):
            for part in mentions(condition):
                if not set(part.values) <= domains.get(part.fact, set()):
                    yield f"条件用到了没有的问题或选项：{part.fact} = {'、'.join(part.values)}"

    def member(self, member_id: str) -> Member:
        """Return a member; KeyError when there is none of that id."""
        return self._members[member_id]

    @cached_property
    def _members(self) -> dict[str, Member]:
        return {one.id: one for one in self.members}

    @cached_property
    def digest(self) -> str:
        """Return the spec's content hash, computed once."""
        return hashlib.sha256(canonical_json(self).encode()).hexdigest()

    def say(self, fact: str, values: tuple[str, ...]) -> str:
        """Return “the question was answered with one of the values” as a Chinese phrase (for `conditions.describe`)."""
        question = next(one for one in self.questions if one.id == fact)
        names = {one.id: one.text for one in question.options}
        return f"{question.text.rstrip('？?')}：{'或'.join(names.get(value, value) for value in values)}"


def canonical_json(spec: LifeEventSpec) -> str:
    """Return the one spelling of a spec: sorted keys, UTF-8, no spaces, defaults written out."""
    body = spec.model_dump(mode="json", by_alias=True)
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
