"""What a test piece of a joint intake must come to, what it came to, and the difference in words (S2-21②): members, order, papers.

Every member is compared by what it is – its matter, situation and own materials –, those of later stages too, as what they will open with.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from yichuang.life_events.rules.spec import LifeEventSpec
from yichuang.life_events.rules.together import Reached, stages


@dataclass(frozen=True)
class JointEnd:
    """Where an intake led or must lead: members by id with their matters' names and situations, who starts with whom, papers by line.

    `order`: each stage's members start together, after those before them. `refusals`: why nothing can be received, in words. `matters`: the
    key of each member's matter; `brings`: each member's own materials by id, with the line they came in by (neither was kept at first).
    """

    members: Mapping[str, str] = field(default_factory=dict)
    situations: Mapping[str, str] = field(default_factory=dict)
    order: tuple[tuple[str, ...], ...] = ()
    papers: Mapping[str, str] = field(default_factory=dict)
    refusals: tuple[str, ...] = ()
    matters: Mapping[str, str] = field(default_factory=dict)
    brings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        """Tell whether there is an end at all."""
        return bool(self.members or self.refusals)

    def as_json(self) -> dict[str, Any]:
        """Return the end as it is stored."""
        return {
            "members": [list(pair) for pair in self.members.items()],
            "situations": dict(self.situations),
            "order": [list(stage) for stage in self.order],
            "papers": [list(pair) for pair in self.papers.items()],
            "refusals": list(self.refusals),
            "matters": dict(self.matters),
            "brings": {one: dict(lines) for one, lines in self.brings.items()},
        }

    @property
    def steps(self) -> tuple[str, ...]:
        """Return the order in words, one line a stage."""
        return tuple("、".join(f"“{self.members.get(one, one)}”" for one in stage) for stage in self.order)


def joint_end_of(stored: Mapping[str, Any]) -> JointEnd:
    """Return a stored end; nothing stored is no end yet."""
    return JointEnd(
        members={str(key): str(name) for key, name in stored.get("members", ())},
        situations={str(key): str(path) for key, path in stored.get("situations", {}).items()},
        order=tuple(tuple(map(str, stage)) for stage in stored.get("order", ())),
        papers={str(key): str(name) for key, name in stored.get("papers", ())},
        refusals=tuple(map(str, stored.get("refusals", ()))),
        matters={str(one): str(key) for one, key in stored.get("matters", {}).items()},
        brings={str(one): dict(lines) for one, lines in stored.get("brings", {}).items()},
    )


def expected_end(spec: LifeEventSpec, reached: Reached, names: Mapping[str, str]) -> JointEnd:
    """Return what a scripted applicant must get: every member his answers need, in the life event's order, and each paper once."""
    if refusals := refusals_in(reached, names):
        return JointEnd(refusals=refusals)
    members = {one.id: names.get(one.id, one.id) for one in reached.members}
    return JointEnd(
        members=members,
        situations=dict(reached.situations),
        order=ordered(spec, members),
        papers={line.id: line.name for line in reached.lines},
        matters={one.id: one.matter for one in reached.members},
        brings=brought_by(reached),
    )


def brought_by(reached: Reached) -> dict[str, dict[str, str]]:
    """Return by member its own materials that are to come in, each with the line it comes in by."""
    found: dict[str, dict[str, str]] = {one.id: {} for one in reached.members}
    for line in reached.lines:
        for member, stated in line.asked:
            found.setdefault(member, {})[stated.id] = line.id
    return found


def refusals_in(reached: Reached, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return why answers lead to no joint case, in words: members whose own journey ends, or whose question nobody answers."""
    ended = [f"“{names.get(one, one)}”按所答情形：{message}" for one, message in reached.ended.items()]
    open_ = [f"“{names.get(one, one)}”的问题“{text}”没有人回答。" for one, text in reached.unsettled.items()]
    nothing = [] if reached.situations or ended or open_ else ["按所答情形没有需要办理的事项。"]
    return (*ended, *open_, *nothing)


def ordered(spec: LifeEventSpec, members: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return members stage by stage."""
    return tuple(tuple(stage) for stage in stages(spec, frozenset(members)))


def order_seen(spec: LifeEventSpec, opened: Sequence[str], waiting: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return the order in which a joint case begins: what was opened at once, then what waits, stage by stage."""
    first = (tuple(opened),) if opened else ()
    return (*first, *ordered(spec, waiting))


def joint_differences(expected: JointEnd, actual: JointEnd) -> list[str]:
    """Return what came out otherwise than the script expects, one sentence each: members, situations, order, papers."""
    if not actual.any:
        return []
    if expected.refusals or actual.refusals:
        return _refusals(expected, actual)
    found = [f"预期办理“{name}”，实际没有收件。" for one, name in expected.members.items() if one not in actual.members]
    found += [f"预期不办“{name}”，实际收了件。" for one, name in actual.members.items() if one not in expected.members]
    for one in expected.members:
        if one in actual.members:
            found += _of_member(one, expected, actual)
    if set(expected.members) == set(actual.members) and _as_sets(expected.order) != _as_sets(actual.order):
        found.append(f"预期先后：{'，再 '.join(expected.steps)}；实际：{'，再 '.join(actual.steps)}。")
    found += [f"预期要交“{name}”，实际没有收。" for one, name in expected.papers.items() if one not in actual.papers]
    return found + [
        f"预期不要“{name}”，实际收了。" for one, name in actual.papers.items() if one not in expected.papers
    ]


def _of_member(one: str, expected: JointEnd, actual: JointEnd) -> list[str]:
    """Return what a member is otherwise than expected: another matter, or its situation and what of its materials came in otherwise.

    A paper that nobody brought, or that came too much, is said once for all.
    """
    name, matters = expected.members[one], (expected.matters, actual.matters)
    if all(one in known for known in matters) and expected.matters[one] != actual.matters[one]:
        return [f"预期办理“{name}”，实际收成了“{actual.members[one]}”。"]
    found = []
    wanted, got = expected.situations.get(one, ""), actual.situations.get(one, "")
    if wanted != got:
        found.append(f"“{name}”预期情形“{wanted}”，实际“{got or '没有确定'}”。")
    if one not in expected.brings or one not in actual.brings:
        return found
    due, came, both = expected.brings[one], actual.brings[one], {*expected.papers} & {*actual.papers}
    names = {**actual.papers, **expected.papers}
    left = [line for key, line in due.items() if key not in came and line in both]
    more = [line for key, line in came.items() if key not in due and (line in both or line not in names)]
    found += [f"“{name}”预期要交“{names[line]}”，实际没有收进这一项。" for line in left]
    return found + [f"“{name}”预期不要“{names.get(line, line)}”，实际收进了这一项。" for line in more]


def _refusals(expected: JointEnd, actual: JointEnd) -> list[str]:
    if expected.refusals == actual.refusals:
        return []
    wanted = "".join(expected.refusals) or "可以收件"
    return [f"预期：{wanted}实际：{''.join(actual.refusals) or '收了件'}"]


def _as_sets(order: Sequence[Sequence[str]]) -> list[frozenset[str]]:
    return [frozenset(stage) for stage in order]
