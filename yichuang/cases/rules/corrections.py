"""The one-time notice, suggested from what the case lacks: missing materials, short counts, open points (行政许可法 32(一)4; S2-39)."""

from dataclasses import dataclass

from yichuang.cases.rules.facts import NOT_RECEIVED, RECEIVED_AS, CaseFacts, MaterialFacts


@dataclass(frozen=True)
class Line:
    """One thing to correct, as the notice prints it: id, material, what is wrong, what to do."""

    id: str
    name: str
    what: str
    todo: str


def suggested(facts: CaseFacts) -> list[Line]:
    """Return everything that stands between the case and its acceptance, one line each, so that nothing is told a second time."""
    lines: list[Line] = []
    for material in facts.materials:
        if material.received_as == NOT_RECEIVED:
            lines.append(Line(material.id, material.name, "未提交。", f"请提交{_counts(material)}。"))
        elif material.received_as in RECEIVED_AS:
            lines += _short(material)
            lines += _points(material)
    return lines


def _counts(material: MaterialFacts) -> str:
    wanted = [
        f"{name} {count} 份"
        for name, count in (("原件", material.originals_needed), ("复印件", material.copies_needed))
        if count
    ]
    return "、".join(wanted) or "该材料"


def _short(material: MaterialFacts) -> list[Line]:
    if material.received_as != "paper":
        return []
    lacks = [
        f"{name}缺 {needed - given} 份"
        for name, needed, given in (
            ("原件", material.originals_needed, material.originals),
            ("复印件", material.copies_needed, material.copies),
        )
        if given < needed
    ]
    return [Line(material.id, material.name, f"{'、'.join(lacks)}。", "请补足份数。")] if lacks else []


def _points(material: MaterialFacts) -> list[Line]:
    return [
        Line(f"{material.id}.{point.id}", material.name, f"不符合要求：{point.text}。", "请更正后重新提交。")
        for point in material.points
        if point.kind == "formal" and point.found != "passed"
    ]
