"""Comparing both sides' books on the cases of one system (S2-51; rulebook 5.3: 对账任务按日比对件数).

What only one look at our side shows is no difference: a message may be on its way while the other side's figures come in. So ours is looked
at before and after, and what holds both times counts.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

MISSING, PARKED, UNKNOWN, ACCEPTED_THERE, CONCLUDED_THERE, STATE = (
    "missing",
    "parked",
    "unknown",
    "accepted_there",
    "concluded_there",
    "state",
)
KINDS: dict[str, str] = {
    MISSING: "对方没有收到",
    PARKED: "推送被搁置",
    UNKNOWN: "对方有，平台没有",
    ACCEPTED_THERE: "对方已受理，平台没有",
    CONCLUDED_THERE: "对方已办结，平台没有",
    STATE: "平台已有进展，对方没有",
}
REPLAY, RETRY, ASK, TELL, EXPLAIN = "replay", "retry", "ask", "tell", "explain"
REPAIRS: dict[str, str] = {
    MISSING: REPLAY,
    PARKED: RETRY,
    UNKNOWN: TELL,
    ACCEPTED_THERE: ASK,
    CONCLUDED_THERE: ASK,
    STATE: REPLAY,
}
REPAIR_NAMES = {
    REPLAY: "重放这个办件的推送",
    RETRY: "重新推送",
    ASK: "请对方重新回传",
    TELL: "告知对方平台没有此办件",
    EXPLAIN: "说明原因后了结",
}
MOST_ROWS = 50_000


class NotTheContract(Exception):
    """Raised for an answer of the other side that is not what docs/exchange.md says; the message is for an operator."""


@dataclass(frozen=True)
class Ours:
    """What we have of a case: events pushed and delivered to the system, parked ones, whether it was accepted and decided."""

    pushed: int = 0
    delivered: int = 0
    sequence: int = 0
    parked: int = 0
    accepted: bool = False
    concluded: bool = False

    @property
    def acknowledged(self) -> bool:
        """Tell whether everything pushed was taken."""
        return self.pushed > 0 and self.delivered == self.pushed


@dataclass(frozen=True)
class Theirs:
    """What the system has of a case: how many different events, the last one's sequence, when it accepted and concluded it."""

    events: int = 0
    sequence: int = 0
    received_at: str = ""
    accepted_at: str = ""
    concluded_at: str = ""
    state: str = ""


@dataclass(frozen=True)
class Difference:
    """One case in which the books differ, with both sides as they were."""

    number: str
    kind: str
    ours: dict[str, Any]
    theirs: dict[str, Any]


@dataclass(frozen=True)
class Counts:
    """How many cases stand where on both sides."""

    pushed: int = 0
    acknowledged: int = 0
    accepted: int = 0
    concluded: int = 0
    their_received: int = 0
    their_accepted: int = 0
    their_concluded: int = 0


@dataclass(frozen=True)
class Found:
    """What a comparison found: the differences, in the order of the numbers, what was compared, and how many stand where."""

    differences: tuple[Difference, ...] = ()
    compared: frozenset[str] = frozenset()
    counts: Counts = field(default_factory=Counts)


def kinds_of(ours: Ours | None, theirs: Theirs | None) -> tuple[str, ...]:
    """Return in what a case's books differ; `ours` None: not a case of this system."""
    if ours is None:
        return (UNKNOWN,) if theirs else ()
    has = theirs or Theirs()
    kinds = []
    missing = has.events < ours.delivered or has.sequence < ours.sequence
    if missing:
        kinds.append(MISSING)
    if ours.parked:
        kinds.append(PARKED)
    # A conclusion carries the acceptance with it: one thing to ask for.
    if has.concluded_at and not ours.concluded:
        kinds.append(CONCLUDED_THERE)
    elif has.accepted_at and not ours.accepted:
        kinds.append(ACCEPTED_THERE)
    behind = (ours.concluded and not has.concluded_at) or (ours.accepted and not has.accepted_at)
    if behind and ours.acknowledged and not missing:
        kinds.append(STATE)
    return tuple(kinds)


def compare(
    numbers: Iterable[str], before: Mapping[str, Ours], theirs: Mapping[str, Theirs], after: Mapping[str, Ours]
) -> Found:
    """Compare these cases, also those that neither side has any longer."""
    wanted = sorted(set(numbers))
    differences = []
    for number in wanted:
        there = theirs.get(number)
        then, now = kinds_of(before.get(number), there), kinds_of(after.get(number), there)
        for kind in then:
            if kind in now:
                ours = after.get(number)
                differences.append(
                    Difference(number, kind, asdict(ours) if ours else {}, asdict(there) if there else {})
                )
    return Found(tuple(differences), frozenset(wanted), _counts(after, theirs))


def _counts(ours: Mapping[str, Ours], theirs: Mapping[str, Theirs]) -> Counts:
    return Counts(
        pushed=sum(one.pushed > 0 for one in ours.values()),
        acknowledged=sum(one.acknowledged for one in ours.values()),
        accepted=sum(one.accepted for one in ours.values()),
        concluded=sum(one.concluded for one in ours.values()),
        their_received=sum(one.events > 0 for one in theirs.values()),
        their_accepted=sum(bool(one.accepted_at) for one in theirs.values()),
        their_concluded=sum(bool(one.concluded_at) for one in theirs.values()),
    )


def page_read(body: bytes) -> tuple[dict[str, Theirs], str]:
    """Return the cases on a page of the other side's answer, and the cursor to go on from (empty: the end).

    :raises NotTheContract: for anything else than docs/exchange.md has.
    """
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise NotTheContract("对方的答复不是 JSON") from None
    rows = content.get("rows") if isinstance(content, dict) else None
    following = content.get("next", "") if isinstance(content, dict) else None
    if not isinstance(rows, list) or not isinstance(following, str) or len(following) > 200:
        raise NotTheContract("对方的答复没有 rows 和 next")
    return dict(_row(row) for row in rows), following


def _row(row: Any) -> tuple[str, Theirs]:
    number = row.get("number") if isinstance(row, dict) else None
    if not isinstance(number, str) or not 1 <= len(number) <= 21 or not (number.isascii() and number.isalnum()):
        raise NotTheContract("对方的答复里有一行没有统一申报编码")
    whole = {name: row.get(name, 0) for name in ("events", "sequence")}
    texts = {name: row.get(name) or "" for name in ("received_at", "accepted_at", "concluded_at", "state")}
    if not all(type(value) is int and 0 <= value < 2**31 for value in whole.values()):
        raise NotTheContract(f"{number} 的 events 或 sequence 不是整数")
    if not all(isinstance(value, str) and len(value) <= 40 and value.isprintable() for value in texts.values()):
        raise NotTheContract(f"{number} 的时间或状态不是文字")
    return number, Theirs(whole["events"], whole["sequence"], **texts)


def in_words(side: Mapping[str, Any], *, ours: bool) -> str:
    """Return one side of a difference, for an operator."""
    if not side:
        return "没有此办件"
    if ours:
        parts = [f"已推送 {side['pushed']} 条，已送达 {side['delivered']} 条"]
        parts += [f"搁置 {side['parked']} 条"] if side["parked"] else []
        parts += ["已决定" if side["concluded"] else "已受理" if side["accepted"] else "未受理"]
    else:
        parts = [f"收到 {side['events']} 条"]
        parts += ["已办结" if side["concluded_at"] else "已受理" if side["accepted_at"] else "未受理"]
    return "，".join(parts)


def asked_for(numbers: Sequence[str], size: int) -> list[list[str]]:
    """Return numbers in portions that fit into a question."""
    return [list(numbers[at : at + size]) for at in range(0, len(numbers), size)]
