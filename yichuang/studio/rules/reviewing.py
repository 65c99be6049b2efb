"""When one expert's review is finished, how a round ends, and what a later round may take over (S2-21)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from yichuang.catalog.rules.findings import Place
from yichuang.foundations.problems import Reason
from yichuang.studio.rules.review_changes import NodeChange
from yichuang.studio.rules.review_items import BY_CODE, GRADES, HIGH, REVIEW_ITEMS, unchanged_items

PASSED, RETURNED, RECALLED = "passed", "returned", "recalled"
RESULT_NAMES: dict[str, str] = {"": "评审中", PASSED: "通过", RETURNED: "退回修改", RECALLED: "部门撤回"}
RESULT_TONES: dict[str, str] = {"": "blue", PASSED: "green", RETURNED: "red", RECALLED: "grey"}
LONGEST_REASON = 400


@dataclass(frozen=True)
class Given:
    """What an expert gave to one item: the grade, the reason, and the places it is about."""

    grade: str = ""
    reason: str = ""
    places: tuple[Place, ...] = ()

    @property
    def empty(self) -> bool:
        """Tell whether nothing was given at all."""
        return not (self.grade or self.reason or self.places)


def unusable(given: Mapping[str, Given], known: Mapping[str, Collection[Place]]) -> tuple[Reason, ...]:
    """Return what cannot even be kept: items, grades and places that do not exist, reasons that are too long."""
    found = []
    for code, one in given.items():
        item, kept = BY_CODE.get(code), "没有保存。"
        if item is None:
            found.append(Reason("item", f"没有“{code}”这个评审项。", kept=kept, todo="请刷新页面后重试。"))
            continue
        if one.grade and one.grade not in GRADES:
            text = f"“{item.title}”的等次应为高、中、低。"
            found.append(Reason("grade", text, field=code, rule="S2-21", kept=kept, todo="请从三个等次中选一个。"))
        if len(one.reason) > LONGEST_REASON:
            text = f"“{item.title}”的理由超过 {LONGEST_REASON} 字。"
            found.append(Reason("reason_long", text, field=code, kept=kept, todo="请写得简短些，分几处标注。"))
        if not set(one.places) <= set(known[code]):
            text = f"“{item.title}”标注的位置不在送审稿中。"
            found.append(Reason("place", text, field=code, kept=kept, todo="请从列表中选择位置。"))
    return tuple(found)


def unfinished(given: Mapping[str, Given]) -> tuple[Reason, ...]:
    """Return what keeps a review from being finished: an item without a grade; 中 or 低 without a reason or a place."""
    found = []
    for item in REVIEW_ITEMS:
        one, kept = given.get(item.code, Given()), "已评的内容已保存。"
        if not one.grade:
            text = f"“{item.title}”还没有评定等次。"
            found.append(Reason("ungraded", text, field=item.code, rule="S2-21", kept=kept, todo="请选择高、中或低。"))
        elif one.grade != HIGH:
            name = GRADES[one.grade]
            if not one.reason.strip():
                text = f"“{item.title}”评为“{name}”，没有写明理由。"
                todo = "请写明哪里看不懂、应当怎样改。"
                found.append(Reason("no_reason", text, field=item.code, rule="S2-21", kept=kept, todo=todo))
            if not one.places:
                text = f"“{item.title}”评为“{name}”，没有标注位置。"
                todo = "请在送审稿上点选，或从列表中选择至少一处。"
                found.append(Reason("no_place", text, field=item.code, rule="S2-21", kept=kept, todo=todo))
    return tuple(found)


def verdict(grades: Iterable[str]) -> str:
    """Return how a round ends when all have finished: any 中 or 低 of anybody returns the draft (rulebook 6.4)."""
    return PASSED if all(grade == HIGH for grade in grades) else RETURNED


def taken_over(earlier: Mapping[str, Collection[str]], changes: Sequence[NodeChange]) -> frozenset[str]:
    """Return the items that keep the 高 which all experts of the earlier round gave, because nothing they are about was changed."""
    return frozenset(
        code for code in unchanged_items(changes) if earlier.get(code) and all(grade == HIGH for grade in earlier[code])
    )
