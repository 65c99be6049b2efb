"""What changed between two specs of a life event, in sentences people understand (S2-26)."""

from collections.abc import Iterator, Mapping
from typing import Any

from yichuang.catalog.rules.conditions import describe
from yichuang.life_events.rules.spec import FAILURE_NAMES, WAY_NAMES, LifeEventSpec, Member

PARTS: dict[str, str] = {
    "name": "名称", "theme": "主题", "trigger": "什么时候办", "summary": "一句话说明", "for_whom": "谁可以办", "hand_out": "怎样领取结果",
    "board": "受理板块", "max_visits": "最多跑动次数",
}  # fmt: skip


def changes(before: LifeEventSpec, after: LifeEventSpec, names: Mapping[str, str]) -> list[str]:
    """Return every change as one sentence; nothing for equal contents. `names`: of members, by id."""
    return [
        *_plain(before, after),
        *_members(before, after, names),
        *_questions(before, after),
        *_fields(before, after),
        *_materials(before, after, names),
    ]


def _plain(before: LifeEventSpec, after: LifeEventSpec) -> Iterator[str]:
    for part, label in PARTS.items():
        if getattr(before, part) != getattr(after, part):
            yield f"{label}由“{getattr(before, part) or '（空）'}”改为“{getattr(after, part) or '（空）'}”。"
    for part, label in (("statutory_limit", "法定期限"), ("promised_limit", "承诺期限")):
        if getattr(before, part) != getattr(after, part):
            yield f"{label}由 {getattr(before, part).words()} 改为 {getattr(after, part).words()}。"
    for part, label in (("lead_departments", "牵头部门"), ("applicant_kinds", "申请人类型"), ("remedies", "救济途径")):
        if getattr(before, part) != getattr(after, part):
            yield f"{label}有改动。"


def _by_id(rows: Any) -> dict[str, Any]:
    return {one.id: one for one in rows}


def _members(before: LifeEventSpec, after: LifeEventSpec, names: Mapping[str, str]) -> Iterator[str]:
    old, new = _by_id(before.members), _by_id(after.members)
    yield from (f"新增联办事项“{names.get(one, one)}”。" for one in new if one not in old)
    yield from (f"取消联办事项“{names.get(one, one)}”。" for one in old if one not in new)
    for name in new:
        if name in old and old[name] != new[name]:
            yield from _member(old[name], new[name], f"“{names.get(name, name)}”", before, after, names)
    shared = [one for one in new if one in old]
    if shared != [one for one in old if one in new]:
        yield "联办事项的排列有改动。"


def _member(
    old: Member, new: Member, called: str, before: LifeEventSpec, after: LifeEventSpec, names: Mapping[str, str]
) -> Iterator[str]:
    if old.version != new.version:
        yield f"{called}由第 {old.version} 版更新到第 {new.version} 版。"
    if old.after != new.after:
        yield f"{called}在{'、'.join(f'“{names.get(one, one)}”' for one in new.after) + '办好之后办' if new.after else '收件后即办'}。"
    if old.needed_if != new.needed_if:
        yield f"{called}何时办理由“{describe(old.needed_if, before)}”改为“{describe(new.needed_if, after)}”。"
    if old.presets != new.presets:
        yield f"{called}预设的答案有改动。"
    if old.on_failure != new.on_failure:
        yield f"{called}办不成时由“{FAILURE_NAMES[old.on_failure]}”改为“{FAILURE_NAMES[new.on_failure]}”。"
    if old.told != new.told:
        yield f"{called}办不成时告诉申请人的话有改动。"


def _questions(before: LifeEventSpec, after: LifeEventSpec) -> Iterator[str]:
    old, new = _by_id(before.questions), _by_id(after.questions)
    yield from (f"新增问题“{one.text}”。" for name, one in new.items() if name not in old)
    yield from (f"不再问“{one.text}”。" for name, one in old.items() if name not in new)
    for name in new:
        if name not in old or old[name] == new[name]:
            continue
        if old[name].text != new[name].text:
            yield f"问题“{old[name].text}”改为“{new[name].text}”。"
        elif old[name].options != new[name].options:
            yield f"“{new[name].text}”的选项有改动。"
        else:
            yield f"“{new[name].text}”的对应、条件或说明有改动。"


def _fields(before: LifeEventSpec, after: LifeEventSpec) -> Iterator[str]:
    old, new = _by_id(before.fields), _by_id(after.fields)
    yield from (f"合并表单新增栏目“{one.row.get('title', name)}”。" for name, one in new.items() if name not in old)
    yield from (f"合并表单去掉栏目“{one.row.get('title', name)}”。" for name, one in old.items() if name not in new)
    for name in new:
        if name not in old or old[name] == new[name]:
            continue
        title = new[name].row.get("title", name)
        if old[name].required != new[name].required:
            yield f"栏目“{title}”改为{'必填' if new[name].required else '选填'}。"
        if old[name].feeds != new[name].feeds:
            yield f"栏目“{title}”填到的事项有改动。"
        if (old[name].row, old[name].from_base) != (new[name].row, new[name].from_base):
            yield f"栏目“{title}”的写法有改动。"
        if old[name].meaning != new[name].meaning:
            yield f"栏目“{title}”的含义改为“{new[name].meaning or '（空）'}”。"


def _materials(before: LifeEventSpec, after: LifeEventSpec, names: Mapping[str, str]) -> Iterator[str]:
    old, new = _by_id(before.materials), _by_id(after.materials)
    yield from (f"新增合并材料“{one.name}”（{WAY_NAMES[one.way]}）。" for name, one in new.items() if name not in old)
    yield from (f"取消合并材料“{one.name}”。" for name, one in old.items() if name not in new)
    for name in new:
        if name not in old or old[name] == new[name]:
            continue
        called = f"合并材料“{new[name].name}”"
        if old[name].way != new[name].way:
            yield f"{called}由{WAY_NAMES[old[name].way]}改为{WAY_NAMES[new[name].way]}。"
        if old[name].original_for != new[name].original_for:
            keeper = new[name].original_for
            yield f"{called}的原件改归“{names.get(keeper, keeper)}”。" if keeper else f"{called}不再写原件归谁。"
        if (old[name].gives, old[name].name) != (new[name].gives, new[name].name):
            yield f"{called}的名称或用于哪些事项有改动。"
