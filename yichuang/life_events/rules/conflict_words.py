"""A place of a life event that two authors changed differently, for people: where it is, and what each side says there (S2-24)."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from yichuang.catalog.rules.conditions import Condition, describe
from yichuang.catalog.rules.handling import APPLICANT_KIND_NAMES, Limit
from yichuang.life_events.rules.changes import PARTS, changes
from yichuang.life_events.rules.spec import FAILURE_NAMES, WAY_NAMES, LifeEventSpec
from yichuang.studio.rules.forest import ORDER
from yichuang.studio.rules.merge import Conflict

NOTHING, GONE, LONGEST = "（空）", "已删除", 160
LISTS = {"members": "联办事项", "questions": "问题", "fields": "栏目", "materials": "材料", "options": "选项"}
LABELS: dict[str, str] = {
    **PARTS,
    **{"lead_departments": "牵头部门", "applicant_kinds": "申请人类型", "remedies": "救济途径"},
    **{"statutory_limit": "法定期限", "promised_limit": "承诺期限", "version": "版本", "after": "等哪些事项办好再办"},
    **{
        "needed_if": "什么情况下办理",
        "presets": "预设的答案",
        "on_failure": "它办不成时",
        "told": "办不成时告诉申请人",
    },
    **{
        "text": "文字",
        "help": "说明",
        "ask_if": "什么情况下问",
        "asks": "对应各事项的问题",
        "row": "写法",
        "title": "栏目名称",
    },
    **{
        "required": "是否必填",
        "feeds": "填到哪些事项",
        "from_base": "从哪里来",
        "meaning": "合并后的含义",
        "way": "怎样提交",
    },
    **{"gives": "用于哪些事项", "original_for": "原件归谁", "standard_type": "材料类型", ORDER: "先后次序"},
}
# The whole document is the place where both sides cannot stand in one document although no two of their changes meet.
WHOLE: tuple[str, ...] = ()


def shown(
    conflict: Conflict,
    base: Mapping[str, Any],
    theirs: Mapping[str, Any],
    mine: Mapping[str, Any],
    names: Mapping[str, str],
) -> dict[str, Any]:
    """Return a conflict for the page: its path, a label, and base, theirs and mine in words; `names`: of the matters, by member."""
    sides = {"base": (conflict.base, base), "theirs": (conflict.theirs, theirs), "mine": (conflict.mine, mine)}
    return {
        "path": list(conflict.path),
        "both": conflict.both,
        "label": _label(conflict.path, mine if conflict.mine is not None else theirs, names),
        **{side: _words(conflict, value, document, names) for side, (value, document) in sides.items()},
    }


def whole(base: LifeEventSpec, theirs: LifeEventSpec, mine: LifeEventSpec, names: Mapping[str, str]) -> dict[str, Any]:
    """Return the conflict of the whole document: what each side changed, in sentences."""
    said = {
        side: "".join(changes(base, one, names)) or "次序或写法" for side, one in (("theirs", theirs), ("mine", mine))
    }
    return {
        "path": list(WHOLE),
        "both": False,
        "label": "整份文稿（两边的修改合不到一起）",
        "base": "打开时的文稿",
        **said,
    }


def _label(path: tuple[str, ...], document: Mapping[str, Any], names: Mapping[str, str]) -> str:
    parts, rest, holder = list[str](), list(path), document
    while rest:
        name = rest.pop(0)
        if name in LISTS and rest and rest[0] != ORDER and isinstance(holder, Mapping):
            row: Mapping[str, Any] = next((one for one in holder.get(name, ()) if one.get("id") == rest[0]), {})
            parts.append(f"{LISTS[name]}“{_called(row, names) or rest[0]}”")
            holder = row
            rest.pop(0)
        elif name in LISTS:
            parts.append(LISTS[name])
        else:
            parts.append(LABELS.get(name, name))
    return " · ".join(parts)


def _called(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if row.get("matter"):
        return str(names.get(row.get("id", ""), row["matter"]))
    inner = row.get("row")
    title = inner.get("title") if isinstance(inner, Mapping) else ""
    return str(row.get("text") or row.get("name") or title or "")


def _words(conflict: Conflict, value: Any, document: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if conflict.kind in ("deleted", "added"):
        return GONE if value is None else f"“{_called(value, names) or value.get('id', '')}”"
    return _short(_value(conflict.path[-1], value, document))


def _value(name: str, value: Any, document: Mapping[str, Any]) -> str:
    match value:
        case None if name in ("needed_if", "ask_if"):
            return "总是"
        case None | "" | []:
            return NOTHING
        case bool():
            return "是" if value else "否"
        case str():
            return FAILURE_NAMES.get(value) or WAY_NAMES.get(value) or value
        case list():
            return "、".join(_one(name, item) for item in value)
        case {"value": _, "unit": _}:
            return Limit.model_validate(value).words()
        case dict() if name in ("needed_if", "ask_if"):
            return _condition(value, document)
        case dict():
            return f"共 {len(value)} 项"
    return str(value)


def _one(name: str, item: Any) -> str:
    if isinstance(item, Mapping):
        return str(item.get("field") or item.get("material") or item.get("question") or item.get("id", ""))
    return APPLICANT_KIND_NAMES.get(item, str(item)) if name == "applicant_kinds" else str(item)


def _condition(value: Any, document: Mapping[str, Any]) -> str:
    """Return a condition as a sentence over its own document's questions; one that cannot be read is only named."""
    try:
        return describe(TypeAdapter(Condition).validate_python(value), LifeEventSpec.model_validate(document))
    except (ValidationError, StopIteration):
        return "另一个条件"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
