"""Which window may serve whom: one rule for full-scope windows, 1+X boards, special, issuing and complaint windows (S2-27, S2-28).

A window has a skill, the officer signed in at it has one, and what can be served is what both cover. A ticket states a need.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.hall.rules.tickets import COMPLAINT, ISSUE, PURPOSE_OF_WINDOW, PURPOSES, RECEIVE

HIGHEST_GRADE = 5
NAMED = 3


@dataclass(frozen=True)
class Skill:
    """What can be served: purposes; of matters everything, whole boards (letters) or single ones (keys); up to which grade.

    `unknown` says whether people who do not know what they need are served here.
    """

    purposes: frozenset[str] = frozenset({RECEIVE})
    everything: bool = False
    boards: frozenset[str] = frozenset()
    matters: frozenset[str] = frozenset()
    unknown: bool = True
    grade: int = HIGHEST_GRADE


@dataclass(frozen=True)
class Need:
    """What a ticket needs: a purpose, and for a matter its board's letter, its key and the grade it asks of the officer."""

    purpose: str = RECEIVE
    board: str = ""
    matter: str = ""
    grade: int = 1


def covers(skill: Skill, need: Need) -> bool:
    """Tell whether a skill covers a need."""
    if need.purpose not in skill.purposes:
        return False
    if need.purpose != RECEIVE:
        return True
    if need.grade > skill.grade:
        return False
    if not need.board and not need.matter:
        return skill.unknown
    return skill.everything or need.board in skill.boards or need.matter in skill.matters


def may_serve(window: Skill, officer: Skill, needs: Iterable[Need]) -> bool:
    """Tell whether a window with the officer signed in at it serves all needs of a ticket."""
    for need in needs:  # noqa: SIM110 - asked thousands of times a call, and twice as fast as a generator
        if not covers(window, need) or not (officer is UNRESTRICTED or covers(officer, need)):
            return False
    return True


def is_quick(needs: Collection[Need], quick: Collection[str]) -> bool:
    """Tell whether all that a ticket needs is on the hall's list of quick transactions: matters by key, other purposes by theirs."""
    return bool(needs) and all(
        (need.matter or (need.purpose if need.purpose != RECEIVE else "")) in quick for need in needs
    )


def usual_skill(kind: str, board: str) -> Skill:
    """Return the skill of a window that nobody has set: its kind's purpose, its board or, without one, everything (S2-27)."""
    purposes = frozenset({PURPOSE_OF_WINDOW.get(kind, RECEIVE)})
    return Skill(purposes=purposes, everything=not board, boards=frozenset({board} - {""}))


UNRESTRICTED = Skill(purposes=frozenset(PURPOSE_OF_WINDOW.values()), everything=True)


def in_words(skill: Skill, boards: Mapping[str, str], matters: Mapping[str, str] | None = None) -> str:
    """Return a skill as people say it; `boards` names letters, `matters` keys."""
    said = []
    if RECEIVE in skill.purposes:
        if skill.everything:
            said.append("全部事项")
        else:
            said += [boards.get(letter, letter) for letter in sorted(skill.boards)]
            said += [(matters or {}).get(key, key) for key in sorted(skill.matters)[:NAMED]]
            said += [f"等 {len(skill.matters)} 个事项"] if len(skill.matters) > NAMED else []
        said += ["不清楚办什么的"] if skill.unknown else []
    said += [PURPOSES[purpose] for purpose in PURPOSES if purpose in skill.purposes and purpose != RECEIVE]
    grade = f"（{skill.grade} 级以内）" if skill.grade < HIGHEST_GRADE else ""
    return "、".join(said) + grade if said else "不办理"


# What a window is set to by one press; the board or the matters are chosen beside (S2-27, S2-28).
PRESETS = {
    "full": "全科窗口",
    "board": "板块窗口",
    "special": "专窗",
    "issue": "出件窗口",
    "complaint": "投诉代办窗口",
}


def preset(name: str, boards: Iterable[str] = (), matters: Iterable[str] = ()) -> Skill:
    """Return the skill of a preset; a board or special window takes boards or matters with it. :raises KeyError: for another name."""
    return {
        "full": Skill(everything=True),
        "board": Skill(boards=frozenset(boards), unknown=False),
        "special": Skill(matters=frozenset(matters), unknown=False),
        "issue": Skill(purposes=frozenset({ISSUE}), unknown=False),
        "complaint": Skill(purposes=frozenset({COMPLAINT}), unknown=False),
    }[name]


def skill_from(stored: Mapping[str, Any]) -> Skill:
    """Return a skill from its stored form (lists for sets)."""
    return Skill(
        purposes=frozenset(stored["purposes"]),
        everything=bool(stored["everything"]),
        boards=frozenset(stored["boards"]),
        matters=frozenset(stored["matters"]),
        unknown=bool(stored["unknown"]),
        grade=int(stored["grade"]),
    )


def stored_skill(skill: Skill) -> dict[str, Any]:
    """Return a skill as it is stored."""
    return {
        "purposes": sorted(skill.purposes),
        "everything": skill.everything,
        "boards": sorted(skill.boards),
        "matters": sorted(skill.matters),
        "unknown": skill.unknown,
        "grade": skill.grade,
    }
