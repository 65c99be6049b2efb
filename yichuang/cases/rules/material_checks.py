"""Checks on a case's materials: settled, counted, their points passed, their commitments signed (S2-14, S2-17, S2-39)."""

from collections.abc import Callable

from yichuang.cases.rules.facts import NOT_RECEIVED, TOLERATED, CaseFacts, MaterialFacts, MoveInput, PointFacts
from yichuang.cases.rules.lifecycle import Move
from yichuang.foundations.problems import Reason

KEPT = "本件没有改动。"


def every_material_settled(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    """Refuse while a needed material has not come in, or too few copies of it (S2-14)."""
    return [_unsettled(material, move) for material in facts.materials if material.received_as == NOT_RECEIVED] + [
        reason for material in facts.materials for reason in _short_counts(material, move)
    ]


def _unsettled(material: MaterialFacts, move: Move) -> Reason:
    way = (
        f"可容缺受理：请申请人签署容缺承诺（{material.tolerance_days} 个工作日内补交）"
        if material.tolerable
        else "请收取该材料，或出具一次性告知书要求补正"
    )
    if material.shareable:
        way = f"可凭共享数据免提交，请先共享获取；取不到的，{way}"
    return Reason(
        "material_missing",
        f"材料“{material.name}”尚未收到。",
        field=f"material.{material.id}",
        rule="行政许可法 32；S2-39",
        kept=KEPT,
        todo=f"{way}。",
    )


def required_electronic_materials(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    """Refuse an online application while a material that may not come later has no file (S2-46; S2-14)."""
    return [
        Reason(
            "file_missing",
            f"材料“{material.name}”还没有上传。",
            field=f"material.{material.id}",
            rule="S2-46",
            kept="已填的申请表和已传的文件都在。",
            todo="请拍照或扫描后上传；暂时没有的，可以到窗口办理。",
        )
        for material in facts.materials
        if material.received_as == NOT_RECEIVED and not material.tolerable
    ]


def _short_counts(material: MaterialFacts, move: Move) -> list[Reason]:
    if material.received_as != "paper":
        return []
    short = []
    if material.originals < material.originals_needed:
        short.append(f"原件应 {material.originals_needed} 份、实收 {material.originals} 份")
    if material.copies < material.copies_needed:
        short.append(f"复印件应 {material.copies_needed} 份、实收 {material.copies} 份")
    if not short:
        return []
    return [
        Reason(
            "material_count",
            f"材料“{material.name}”份数不足：{'；'.join(short)}。",
            field=f"material.{material.id}",
            rule="S2-14",
            kept=KEPT,
            todo="请补足份数后更正实收数。",
        )
    ]


def points(kind: str) -> Callable[[CaseFacts, MoveInput, Move], list[Reason]]:
    """Return a check that every review point of a kind was passed (S2-17)."""

    def check(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
        pairs = [
            (material, point)
            for material in facts.materials
            if material.received_as not in (NOT_RECEIVED, TOLERATED)
            for point in material.points
        ]
        return [
            _open_point(material, point) for material, point in pairs if point.kind == kind and point.found != "passed"
        ]

    return check


def _open_point(material: MaterialFacts, point: PointFacts) -> Reason:
    code, state = ("point_failed", "未通过") if point.found == "failed" else ("point_open", "还没有核对")
    todo = "请申请人更正或补正后重新核对。" if point.found == "failed" else "请对照材料逐点核对并勾选。"
    return Reason(
        code,
        f"材料“{material.name}”的审查要点“{point.text}”{state}。",
        field=f"point.{material.id}.{point.id}",
        rule="S2-17、S2-18",
        kept=KEPT,
        todo=todo,
    )


def commitment(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    """Refuse a tolerated material without a signed commitment and a date (S2-39)."""
    reasons = []
    for material in facts.materials:
        if material.received_as != TOLERATED:
            continue
        if not material.tolerable:
            reasons.append(
                Reason(
                    "not_tolerable",
                    f"材料“{material.name}”不可容缺。",
                    field=f"material.{material.id}",
                    rule="S2-14",
                    kept=KEPT,
                    todo="请收取该材料，或出具一次性告知书。",
                )
            )
        elif not material.commitment_signed or material.tolerated_until is None:
            reasons.append(
                Reason(
                    "commitment_missing",
                    f"容缺材料“{material.name}”还没有申请人签署的承诺和补交日期。",
                    field=f"material.{material.id}",
                    rule="S2-39",
                    kept=KEPT,
                    todo="请打开容缺承诺书，由申请人签字。",
                )
            )
    return reasons
