"""The states of a joint case and of its members, and what the end of one member does to the others (S2-25; rulebook 8).

One department's refusal never sinks the others unless the life event says so (`Member.on_failure`), and the person is told what follows.
A case that a department has in hand is never ended by us: the person is asked whether to withdraw it (行政许可法 29).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from yichuang.life_events.rules.spec import LifeEventSpec

RUNNING, ENDED, WITHDRAWN_WHOLE = "running", "ended", "withdrawn"
JOINT_NAMES: dict[str, str] = {RUNNING: "办理中", ENDED: "已办结", WITHDRAWN_WHOLE: "已撤回"}
JOINT_TONES: dict[str, str] = {RUNNING: "blue", ENDED: "grey", WITHDRAWN_WHOLE: "grey"}

WAITING, OPEN, DONE, REFUSED = "waiting", "open", "done", "refused"
WITHDRAWN, STOPPED, SKIPPED = "withdrawn", "stopped", "skipped"
CHILD_NAMES: dict[str, str] = {
    WAITING: "等待前序事项",
    OPEN: "办理中",
    DONE: "已办成",
    REFUSED: "未办成",
    WITHDRAWN: "已撤回",
    STOPPED: "不再办理",
    SKIPPED: "以前已办",
}
CHILD_TONES: dict[str, str] = {
    WAITING: "grey",
    OPEN: "blue",
    DONE: "green",
    REFUSED: "red",
    WITHDRAWN: "grey",
    STOPPED: "yellow",
    SKIPPED: "green",
}
PENDING = frozenset({WAITING, OPEN})
WELL = frozenset({DONE, SKIPPED})
BADLY = frozenset({REFUSED, WITHDRAWN, STOPPED})

# The events of a case that end its member, and as what.
ENDS: dict[str, str] = {"case.withdrawn": WITHDRAWN, "case.terminated": STOPPED, "case.acceptance_refused": REFUSED}


@dataclass(frozen=True)
class Consequence:
    """What the end of one member does to another: it is stopped, or the person is asked to withdraw it (`asked`); the sentence told."""

    member: str
    asked: bool
    sentence: str


def ended_as(event: str, payload: Mapping[str, object]) -> str:
    """Return the state in which an event of its case leaves a member, nothing when the member goes on.

    A matter that need not be done at all (无需办理) stands in nobody's way.
    """
    if event == "case.decided":
        return DONE if payload.get("outcome") == "granted" else REFUSED
    if event == "case.acceptance_refused" and payload.get("outcome") == "not_required":
        return SKIPPED
    return ENDS.get(event, "")


def ready(spec: LifeEventSpec, states: Mapping[str, str]) -> list[str]:
    """Return the waiting members whose turn has come: all they wait for ended well, or failed where the others go on."""
    return [
        member.id
        for member in spec.members
        if states.get(member.id) == WAITING and all(_passed(spec, states, earlier) for earlier in member.after)
    ]


def _passed(spec: LifeEventSpec, states: Mapping[str, str], earlier: str) -> bool:
    """Tell whether a member no longer holds up those after it; one that the answers do not need never does."""
    state = states.get(earlier)
    if state is None or state in WELL:
        return True
    return state in BADLY and spec.member(earlier).on_failure == "others_go_on"


def followers(spec: LifeEventSpec, member_id: str) -> frozenset[str]:
    """Return every member that comes after one, directly or by others."""
    found: set[str] = set()
    while fresh := {one.id for one in spec.members if one.id not in found and {member_id, *found} & set(one.after)}:
        found |= fresh
    return frozenset(found - {member_id})


def consequences(
    spec: LifeEventSpec, states: Mapping[str, str], ended: str, names: Mapping[str, str]
) -> list[Consequence]:
    """Return what a member that ended badly does to the others that are not over yet, in order; nothing where the others go on.

    `states`: of every member of the joint case, `names`: how each matter is called.
    """
    rule = spec.member(ended).on_failure
    if states.get(ended) not in BADLY or rule == "others_go_on":
        return []
    touched = followers(spec, ended) if rule == "followers_stop" else frozenset(states) - {ended}
    found = []
    for member in spec.members:
        if member.id not in touched or states.get(member.id) not in PENDING:
            continue
        because = f"“{names[ended]}”没有办成"
        if states[member.id] == WAITING:
            found.append(Consequence(member.id, False, f"{because}，“{names[member.id]}”不再办理，材料退还。"))
        elif rule == "all_stop":
            sentence = (
                f"{because}，整件事停止办理；“{names[member.id]}”已由部门办理，请申请人决定书面撤回或继续单独办理。"
            )
            found.append(Consequence(member.id, True, sentence))
    return found


def told(spec: LifeEventSpec, states: Mapping[str, str], ended: str, names: Mapping[str, str]) -> str:
    """Return what the person is told when a member did not succeed: the life event's own words, else what follows by its rule."""
    if states.get(ended) not in BADLY:
        return ""
    if own := spec.member(ended).told:
        return own
    follows = consequences(spec, states, ended, names)
    if follows:
        return "".join(one.sentence for one in follows)
    return f"“{names[ended]}”没有办成，其他事项照常办理。"


def over(states: Mapping[str, str]) -> bool:
    """Tell whether no member is waiting or in hand any more."""
    return not any(state in PENDING for state in states.values())
