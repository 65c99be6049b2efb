"""What may be changed in the twin, and the windows that follow: as it is, full scope, 1+X, one window per department (S2-6, S2-28)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from math import exp
from typing import Any

from yichuang.hall.rules.skills import Need, Skill
from yichuang.hall.rules.tickets import RECEIVE
from yichuang.hall.rules.twin.base import Base, Learned, usual_seconds
from yichuang.hall.rules.twin.day import Desk

AS_IS, FULL, ONE_PLUS_X, DEPARTMENTS = "as_is", "full", "one_plus_x", "departments"
ARRANGEMENTS = {
    AS_IS: "现有窗口",
    FULL: "全科无差别（每个窗口办所有事项）",
    ONE_PLUS_X: "1+X（综合窗口，另设公安、不动产、公积金、社保等板块）",
    DEPARTMENTS: "每部门一类窗口（改革前）",
}
OTHERS = "综合"
# The boards that stand beside the integrated window: the X of 1+X (S2-28: 另设税务、公安、不动产、公积金、人力社保板块).
BESIDE = ("税务", "公安", "不动产", "公积金", "社保", "人社", "人力")


@dataclass(frozen=True)
class Booth:
    """A window of one's own making: its number, the boards it serves (none: everything), when it is open (minutes of the day)."""

    number: str
    boards: tuple[str, ...] = ()
    shifts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Changes:
    """A scenario: arrangement of the acceptance windows and how many, hours, demand in percent, matters that go elsewhere in percent.

    `booths` replaces the windows one by one; `target_minutes` and `target_percent` say what the windows needed are asked for.
    """

    arrangement: str = AS_IS
    windows: int = 0
    booths: tuple[Booth, ...] = ()
    hours: tuple[tuple[int, int], ...] = ()
    demand: int = 100
    moved: Mapping[str, int] = field(default_factory=dict)
    target_minutes: int = 15
    target_percent: int = 90
    runs: int = 20
    seed: int = 1


def stored(changes: Changes) -> dict[str, Any]:
    """Return the changes as JSON keeps them."""
    return asdict(changes)


def changes_from(document: Mapping[str, Any]) -> Changes:
    """Return the changes of their stored form."""
    given = dict(document)
    given["booths"] = tuple(
        Booth(str(one["number"]), tuple(one["boards"]), _shifts(one["shifts"])) for one in given.get("booths", ())
    )
    given["hours"] = _shifts(given.get("hours", ()))
    return Changes(**given)


def _shifts(given: Sequence[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((int(start), int(end)) for start, end in given)


def desks_for(base: Base, learned: Learned, changes: Changes) -> tuple[Desk, ...]:
    """Return the windows of a scenario; those that do not receive (issuing) stay as they are, officers keep their pace."""
    receiving = [desk for desk in base.desks if RECEIVE in desk.skill.purposes]
    others = [desk for desk in base.desks if RECEIVE not in desk.skill.purposes]
    hours = _seconds(changes.hours)
    if changes.booths:
        made = [_booth(one, receiving, hours) for one in changes.booths]
    elif changes.arrangement == AS_IS:
        made = _counted(receiving, changes.windows or len(receiving))
    else:
        skills = shared_out(base, learned, changes.arrangement, changes.windows or len(receiving), changes)
        made = [
            replace(desk, skill=skill) for desk, skill in zip(_counted(receiving, len(skills)), skills, strict=True)
        ]
    made = [replace(desk, shifts=hours) if hours else desk for desk in made]
    return tuple(
        replace(desk, id=place, window_id=None, lags=(), lag=base.lag) for place, desk in enumerate([*made, *others])
    )


def _counted(desks: Sequence[Desk], count: int) -> list[Desk]:
    """Return so many windows: the first of those there are, then more like them at the usual pace."""
    if not desks:
        return []
    more = [replace(desks[place % len(desks)], factor=1.0) for place in range(count - len(desks))]
    return [*desks[:count], *more]


def _booth(one: Booth, receiving: Sequence[Desk], hours: tuple[tuple[float, float], ...]) -> Desk:
    skill = Skill(everything=not one.boards, boards=frozenset(one.boards))
    shifts = _seconds(one.shifts) or hours or (receiving[0].shifts if receiving else ())
    return Desk(0, one.number, skill, shifts)


def _seconds(shifts: Sequence[tuple[int, int]]) -> tuple[tuple[float, float], ...]:
    return tuple((start * 60.0, end * 60.0) for start, end in shifts)


def shared_out(base: Base, learned: Learned, arrangement: str, count: int, changes: Changes) -> list[Skill]:
    """Return what each of so many windows serves: groups get windows by the work they bring, at least one each.

    With fewer windows than groups the smallest groups share the last window.
    """
    if arrangement == FULL:
        return [Skill(everything=True)] * count
    work = work_by_group(base, learned, arrangement, changes)
    groups = sorted(work, key=lambda one: (-work[one], one))
    if len(groups) > count:
        groups = [*groups[: count - 1], "、".join(groups[count - 1 :])]
    windows = dict.fromkeys(groups, 1)
    weight = {group: sum(work[part] for part in group.split("、")) for group in groups}
    for _ in range(count - len(groups)):
        fullest = max(groups, key=lambda one: (weight[one] / windows[one], one))
        windows[fullest] += 1
    return [_skill(base, arrangement, group) for group in groups for _ in range(windows[group])]


def work_by_group(base: Base, learned: Learned, arrangement: str, changes: Changes) -> dict[str, float]:
    """Return the seconds a day that each board or department brings."""
    found: dict[str, float] = defaultdict(float)
    for one in base.seen:
        for need in one.needs:
            if need.purpose == RECEIVE:
                stays = 1 - changes.moved.get(need.matter, 0) / 100
                found[group_of(base, arrangement, need)] += stays * exp(usual_seconds(learned, [need])[0]) / base.days
    return dict(found) or {OTHERS: 0.0}


def group_of(base: Base, arrangement: str, need: Need) -> str:
    """Return the board or department that a need belongs to; what names no matter is its board's, or anybody's."""
    if arrangement == DEPARTMENTS:
        return base.departments.get(need.matter) or need.board or OTHERS
    return need.board if is_beside(base, need.board) else OTHERS


def is_beside(base: Base, letter: str) -> bool:
    """Tell whether a board stands beside the integrated windows."""
    name = base.boards.get(letter, "")
    return any(word in name for word in BESIDE)


def _skill(base: Base, arrangement: str, group: str) -> Skill:
    parts = set(group.split("、"))
    if arrangement == ONE_PLUS_X:
        integrated = {letter for letter in base.boards if not is_beside(base, letter)} if OTHERS in parts else set()
        return Skill(boards=frozenset((parts - {OTHERS}) | integrated))
    matters = frozenset(key for key, department in base.departments.items() if department in parts)
    # Who names only a board goes to the windows named after it; such needs make a group of their own above.
    return Skill(matters=matters, boards=frozenset(parts & set(base.boards)))


def label_of(base: Base, skill: Skill) -> str:
    """Return what a window serves, as a page says it."""
    if RECEIVE not in skill.purposes:
        return "出件" if "issue" in skill.purposes else "投诉代办"
    if skill.everything:
        return "所有事项"
    boards = [base.boards.get(letter, letter) for letter in sorted(skill.boards)]
    departments = sorted({base.departments.get(key, key) for key in skill.matters})
    return "、".join([*boards, *departments]) or "不清楚办什么的"
