"""Why a published matter is changed, who asks for it, and how a request ends (动态调整, S2-26).

The five triggers, with where each is written:

| code | trigger | source |
|---|---|---|
| law | 法律、法规、规章立改废释 | S2-26 ① |
| devolution | 上级简政放权 | S2-26 ② |
| functions | 机构职能调整 | S2-26 ③ |
| optimise | 办理中发现需优化（材料、情形、要点、流程、一件事组合） | S2-26 ④ |
| complaint | 投诉举报反映的问题 | S2-27 ③（投诉代办窗口接收的意见） |
"""

from collections.abc import Iterator
from dataclasses import dataclass

from yichuang.catalog.rules.findings import MATTER, Place
from yichuang.catalog.rules.spec import MatterSpec

LAW, DEVOLUTION, FUNCTIONS, OPTIMISE, COMPLAINED = "law", "devolution", "functions", "optimise", "complaint"
TRIGGERS: dict[str, str] = {
    LAW: "法律、法规、规章立改废释",
    DEVOLUTION: "上级简政放权",
    FUNCTIONS: "机构职能调整",
    OPTIMISE: "办理中发现需优化",
    COMPLAINED: "投诉举报反映的问题",
}
DEPARTMENT, CENTRE, COUNTER, COMPLAINT = "department", "centre", "counter", "complaint"
SOURCES: dict[str, str] = {
    DEPARTMENT: "部门申请",
    CENTRE: "中心或指定机构组织",
    COUNTER: "窗口人员提出",
    COMPLAINT: "投诉转来",
}
OPEN, ACCEPTED, DECLINED, WITHDRAWN = "open", "accepted", "declined", "withdrawn"
STATES: dict[str, str] = {OPEN: "待决定", ACCEPTED: "已采纳", DECLINED: "不采纳", WITHDRAWN: "已收回"}
TONES: dict[str, str] = {OPEN: "yellow", ACCEPTED: "green", DECLINED: "grey", WITHDRAWN: "grey"}
COUNTER_ROLES = frozenset({"clerk", "supervisor", "village_agent"})
DEPARTMENT_ROLES = frozenset({"officer", "department_head"})
WHOLE = "matter"


def key_of(place: Place) -> str:
    """Return a place as one word: equal places of a matter have equal words."""
    return ":".join(part for part in (place.kind, place.parent, place.id) if part)


@dataclass(frozen=True)
class NamedPlace:
    """A place of a matter, and what people call it."""

    place: Place
    name: str


def places(spec: MatterSpec) -> dict[str, NamedPlace]:
    """Return every place of a matter that a request may be about, by its word, in the order of the document."""
    return {key_of(found.place): found for found in _places(spec)}


def _places(spec: MatterSpec) -> Iterator[NamedPlace]:
    yield NamedPlace(MATTER, "整个事项")
    for question in spec.questions:
        yield NamedPlace(Place("question", question.id), f"问题“{question.text}”")
        for option in question.options:
            name = f"问题“{question.text}”的选项“{option.text}”"
            yield NamedPlace(Place("option", option.id, question.id), name)
    for leaf, path in spec.leaves:
        yield NamedPlace(Place("situation", leaf.id), f"情形“{path}”")
    for material in spec.materials:
        yield NamedPlace(Place("material", material.id), f"材料“{material.name}”")
        for point in material.review_points:
            name = f"材料“{material.name}”的要点“{point.text}”"
            yield NamedPlace(Place("point", point.id, material.id), name)
    for outcome in spec.outcomes:
        yield NamedPlace(Place("outcome", outcome.id), f"不需办理的情形“{outcome.message}”")


def source_of(roles: frozenset[str]) -> str:
    """Return from where somebody with these roles asks: the counter, a department, else the centre."""
    if roles & DEPARTMENT_ROLES:
        return DEPARTMENT
    return COUNTER if roles & COUNTER_ROLES else CENTRE
