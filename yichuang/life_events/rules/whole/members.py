"""Members: order, standing, who may apply, what happens when one fails."""

from collections.abc import Iterator, Mapping, Sequence

from yichuang.cases.rules.base_form import KINDS
from yichuang.catalog.rules.findings import Finding, Place
from yichuang.life_events.rules.spec import LifeEventSpec, Member
from yichuang.life_events.rules.together import stages
from yichuang.life_events.rules.whole.ground import Ground, advice, error, member_place
from yichuang.life_events.rules.whole.leaves import Leaf


def members(spec: LifeEventSpec, ground: Ground, leaves: Mapping[str, Sequence[Leaf] | None]) -> Iterator[Finding]:
    """Judge the members."""
    yield from _order(spec, ground)
    for one in spec.members:
        yield from _standing(one, ground)
        yield from _presets(one, ground)
        yield from _failure(spec, one, ground)
        yield from _kinds(spec, one, ground)
        found = leaves.get(one.id)
        if found is not None and not any(leaf.needed for leaf in found):
            said = f"无论怎样回答，都不会办理“{ground.name(one.id)}”。请修改需要办理的条件，或去掉这个事项。"
            yield error("dead_member", "S2-25", member_place(one.id, "needed_if"), said)


def _order(spec: LifeEventSpec, ground: Ground) -> Iterator[Finding]:
    """A member that waits for itself never starts."""
    placed = {name for stage in stages(spec, frozenset(one.id for one in spec.members)) for name in stage}
    stuck = [one for one in spec.members if one.id not in placed]
    if not stuck:
        return
    circle = _circle({one.id: [name for name in one.after if name not in placed] for one in stuck})
    names = " → ".join(ground.name(one) for one in (*circle, circle[0]))
    yield error("circular_order", "S2-25", member_place(circle[0], "after"),
                f"先后次序成了环，谁也不能开始：{names}。请去掉其中一个“先办”。")  # fmt: skip


def _circle(waits: Mapping[str, Sequence[str]]) -> list[str]:
    path = [next(iter(waits))]
    while True:
        ahead = waits[path[-1]][0]
        if ahead in path:
            return path[path.index(ahead) :][::-1]
        path.append(ahead)


def _standing(one: Member, ground: Ground) -> Iterator[Finding]:
    place = member_place(one.id, "version")
    if one.id not in ground.specs:
        yield error("no_version", "S2-26", place, f"没有事项“{one.matter}”的第 {one.version} 版。请重新选择事项。")
    elif one.id in ground.closed:
        yield error("not_in_force", "S2-26", place,
                    f"“{ground.name(one.id)}”现在不能受理：{ground.closed[one.id]}请去掉这个事项，或等它恢复后再发布。")  # fmt: skip
    elif one.id in ground.newer:
        was, now = f"第 {one.version} 版", f"第 {ground.newer[one.id]} 版"
        said = f"“{ground.name(one.id)}”是按{was}编的，现行{now}。请更新到现行版本并核对。"
        yield error("older_version", "S2-26", place, said)
    if one.id in ground.announced:
        said = f"{ground.announced[one.id]}那天以后一件事里要办它的人办不齐；请核对发布时间，或在“办不成时告诉申请人”里写明。"
        yield advice("suspends_soon", "S2-26", place, said)


def _presets(one: Member, ground: Ground) -> Iterator[Finding]:
    """A preset must be an answer that the matter's own question has."""
    matter = ground.specs.get(one.id)
    questions = {question.id: question for question in matter.questions} if matter else {}
    for name, value in one.presets.items() if matter else ():
        question = questions.get(name)
        place = member_place(one.id, "presets")
        if question is None:
            yield error(
                "unknown_question", "S2-25", place, f"“{ground.name(one.id)}”没有预设的问题 {name}。请去掉这一预设。"
            )
            continue
        chosen = {value} if isinstance(value, str) else set(value)
        if chosen - {option.id for option in question.options} or isinstance(value, str) != (question.kind == "single"):
            yield error("unknown_option", "S2-25", place,
                        f"“{ground.name(one.id)}”的“{question.text}”没有预设的答案 {'、'.join(sorted(chosen))}。请重新选择。")  # fmt: skip


def _failure(spec: LifeEventSpec, one: Member, ground: Ground) -> Iterator[Finding]:
    """Whoever loses more than one thing by one refusal is told so beforehand (行政许可法 30, 32)."""
    if one.told.strip():
        return
    followers = [other.id for other in spec.members if one.id in other.after]
    stops = len(spec.members) > 1 and (
        one.on_failure == "all_stop" or (one.on_failure == "followers_stop" and bool(followers))
    )
    place = member_place(one.id, "told")
    if stops:
        others = (
            followers
            if one.on_failure == "followers_stop"
            else [other.id for other in spec.members if other.id != one.id]
        )
        names = "、".join(f"“{ground.name(other)}”" for other in others)
        yield error("not_told", "行政许可法 32", place,
                    f"“{ground.name(one.id)}”办不成会使{names}停办，但没有写告诉申请人的话。请写明后果和怎么办。")  # fmt: skip
    else:
        yield advice("not_told", "行政许可法 32", place, f"“{ground.name(one.id)}”办不成时告诉申请人什么，还没有写。")


def _kinds(spec: LifeEventSpec, one: Member, ground: Ground) -> Iterator[Finding]:
    matter = ground.specs.get(one.id)
    refused = [kind for kind in spec.applicant_kinds if matter and kind not in matter.applicant_kinds]
    if refused:
        names = "、".join(KINDS.get(kind, kind) for kind in refused)
        yield error("applicant_kinds", "S2-25", Place("matter", field="applicant_kinds"),
                    f"一件事接受{names}申请，但“{ground.name(one.id)}”不接受。请取消，或去掉这个事项。")  # fmt: skip
