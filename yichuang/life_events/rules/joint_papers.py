"""A paper brought once, recorded for every member that needs it (S2-14; matters.md).

The member that keeps the original has it on paper; the others have the scan that was compared with it. What shared data gives is shared
for all. What a member alone needs is its own.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from yichuang.cases.rules.facts import NOT_RECEIVED, PAPER, SCAN, SHARED, TOLERATED
from yichuang.cases.rules.suggestions import Suggestion
from yichuang.catalog.rules.spec import Material
from yichuang.foundations.problems import Reason
from yichuang.life_events.rules.joint_readings import Suggested
from yichuang.life_events.rules.together import Line

WAYS_AT_COUNTER: dict[str, str] = {
    PAPER: "收到纸质",
    SCAN: "收到扫描件",
    SHARED: "数据共享免提交",
    TOLERATED: "容缺，承诺后补",
    NOT_RECEIVED: "未收",
}


@dataclass(frozen=True)
class PaperGiven:
    """What the counter says of one line: how it came in, counts, whether every formal point was checked and passed.

    `ticked`: the texts of the points that passed where not all of them did; `read`: what the readings of its scans suggest of points,
    which a person confirms by ticking them.
    """

    received_as: str = NOT_RECEIVED
    originals: int = 0
    copies: int = 0
    checked: bool = False
    note: str = ""
    ticked: frozenset[str] = frozenset()
    read: Suggested = field(default_factory=dict)


def defaults_of(line: Line) -> PaperGiven:
    """Return what a line is received as unless the counter says otherwise: shared, or one paper with what its keeper must have."""
    if line.way == "data_share":
        return PaperGiven(SHARED)
    stated = dict(line.asked)[keeper_of(line)]
    return PaperGiven(PAPER, stated.original_count, stated.copy_count)


def keeper_of(line: Line) -> str:
    """Return the member that keeps the paper itself: the one named for the original, else the first that wants one, else the first."""
    members = dict(line.asked)
    if line.original_for in members:
        return line.original_for
    return next((name for name, one in line.asked if one.original_count), line.asked[0][0])


def tolerable(line: Line) -> bool:
    """Tell whether every member that asks for a paper lets it come later (容缺, S2-39)."""
    return all(stated.tolerable for _, stated in line.asked)


def is_tolerated(lines: Sequence[Line], given: Mapping[str, PaperGiven]) -> bool:
    """Tell whether any paper is to come later: one commitment is then signed for all of them."""
    return any(given[line.id].received_as == TOLERATED for line in lines if line.id in given)


def faults_of_papers(
    lines: Sequence[Line], given: Mapping[str, PaperGiven], elsewhere: Collection[str] = (), *, committed: bool = False
) -> list[Reason]:
    """Return every fault of what the counter says: unknown lines, ways that a member's material does not allow, impossible counts,
    a paper to come later without a signed commitment (`committed`).

    `elsewhere`: lines of members that are left out; what is said of them is passed over.
    """
    known = {line.id: line for line in lines}
    unknown = [name for name in given if name not in known and name not in elsewhere]
    found = [_fault("material_unknown", f"所答情形不需要材料 {name[:80]}。", name[:80]) for name in unknown]
    for name, one in given.items():
        line = known.get(name)
        if line is None:
            continue
        if one.received_as not in WAYS_AT_COUNTER:
            found.append(_fault("way_unknown", f"“{line.name}”的收取方式无法识别。", name))
        if one.received_as == SHARED and not all(stated.shared.exempt for _, stated in line.asked):
            found.append(_fault("not_shared", f"“{line.name}”不能由数据共享免提交，请收取纸质或扫描件。", name))
        if one.received_as == TOLERATED and not tolerable(line):
            found.append(_fault("not_tolerable", f"“{line.name}”不可容缺，请收取该材料。", name))
        if not (0 <= one.originals <= 99 and 0 <= one.copies <= 99):
            found.append(_fault("count", f"“{line.name}”的份数应为 0 至 99。", name))
    if is_tolerated(lines, given) and not committed:
        found.append(NOT_SIGNED)
    return found


def items_of(
    lines: Sequence[Line], given: Mapping[str, PaperGiven], names: Mapping[str, str]
) -> dict[str, list[dict[str, Any]]]:
    """Return by member what is recorded for it, each item as `record_materials` takes it, or that it is to come later.

    `names`: how each member's matter is called.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        said = given.get(line.id, PaperGiven())
        if said.received_as == NOT_RECEIVED:
            continue
        if said.received_as == TOLERATED:
            for member, stated in line.asked:
                later = {"material": stated.id, "received_as": TOLERATED, "note": said.note, "line": line.id}
                later["name"] = line.name
                found.setdefault(member, []).append(later)
            continue
        keeper = keeper_of(line)
        kept = False
        for member, stated in line.asked:
            first = member == keeper and not kept
            kept = kept or first
            found.setdefault(member, []).append(_item((member, stated), line, said, first, names[keeper]))
    return found


def _item(asked: tuple[str, Material], line: Line, said: PaperGiven, keeps: bool, keeper: str) -> dict[str, Any]:
    member, stated = asked
    item: dict[str, Any] = {"material": stated.id, "received_as": said.received_as, "note": said.note}
    if said.received_as == PAPER and keeps:
        item |= {"originals": said.originals, "copies": said.copies, "original_verified": said.checked}
    elif said.received_as == PAPER:
        shared = f"联办共用一份：纸质由“{keeper}”留存，本件用核对过的扫描件"
        item |= {
            "received_as": SCAN,
            "original_verified": said.checked,
            "note": "；".join(filter(None, (shared, said.note))),
        }
    passed = [
        point
        for point in stated.review_points
        if point.kind == "formal" and (said.checked or point.text in said.ticked)
    ]
    if passed:
        item["points"] = {point.id: _passed(said.read.get((member, point.id))) for point in passed}
    return {**item, "line": line.id, "name": line.name}


def _passed(read: Suggestion | None) -> str | dict[str, Any]:
    """Return a finding that a person made; one that confirms what was read says so, with the reader's confidence (S2-18)."""
    if read is None or read.found != "passed":
        return "passed"
    return {"found": "passed", "how": "ocr", "confidence": read.confidence, "note": read.note}


NOT_SIGNED = Reason(
    "not_signed",
    "有材料选了“容缺，承诺后补”，申请人还没有签署容缺承诺。",
    field="commitment",
    rule="S2-39",
    kept="已填内容都在，没有收件。",
    todo="请申请人在“容缺承诺”处签名，或上传已签字的承诺书。",
)


def _fault(code: str, message: str, line: str) -> Reason:
    return Reason(
        code, message, field=f"paper.{line}", rule="S2-14", kept="已填内容都在，没有收件。", todo="请更正后重新收件。"
    )
