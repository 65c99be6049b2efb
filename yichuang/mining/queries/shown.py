"""Runs, associations and proposals as pages and spreadsheets tell them."""

from typing import Any

from yichuang.foundations.clock import CHINA
from yichuang.mining.models import AssociationRule, MiningRun, Proposal
from yichuang.mining.rules.baskets import GRAINS
from yichuang.mining.rules.plain import basis_said, mean, order_said, percent, said, saved_said, times

PROPOSAL_HEADS = (
    "一件事建议", "事项（按通常的先后）", "涉及部门", "一并办理（次）", "涉及人数", "是平常的", "每人少跑（次）",
    "每人少交（份）", "每人少填（栏）", "合计约省（小时）", "状态", "处理人", "理由",
)  # fmt: skip
ASSOCIATION_HEADS = (
    "办了", "又办了", "一并办理（次）", "办前者（次）", "办后者（次）", "全部（次）", "涉及人数",
    "支持度", "置信度", "提升度", "先后", "通常相隔（天）", "说明",
)  # fmt: skip
RUN_HEADS = (
    "提出时间", "提出人", "区划", "前后天数", "月数", "按什么统计", "申请人", "至少人数", "状态", "读取办件", "申请人数",
    "办事过程", "组合", "未保留", "已是一件事", "此前已处理", "提出建议",
)  # fmt: skip


def sentence(row: AssociationRule, window: int) -> str:
    """Return an association as a sentence, with its order."""
    first = said(row.given_names, row.then_name, window, row.confidence, row.lift)
    return first + order_said(row.given_names, row.then_name, row.order, row.gap_days or 0)


def association_lines(rows: list[AssociationRule], window: int) -> list[dict[str, Any]]:
    """Return associations as a page shows them."""
    return [
        {
            "row": row,
            "said": sentence(row, window),
            "support": percent(row.support),
            "confidence": percent(row.confidence),
            "lift": times(row.lift),
        }
        for row in rows
    ]


def proposal_line(row: Proposal) -> dict[str, Any]:
    """Return a proposal as a page shows it."""
    return {
        "row": row,
        "steps": [{"name": name, "place": place} for place, name in enumerate(row.names, 1)],
        "saved": saved_said(row.all_visits, row.all_materials, row.all_fields, row.count),
        "hours": hours(row),
        "lift": times(row.lift),
    }


def ways_of(row: Proposal) -> list[dict[str, Any]]:
    """Return the situations that a proposal's savings are weighted by, each with its average; what is of few stands together."""
    basis = row.basis
    ways = [
        (one, "；".join(f"{part['matter']}：{part['situation']}" for part in one["situations"]))
        for one in basis.get("ways", ())
    ]
    if basis.get("other"):
        ways.append((basis["other"], f"其余 {basis['others']} 种情形，每种人数较少，合在一起计"))
    return [
        {
            "said": said_,
            "count": one["count"],
            "visits": mean(one["visits"], one["count"]),
            "materials": mean(one["materials"], one["count"]),
            "fields": mean(one["fields"], one["count"]),
        }
        for one, said_ in ways
    ]


def based_on(row: Proposal) -> str:
    """Return on what a proposal's savings stand, in words."""
    return basis_said(row.basis, row.count)


def hours(row: Proposal) -> int:
    """Return what all of them together would save, in whole hours."""
    return (row.minutes + 30) // 60


def asked(run: MiningRun) -> list[tuple[str, str]]:
    """Return the parameters of a run as pairs."""
    return [
        ("统计时间", f"{run.since.astimezone(CHINA):%Y-%m-%d} 至 {run.until.astimezone(CHINA):%Y-%m-%d}"),
        ("一起办", f"前后 {run.window_days} 天内"),
        ("按什么统计", GRAINS[run.grain]),
        ("申请人", run.get_kind_display()),
        ("至少涉及", f"{run.least_persons} 人"),
        ("置信度不低于", f"{run.least_confidence}%"),
        ("是平常的", f"{times(run.least_lift)}以上"),
        ("一个组合最多", f"{run.longest} 项"),
        ("在哪里运行", run.get_engine_display()),
    ]


def counted(run: MiningRun) -> list[dict[str, Any]]:
    """Return what a run counted, as tiles."""
    return [
        {"name": "读取办件", "value": run.rows_read, "note": "件，测试件不计"},
        {"name": "申请人", "value": run.persons, "note": "按不可还原的索引区分"},
        {"name": "办事过程", "value": run.baskets, "note": f"同一人 {run.window_days} 天内"},
        {"name": "常一起办的组合", "value": run.sets, "note": f"{run.withheld} 个因人数少未保留"},
        {
            "name": "提出建议",
            "value": run.proposed,
            "note": f"{run.recognised} 个已是一件事，{run.judged} 个此前已处理",
        },
    ]


def proposal_cells(row: Proposal) -> tuple[str | int | None, ...]:
    """Return a proposal as a row of a spreadsheet."""
    return (
        row.title, " → ".join(row.names), "、".join(row.departments), row.count, row.persons, times(row.lift),
        mean(row.all_visits, row.count), mean(row.all_materials, row.count), mean(row.all_fields, row.count),
        hours(row), row.get_state_display(), row.decided_by_name, row.reason,
    )  # fmt: skip


def association_cells(row: AssociationRule, window: int) -> tuple[str | int | None, ...]:
    """Return an association as a row of a spreadsheet."""
    return (
        "、".join(row.given_names), row.then_name, row.count, row.count_given, row.count_then, row.total, row.persons,
        percent(row.support), percent(row.confidence), times(row.lift), row.get_order_display() if row.order else "", row.gap_days,
        sentence(row, window),
    )  # fmt: skip


def run_cells(row: MiningRun) -> tuple[str | int | None, ...]:
    """Return a run as a row of a spreadsheet."""
    return (
        f"{row.asked_at.astimezone(CHINA):%Y-%m-%d %H:%M}", row.asked_by_name, row.division, row.window_days, row.months,
        GRAINS[row.grain], row.get_kind_display(), row.least_persons, row.get_state_display(), row.rows_read, row.persons, row.baskets,
        row.sets, row.withheld, row.recognised, row.judged, row.proposed,
    )  # fmt: skip
