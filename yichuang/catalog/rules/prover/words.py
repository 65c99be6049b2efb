"""Cubes of facts as Chinese that an officer reads without help: “申请人为企业、车辆未购置时”."""

from collections.abc import Iterable, Mapping, Sequence

from yichuang.catalog.rules.handling import APPLICANT_KIND_NAMES
from yichuang.catalog.rules.prover.features import NOT_ASKED, Cube, Feature, Features
from yichuang.catalog.rules.prover.variables import DAY, KIND
from yichuang.catalog.rules.spec import NO, YES, MatterSpec
from yichuang.foundations.rules.calendar import in_chinese

# “是否已…” and the like can be said plainly; whatever else follows 是否 is quoted.
PLAIN = (("已经", "已经", "尚未"), ("已", "已", "未"), ("有", "有", "没有"), ("为", "为", "不为"), ("属于", "属于", "不属于"),
         ("需要", "需要", "不需要"), ("需", "需", "不需"), ("超过", "超过", "未超过"), ("新增", "新增", "不新增"))  # fmt: skip
# What a box to tick begins with when 未 can stand before it.
ACTS = ("委托", "申请", "取得", "办理", "购买", "提交", "登记", "签订", "领取", "变更")


def names(texts: Iterable[str], most: int = 6) -> str:
    """Return quoted names one after the other: “甲”“乙”等 9 项."""
    listed = list(texts)
    said = "".join(f"“{text}”" for text in listed[:most])
    return said if len(listed) <= most else f"{said}等 {len(listed)} 项"


def sentence(features: Features, cube: Cube, then: str) -> str:
    """Return “under these facts, this”; the facts in the order in which they are asked."""
    return f"{said}时，{then}。" if (said := phrase(features, cube)) else f"任何情况下，{then}。"


def phrase(features: Features, cube: Cube) -> str:
    """Return the facts of a cube as one phrase; empty for a cube that says nothing."""
    return "、".join(
        _state(features.spec, feature, cube[feature.name])
        for feature in features.by_name.values()
        if feature.name in cube
    )


def _state(spec: MatterSpec, feature: Feature, states: Sequence[int]) -> str:
    if feature.name == KIND:
        return f"申请人为{'或'.join(APPLICANT_KIND_NAMES[feature.states[state][0]] for state in states)}"
    if feature.name == DAY:
        return "或".join(_epoch(feature, state) for state in states)
    fact = feature.facts[0]
    texts = {value.id: value.text for value in fact.values}
    values = [value for state in states for value in feature.states[state]]
    if values == [NOT_ASKED]:
        return f"没有问到“{fact.text}”"
    ticked = any(question.kind == "multi" and fact.id in question.facts for question in spec.questions)
    if ticked and len(values) == 1:
        return f"{'勾选' if values == [YES] else '未勾选'}“{fact.text}”"
    if fact.ids == (YES, NO) and len(values) == 1 and (plain := plainly(fact.text, values == [YES])):
        return plain
    return f"“{fact.text}”为{'或'.join(f'“{texts.get(value, value)}”' for value in values)}"


def _epoch(feature: Feature, state: int) -> str:
    days = sorted({fact.since for fact in feature.facts if fact.since})
    epoch = len(days) - state
    begun = f"{in_chinese(days[epoch - 1])}及以后" if epoch else ""
    over = f"{in_chinese(days[epoch])}以前" if epoch < len(days) else ""
    return f"{begun}{'、' if begun and over else ''}{over}申请"


def plainly(text: str, yes: bool) -> str:
    """Return a question “…是否已…” answered in plain words (车辆未购置); empty where that might not be Chinese."""
    before, asks, after = text.rstrip("？?").partition("是否")
    if not asks:
        return ""
    for start, affirmed, denied in PLAIN:
        if after.startswith(start):
            return f"{before}{affirmed if yes else denied}{after.removeprefix(start)}"
    return ""


def short_name(features: Features, cubes: Sequence[Cube]) -> str:
    """Return cubes as the name of a situation."""
    return "或".join("·".join(
        _short(features.spec, feature, cube[feature.name]) for feature in features.by_name.values() if feature.name in cube
    ) for cube in cubes)  # fmt: skip


def _short(spec: MatterSpec, feature: Feature, states: Sequence[int]) -> str:
    if feature.name in (KIND, DAY):
        return _state(spec, feature, states).removeprefix("申请人为")
    fact = feature.facts[0]
    texts = {value.id: value.text for value in fact.values}
    values = [value for state in states for value in feature.states[state]]
    if values == [NOT_ASKED]:
        return f"不涉及{fact.text}"
    if len(values) == 1 and (fact.ids == (YES, NO) or set(texts.values()) == {"是", "否"}):
        yes = values == [YES] or texts.get(values[0]) == "是"
        if fact.ids == (YES, NO) and any(
            question.kind == "multi" and fact.id in question.facts for question in spec.questions
        ):
            return fact.text if yes else _unticked(fact.text)
        return plainly(fact.text, yes) or f"{fact.text.rstrip('？?')}：{texts[values[0]]}"
    return "或".join(texts.get(value, value) for value in values)


def _unticked(text: str) -> str:
    """Return a box left empty as part of a name: 未自主申报名称, 未委托他人办理, 不涉及…"""
    if text.startswith("已"):
        return f"未{text.removeprefix('已经').removeprefix('已')}"
    return f"未{text}" if text.startswith(ACTS) else f"不涉及{text}"


def told(spec: MatterSpec, kind: str, answers: Mapping[str, str | list[str]]) -> str:
    """Return who the applicant is and what he answers, as one line."""
    said = [f"申请人为{APPLICANT_KIND_NAMES[kind]}"] if kind else []
    for question in spec.questions:
        if question.id in answers:
            chosen = answers[question.id]
            texts = [
                option.text
                for option in question.options
                if option.id in ([chosen] if isinstance(chosen, str) else chosen)
            ]
            said.append(f"{question.text.rstrip('？?')}：{'、'.join(texts) or '以上均不适用'}")
    return "；".join(said) or "无需回答任何题目"
