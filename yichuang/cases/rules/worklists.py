"""The lists of cases by name: which states they hold, in which order they are read first (lifecycle.md; issue 2, 6)."""

from dataclasses import dataclass

from yichuang.cases.rules.states import OPEN, State

S = State


@dataclass(frozen=True)
class Worklist:
    """One list: key, name, states (empty: all), first order, what it says when empty; `mine` limits to the person's own column."""

    key: str
    name: str
    states: tuple[State, ...] = ()
    order: str = "due"
    empty: str = "符合条件的办件会出现在这里。"
    mine: str = ""
    late: str = ""


WORKLISTS: tuple[Worklist, ...] = (
    Worklist("all", "全部", order="due"),
    Worklist("to_accept", "待受理", (S.RECEIVED,), empty="没有等待受理的件。"),
    Worklist("correcting", "待补正", (S.CORRECTING,), empty="没有等待补正的件。"),
    Worklist("to_decide", "待审查决定", (S.ACCEPTED, S.REVIEWING, S.SUSPENDED), empty="没有等待审查的件。"),
    Worklist("to_issue", "待出件", (S.GRANTED, S.DENIED, S.AT_ISSUING), empty="没有等待出件的件。"),
    Worklist("due_soon", "即将到期", OPEN, late="soon", empty="三天内没有到期的件。"),
    Worklist("overdue", "已超期", OPEN, late="over", empty="没有超期的件。"),
    Worklist("received_by_me", "我收的", order="-received", mine="received_by", empty="您还没有收件。"),
    Worklist("handled_by_me", "我承办的", OPEN, mine="officer", empty="您没有承办的件。"),
)
BY_KEY = {row.key: row for row in WORKLISTS}
SOON_DAYS = 3
# What a list may be sorted by, as its address says it, and the column behind it.
SORTS = {"due": "next_due", "received": "received_at", "number": "number"}


def order_of(sort: str, first: str) -> str:
    """Return the column to order by; an unknown sort falls back to the list's own."""
    name = sort.removeprefix("-")
    if name not in SORTS:
        sort, name = first, first.removeprefix("-")
    return f"-{SORTS[name]}" if sort.startswith("-") else SORTS[name]
