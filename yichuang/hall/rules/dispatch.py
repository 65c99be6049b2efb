"""Who is called next: one pure function with its reasons (S2-28, S2-31, S2-38; docs/hall.md “Who is called next”).

Who may be served where is `Floor.of`; among those the order is: who waited beyond the bound (nobody may overtake them), appointments in
their slot, the green channel, who can be served nowhere else and has waited half the bound, quick transactions, then seniority. A window
takes the first of that order, so no eligible person waits while an eligible window idles.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from operator import attrgetter

from yichuang.hall.rules.skills import Need, Skill, may_serve

BOUND, SLOT, GREEN, SCARCE, QUICK, TURN = "bound", "slot", "green", "scarce", "quick", "turn"
RANKS = (BOUND, SLOT, GREEN, SCARCE, QUICK, TURN)


@dataclass(frozen=True)
class Waiting:
    """A ticket that waits: seniority, needs, green channel, its appointment's slot; `window_id`/`staff_id` when it is kept for one.

    `passed`: it was called and did not come, and has lost slot, green channel and quickness; `quick`: a transaction that jumps by rule.
    """

    id: str
    number: str
    queued_at: datetime
    needs: tuple[Need, ...]
    green: str = ""
    slot_at: datetime | None = None
    window_id: int | None = None
    staff_id: str = ""
    passed: bool = False
    quick: bool = False


@dataclass(frozen=True)
class WindowNow:
    """A window with an officer at it: who they are, what the window and the officer serve, and whether it is free."""

    id: int
    staff_id: str
    skill: Skill
    officer: Skill
    free: bool = True

    def serves(self, ticket: Waiting) -> bool:
        """Tell whether this window serves everything that a ticket needs."""
        return may_serve(self.skill, self.officer, ticket.needs)

    def serves_some(self, ticket: Waiting) -> bool:
        """Tell whether this window serves something of what a ticket needs."""
        return any(may_serve(self.skill, self.officer, (need,)) for need in ticket.needs)


@dataclass(frozen=True)
class Policy:
    """Parameters: the wait beyond which nobody is overtaken; how early before and late after its slot an appointment is first."""

    bound: timedelta = timedelta(minutes=30)
    early: timedelta = timedelta(minutes=5)
    late: timedelta = timedelta(minutes=15)

    @property
    def scarce(self) -> timedelta:
        """Return the wait from which somebody who can be served at one window only is preferred there."""
        return self.bound / 2


@dataclass(frozen=True)
class Choice:
    """Who is called and why: a code and a sentence for the officer."""

    ticket: Waiting
    why: str
    reason: str


class Floor:
    """The windows that are open, and which of them may serve whom; what was asked once is remembered."""

    def __init__(self, windows: Iterable[WindowNow]) -> None:
        # Those that serve most come first, so that “does another serve this too” is mostly answered by the first.
        self.windows = tuple(sorted(windows, key=lambda one: not one.skill.everything))
        self._known: dict[tuple[object, ...], frozenset[int]] = {}
        self._alone: dict[tuple[Need, ...], bool] = {}

    def of(self, ticket: Waiting) -> frozenset[int]:
        """Return the windows that may call a ticket: those that serve all of it, or where none does, some of it.

        A ticket that is kept for a window or an officer waits for that one while it is open and serves it, and for anyone otherwise.
        """
        key = (ticket.needs, ticket.window_id, ticket.staff_id)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._eligible(ticket)
        return found

    def _eligible(self, ticket: Waiting) -> frozenset[int]:
        able = [window for window in self.windows if window.serves(ticket)]
        able = able or [window for window in self.windows if window.serves_some(ticket)]
        kept = [
            window
            for window in able
            if ticket.window_id in (None, window.id) and ticket.staff_id in ("", window.staff_id)
        ]
        return frozenset(window.id for window in kept or able)

    def takes(self, window: WindowNow, ticket: Waiting) -> bool:
        """Tell whether a window may call a ticket: the same as `of`, without asking more windows than needed."""
        if ticket.window_id is not None or ticket.staff_id:
            return window.id in self.of(ticket)
        if window.serves(ticket):
            return True
        if len(ticket.needs) < 2 or not window.serves_some(ticket):
            return False
        return window.id in self.of(ticket)

    def alone(self, window: WindowNow, ticket: Waiting) -> bool:
        """Tell whether a window that may call a ticket is the only one that may."""
        if ticket.window_id is not None or ticket.staff_id or not window.serves(ticket):
            return len(self.of(ticket)) == 1
        found = self._alone.get(ticket.needs)
        if found is None:
            found = not any(other.id != window.id and other.serves(ticket) for other in self.windows)
            self._alone[ticket.needs] = found
        return found


def next_ticket(
    now: datetime,
    window: WindowNow,
    waiting: Sequence[Waiting],
    others: Sequence[WindowNow] = (),
    policy: Policy = Policy(),
) -> Choice | None:
    """Return whom a window calls next with the reason, or None when nobody waits whom it may serve.

    `others`: the open windows, with or without this one, free or not. The first of the order is found without sorting two thousand:
    rank by rank, the first in line whom the window takes.
    """
    floor = Floor([window, *(other for other in others if other.id != window.id)])
    line = sorted(waiting, key=attrgetter("queued_at", "number"))
    late, scarce = now - policy.bound, now - policy.scarce
    fresh = bisect_right(line, late, key=attrgetter("queued_at"))
    younger = line[fresh:]
    half = younger[: bisect_right(younger, scarce, key=attrgetter("queued_at"))]
    in_slot = [one for one in younger if one.slot_at is not None and _in_slot(now, one, policy)]
    ranks: tuple[tuple[str, Iterable[Waiting]], ...] = (
        (BOUND, line[:fresh]),
        (SLOT, sorted(in_slot, key=attrgetter("slot_at", "queued_at", "number"))),
        (GREEN, (one for one in younger if one.green and not one.passed)),
        (SCARCE, (one for one in half if floor.takes(window, one) and floor.alone(window, one))),
        (QUICK, (one for one in younger if one.quick and not one.passed)),
        (TURN, younger),
    )
    for why, rows in ranks:
        chosen = next((one for one in rows if floor.takes(window, one)), None)
        if chosen is not None:
            return Choice(chosen, why, _said(now, chosen, why, policy))
    return None


def in_order(
    now: datetime, waiting: Sequence[Waiting], windows: Sequence[WindowNow], policy: Policy = Policy()
) -> list[tuple[Waiting, int]]:
    """Return who waits in the order of calling, each with how many people are ahead: those before who compete for a window with them.

    For whom no window is open everybody before counts.
    """
    floor = Floor(windows)
    keyed = sorted(((_key(now, one, floor.of(one), policy), one) for one in waiting), key=lambda pair: pair[0])
    before: dict[frozenset[int], int] = {}
    found: list[tuple[Waiting, int]] = []
    for place, (_, ticket) in enumerate(keyed):
        where = floor.of(ticket)
        ahead = sum(count for others, count in before.items() if others & where) if where else place
        found.append((ticket, ahead))
        before[where] = before.get(where, 0) + 1
    return found


def behind(
    ticket: Waiting, waiting: Sequence[Waiting], windows: Sequence[WindowNow], k: int, now: datetime
) -> datetime:
    """Return the seniority that puts a ticket behind `k` others who compete with it, or behind all when fewer wait (过号)."""
    floor = Floor(windows)
    where = floor.of(replace(ticket, window_id=None, staff_id=""))
    rivals = sorted(one.queued_at for one in waiting if one.id != ticket.id and (floor.of(one) & where or not where))
    if len(rivals) < k or k < 1:
        return now
    return rivals[k - 1] + timedelta(microseconds=1)


def _key(now: datetime, ticket: Waiting, where: frozenset[int], policy: Policy) -> tuple[int, datetime, datetime, str]:
    rank = _rank(now, ticket, where, policy)
    first = ticket.slot_at if RANKS[rank] == SLOT and ticket.slot_at else ticket.queued_at
    return rank, first, ticket.queued_at, ticket.number


def _rank(now: datetime, ticket: Waiting, where: frozenset[int], policy: Policy) -> int:
    waited = now - ticket.queued_at
    if waited >= policy.bound:
        return 0
    if not ticket.passed:
        if _in_slot(now, ticket, policy):
            return 1
        if ticket.green:
            return 2
    if len(where) == 1 and waited >= policy.scarce:
        return 3
    return 4 if ticket.quick and not ticket.passed else 5


def _in_slot(now: datetime, ticket: Waiting, policy: Policy) -> bool:
    if ticket.slot_at is None or ticket.passed:
        return False
    return ticket.slot_at - policy.early <= now <= ticket.slot_at + policy.late


def _said(now: datetime, ticket: Waiting, why: str, policy: Policy) -> str:
    minutes = int((now - ticket.queued_at).total_seconds() // 60)
    said = {
        BOUND: f"已等候 {minutes} 分钟，超过 {int(policy.bound.total_seconds() // 60)} 分钟，不再让其他人先办",
        SLOT: "预约时段内优先",
        GREEN: "绿色通道优先",
        SCARCE: f"只有本窗口能办，已等候 {minutes} 分钟",
        QUICK: "快办事项按规则优先",
        TURN: f"按取号先后，已等候 {minutes} 分钟",
    }
    return said[why]
