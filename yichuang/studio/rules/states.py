"""The states of a draft on its way to publication (rulebook 6.4), and what may follow what."""

DRAFT, REVIEWING, SIMULATING, APPROVED = "draft", "reviewing", "simulating", "approved"
SCHEDULED, PUBLISHED, DISCARDED = "scheduled", "published", "discarded"
STATE_NAMES: dict[str, str] = {
    DRAFT: "草稿",
    REVIEWING: "业务评审中",
    SIMULATING: "模拟验收中",
    APPROVED: "待发布",
    SCHEDULED: "定时发布",
    PUBLISHED: "已发布",
    DISCARDED: "已作废",
}
OPEN_STATES = (DRAFT, REVIEWING, SIMULATING, APPROVED, SCHEDULED)
# state → (state that may follow, by which move); whatever is returned is a draft again.
MOVES: dict[str, dict[str, str]] = {
    DRAFT: {"submit": REVIEWING, "discard": DISCARDED},
    REVIEWING: {"pass_review": SIMULATING, "return": DRAFT, "recall": DRAFT},
    SIMULATING: {"pass_simulation": APPROVED, "return": DRAFT, "recall": DRAFT},
    APPROVED: {"publish": PUBLISHED, "schedule": SCHEDULED, "return": DRAFT, "recall": DRAFT},
    SCHEDULED: {"publish": PUBLISHED, "unschedule": APPROVED, "recall": DRAFT},
    PUBLISHED: {},
    DISCARDED: {},
}
TONES: dict[str, str] = {
    DRAFT: "grey", REVIEWING: "blue", SIMULATING: "blue", APPROVED: "green", SCHEDULED: "green", PUBLISHED: "green", DISCARDED: "grey",
}  # fmt: skip


def after(state: str, move: str) -> str | None:
    """Return the state that a move leads to, None when the move is not possible from there."""
    return MOVES.get(state, {}).get(move)
