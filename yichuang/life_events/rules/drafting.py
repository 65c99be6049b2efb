"""The states of a life event's draft on its way to publication, as for matters (S2-21, S2-23; rulebook 6.4)."""

from collections.abc import Mapping

DRAFT, SUBMITTED, IN_REVIEW, SIMULATING = "draft", "submitted", "in_review", "simulating"
APPROVED, PUBLISHED, DISCARDED = "approved", "published", "discarded"
STATE_NAMES: dict[str, str] = {
    DRAFT: "草稿", SUBMITTED: "待组织评审", IN_REVIEW: "评审中", SIMULATING: "模拟验收中", APPROVED: "待发布", PUBLISHED: "已发布",
    DISCARDED: "已作废",
}  # fmt: skip
TONES: dict[str, str] = {
    DRAFT: "grey", SUBMITTED: "blue", IN_REVIEW: "blue", SIMULATING: "blue", APPROVED: "green", PUBLISHED: "green", DISCARDED: "grey",
}  # fmt: skip
OPEN_STATES = (DRAFT, SUBMITTED, IN_REVIEW, SIMULATING, APPROVED)
EXAMINED = (SUBMITTED, IN_REVIEW, SIMULATING, APPROVED)
# state → (move → state); whatever is returned or recalled is a draft again.
MOVES: dict[str, dict[str, str]] = {
    DRAFT: {"submit": SUBMITTED, "discard": DISCARDED},
    SUBMITTED: {"arrange": IN_REVIEW, "recall": DRAFT},
    IN_REVIEW: {"pass_review": SIMULATING, "return": DRAFT, "recall": DRAFT},
    SIMULATING: {"pass_simulation": APPROVED, "return": DRAFT, "recall": DRAFT},
    APPROVED: {"publish": PUBLISHED, "recall": DRAFT},
    PUBLISHED: {},
    DISCARDED: {},
}
STEPS = ("编排", "提交", "部门评审", "模拟验收", "发布")
# Which step is under way, counted from 1; beyond the last: all done.
STEP_OF: dict[str, int] = {DRAFT: 1, SUBMITTED: 3, IN_REVIEW: 3, SIMULATING: 4, APPROVED: 5, PUBLISHED: 6, DISCARDED: 1}
MOST_MEMBERS, LONGEST_DOCUMENT = 20, 400_000
# What the history says of a state that the page saved by itself, and of one that was examined: the former is thinned, the latter stays.
BY_ITSELF, AS_SUBMITTED = "自动保存", "提交评审"


def after(state: str, move: str) -> str | None:
    """Return the state that a move leads to, None when the move is not possible from there."""
    return MOVES.get(state, {}).get(move)


def verdict(grades: Mapping[str, str]) -> str | None:
    """Return the move that a finished review makes, by department: all 高 passes, any 中 or 低 returns (S2-21); None while one is open.

    All departments are heard first: the composer gets every reason at once and not one after the other.
    """
    if not grades or not all(grades.values()):
        return None
    return "pass_review" if set(grades.values()) == {"high"} else "return"
