"""The matter's own form (申请表, S2-51): the subset of JSON Schema 2020-12 that the studio writes, and what is wrong with a form.

One object of fields. Order, section, prefilling and the situations that ask for a field travel as `x-order`, `x-section`, `x-shared`,
`x-when`; an empty object is no form.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from yichuang.catalog.rules.conditions import Condition

Kind = Literal["short", "long", "integer", "number", "date", "yes_no", "choice", "several"]
KIND_NAMES: dict[str, str] = {
    "short": "单行文字", "long": "多行文字", "integer": "整数", "number": "数字", "date": "日期", "yes_no": "是否",
    "choice": "单选", "several": "多选",
}  # fmt: skip
# The patterns that a text may have; each has a check of its own, check digits included (rulebook part 3).
PATTERNS: dict[str, str] = {
    "mobile": "^1[3-9][0-9]{9}$",
    "id_number": "^[1-9][0-9]{16}[0-9X]$",
    "uscc": "^[0-9A-HJ-NPQRTUWXY]{18}$",
    "postcode": "^[0-9]{6}$",
    "project_code": "^[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9A-Z]{6}(-[0-9]{3})?$",
}
PATTERN_NAMES: dict[str, str] = {
    "mobile": "手机号", "id_number": "身份证号码", "uscc": "统一社会信用代码", "postcode": "邮政编码", "project_code": "项目代码",
}  # fmt: skip
CHECK_OF = {pattern: name for name, pattern in PATTERNS.items()}
# What shared data can fill: source and what the source calls it → how an officer calls it (S2-14).
SHARED: dict[str, str] = {
    "person.name": "户籍登记的姓名", "person.id_number": "户籍登记的身份证号码", "person.address": "户籍登记的住址",
    "person.性别": "户籍登记的性别", "person.出生日期": "户籍登记的出生日期", "person.户别": "户籍登记的户别",
    "project.project_code": "投资项目的项目代码", "project.project_name": "投资项目的名称", "project.organisation": "投资项目的建设单位",
    "project.uscc": "建设单位的统一社会信用代码", "project.建设地点": "投资项目的建设地点", "project.建设性质": "投资项目的建设性质",
    "project.总投资（万元）": "投资项目的总投资（万元）",
}  # fmt: skip
# The frame of every form.
PLAIN: dict[str, Any] = {"type": "object", "additionalProperties": False}
MOST_FIELDS, MOST_OPTIONS, LONGEST_SHORT, LONGEST_LONG, LARGEST = 60, 60, 200, 2000, 10**12
_TEXT = {"title", "description", "x-order", "x-section", "x-shared", "x-when"}
_CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)
_KEYS: dict[str, set[str]] = {
    "short": {"type", "minLength", "maxLength", "pattern"}, "long": {"type", "minLength", "maxLength", "x-long"},
    "integer": {"type", "minimum", "maximum"}, "number": {"type", "minimum", "maximum"}, "date": {"type", "format"},
    "yes_no": {"type"}, "choice": {"type", "enum"}, "several": {"type", "items", "uniqueItems"},
}  # fmt: skip


@dataclass(frozen=True)
class OwnField:
    """One field of the form, read: `low` and `high` are limits of a number or of a text's length, `check` names its pattern."""

    name: str
    kind: Kind
    label: str
    help: str = ""
    required: bool = False
    options: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    check: str = ""
    section: str = ""
    shared: str = ""
    when: Condition | None = None

    @property
    def sealed(self) -> bool:
        """Tell whether what is filled in is personal data that a page masks (个人信息保护法 51)."""
        return self.check in ("mobile", "id_number") or self.shared in ("person.id_number", "person.address")

    @property
    def hint(self) -> str:
        """Return what may be filled in, in words: `1 至 500 的整数`."""
        return "，".join(part for part in (self.help, self.limits) if part)

    @property
    def limits(self) -> str:
        """Return the limits of what may be filled in, in words; empty where there is nothing to say."""
        if self.check:
            return PATTERN_NAMES[self.check]
        if self.kind in ("integer", "number"):
            noun = "整数" if self.kind == "integer" else "数字"
            return _between(self.low, self.high, f"的{noun}", noun)
        if self.kind in ("short", "long"):
            return f"至少 {self.low} 个字" if self.low else ""
        return "可选多项" if self.kind == "several" else ""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a form: the field (empty: the form), the part of it, and a sentence."""

    field: str
    part: str
    message: str


def _between(low: int | None, high: int | None, tail: str, none: str) -> str:
    if low is not None and high is not None:
        return f"{low} 至 {high} {tail}"
    if low is not None:
        return f"不小于 {low} {tail}"
    return f"不大于 {high} {tail}" if high is not None else none


def rows_of(form: Any) -> list[tuple[str, dict[str, Any]]]:
    """Return name and schema of the fields of a form, finished or not."""
    properties = form.get("properties") if isinstance(form, Mapping) else None
    listed = properties.items() if isinstance(properties, Mapping) else ()
    return [(str(name), one) for name, one in listed if isinstance(one, dict)]


def conditions_of(form: Any) -> dict[str, Condition]:
    """Return by field in which situations it is asked; those asked in every one, and conditions that cannot be read, are left out."""
    found = {name: _read_condition(one["x-when"]) for name, one in rows_of(form) if one.get("x-when") is not None}
    return {name: condition for name, condition in found.items() if condition is not None}


def _read_condition(raw: Any) -> Condition | None:
    try:
        return _CONDITION.validate_python(raw)
    except (ValidationError, RecursionError):
        return None


def kind_of(schema: Mapping[str, Any]) -> Kind | None:
    """Return the kind of a field's schema, None for one that we do not take."""
    match schema.get("type"):
        case "string" if "enum" in schema:
            return "choice"
        case "string" if schema.get("format") == "date":
            return "date"
        case "string":
            return "long" if schema.get("x-long") is True else "short"
        case "integer":
            return "integer"
        case "number":
            return "number"
        case "boolean":
            return "yes_no"
        case "array":
            return "several"
    return None


def fields_of(form: Mapping[str, Any]) -> tuple[OwnField, ...]:
    """Return the fields of a form without faults, in their order, those of a section together; nothing for an empty form."""
    kept = _published.get(id(form))
    return kept[1] if kept is not None and kept[0] is form else _fields_of(form)


# Forms of published versions, which never change, by identity: they are kept here and live as long as what was read of them.
_published: dict[int, tuple[Mapping[str, Any], tuple[OwnField, ...]]] = {}
MOST_PUBLISHED = 4096


def keep_fields(form: Mapping[str, Any]) -> None:
    """Read the fields of a published form once: it is asked for at every step of a case."""
    while len(_published) >= MOST_PUBLISHED:
        _published.pop(next(iter(_published)), None)
    _published[id(form)] = (form, _fields_of(form))


def _fields_of(form: Mapping[str, Any]) -> tuple[OwnField, ...]:
    required = set(form.get("required") or ())
    properties = form.get("properties") or {}
    ordered = sorted(properties.items(), key=lambda one: (one[1].get("x-order", 10**6), one[0]))
    fields = [_field(name, schema, name in required) for name, schema in ordered]
    sections = list(dict.fromkeys(field.section for field in fields))
    return tuple(sorted(fields, key=lambda field: sections.index(field.section)))


def sections_of(fields: tuple[OwnField, ...]) -> list[tuple[str, list[OwnField]]]:
    """Return the fields section by section."""
    found: dict[str, list[OwnField]] = {}
    for field in fields:
        found.setdefault(field.section, []).append(field)
    return list(found.items())


def _field(name: str, schema: Mapping[str, Any], required: bool) -> OwnField:
    kind = kind_of(schema)
    assert kind is not None
    text = kind in ("short", "long")
    low, high = ("minLength", "maxLength") if text else ("minimum", "maximum")
    default = {"short": LONGEST_SHORT, "long": LONGEST_LONG}.get(kind)
    listed = schema.get("items", {}) if kind == "several" else schema
    return OwnField(
        name,
        kind,
        label=str(schema.get("title", "")),
        help=str(schema.get("description", "")),
        required=required,
        options=tuple(listed.get("enum", ())),
        low=schema.get(low),
        high=schema.get(high, default),
        check=CHECK_OF.get(schema.get("pattern", ""), ""),
        section=str(schema.get("x-section", "")),
        shared=str(schema.get("x-shared", "")),
        when=_read_condition(schema["x-when"]) if schema.get("x-when") is not None else None,
    )


def parts_of(form: Any) -> dict[str, Any]:
    """Return a form as fields of its matter, `form.<name>`, for comparing and reading; what is not said by those stays under `form`.

    Exact: two forms have the same parts only where they are equal, but for a form that is empty or absent.
    """
    if not isinstance(form, Mapping) or not isinstance(form.get("properties"), Mapping):
        return {"form": form} if form else {}
    properties, required = form["properties"], form.get("required", [])
    listed = [name for name in properties if isinstance(required, list) and name in required]
    parts: dict[str, Any] = {
        f"form.{name}": {**one, "required": name in listed} if isinstance(one, Mapping) else one
        for name, one in properties.items()
    }
    rest = {key: value for key, value in form.items() if key not in ("properties", "required")}
    if sorted(listed) != required and "required" in form:
        rest["required"] = required
    return parts | ({"form": rest} if rest != PLAIN or not properties else {})


def words_of_field(schema: Any, say: Callable[[Any], str] | None = None) -> str:
    """Return one field in words: `整数，必填，1 至 500 的整数`; empty for the frame of a form. `say` puts a condition into words."""
    kind = kind_of(schema) if isinstance(schema, Mapping) else None
    if kind is None or faults_of(
        {**PLAIN, "properties": {"one": {key: one for key, one in schema.items() if key != "required"}}}
    ):
        return json.dumps(schema, ensure_ascii=False, sort_keys=True)
    field = _field("one", schema, bool(schema.get("required")))
    longest = f"最多 {field.high} 个字" if kind in ("short", "long") and field.high and not field.check else ""
    said = [KIND_NAMES[kind], "必填" if field.required else "", field.limits, longest, "、".join(field.options), field.help,
            f"分组：{field.section}" if field.section else "", f"提取{SHARED[field.shared]}" if field.shared else "",
            f"仅适用：{say(schema['x-when'])}" if say and schema.get("x-when") is not None else "",
            f"顺序 {schema['x-order']}" if "x-order" in schema else ""]  # fmt: skip
    return f"{field.label}（{'，'.join(dict.fromkeys(part for part in said if part))}）"


def faults_of(form: Any) -> list[Fault]:
    """Return everything that keeps a form from being published, in the order of the form; nothing for an empty one."""
    if form == {}:
        return []
    if not isinstance(form, Mapping) or form.get("type") != "object" or not isinstance(form.get("properties"), Mapping):
        return [Fault("", "type", "申请表应当是一组栏目（type 为 object，有 properties）。")]
    return [
        *_faults_of_whole(form),
        *(fault for name, one in form["properties"].items() for fault in _faults(name, one)),
    ]


def _faults_of_whole(form: Mapping[str, Any]) -> Iterator[Fault]:
    properties, required = form["properties"], form.get("required", [])
    if strange := sorted(
        str(key) for key in form if key not in ("type", "properties", "required", "additionalProperties")
    ):
        yield Fault("", "keys", f"申请表有不支持的写法：{'、'.join(strange)}。")
    if form.get("additionalProperties") is not False:
        yield Fault("", "additionalProperties", "申请表应当不接受栏目以外的内容（additionalProperties 为 false）。")
    if not properties:
        yield Fault("", "properties", "申请表一个栏目也没有；不需要申请表的，请把它清空。")
    if len(properties) > MOST_FIELDS:
        yield Fault("", "properties", f"申请表有 {len(properties)} 个栏目，最多 {MOST_FIELDS} 个。")
    if not isinstance(required, list) or not all(isinstance(name, str) for name in required):
        yield Fault("", "required", "必填栏目应当是栏目标识的列表。")
    elif unknown := [name for name in required if name not in properties]:
        yield Fault("", "required", f"标为必填的栏目不存在：{'、'.join(unknown)}。")
    elif len(set(required)) < len(required):
        yield Fault("", "required", "有栏目重复标为必填。")
    titles = [one.get("title") for one in properties.values() if isinstance(one, Mapping)]
    for title in dict.fromkeys(str(title) for title in titles if title and titles.count(title) > 1):
        yield Fault("", "title", f"有两个栏目都叫“{title}”，办事人分不清。")


def _faults(name: str, schema: Any) -> Iterator[Fault]:
    plain = name.replace("_", "")
    if not (plain.isascii() and plain.isalnum() and name[:1].isalpha() and len(name) <= 40):
        yield Fault(name, "name", f"栏目标识“{name[:40]}”应当由字母、数字、下划线组成，以字母开头，不超过 40 个字。")
    kind = kind_of(schema) if isinstance(schema, Mapping) else None
    if kind is None:
        yield Fault(name, "type", f"栏目“{name}”的类型不在支持的范围内。")
        return
    said = f"栏目“{schema.get('title') or name}”"
    if strange := sorted(str(key) for key in schema if key not in _TEXT | _KEYS[kind]):
        yield Fault(name, "keys", f"{said}是{KIND_NAMES[kind]}，不能写：{'、'.join(strange)}。")
    yield from _faults_of_words(name, said, schema)
    if kind in ("choice", "several"):
        yield from _faults_of_options(name, said, schema if kind == "choice" else schema.get("items"))
        if kind == "several" and schema.get("uniqueItems") is not True:
            yield Fault(name, "uniqueItems", f"{said}应当写明不能重复选择（uniqueItems 为 true）。")
    else:
        yield from _faults_of_limits(name, said, kind, schema)


def _faults_of_words(name: str, said: str, schema: Mapping[str, Any]) -> Iterator[Fault]:
    title = schema.get("title")
    if not isinstance(title, str) or not title.strip():
        yield Fault(name, "title", f"栏目“{name}”还没有填写名称。")
    for key, most, label in (("title", 60, "名称"), ("description", 200, "填写说明"), ("x-section", 40, "分组")):
        value = schema.get(key, "")
        if not isinstance(value, str):
            yield Fault(name, key, f"{said}的{label}应当是文字。")
        elif len(value) > most:
            yield Fault(name, key, f"{said}的{label}超过了 {most} 个字。")
    order = schema.get("x-order", 0)
    if not isinstance(order, int) or isinstance(order, bool) or not 0 <= order < 10**6:
        yield Fault(name, "x-order", f"{said}的顺序应当是 0 以上的整数。")
    if schema.get("x-when") is not None and _read_condition(schema["x-when"]) is None:
        yield Fault(name, "x-when", f"{said}的适用情形写法不对，请重新选择。")
    if schema.get("x-shared", "") not in ("", *SHARED):
        yield Fault(name, "x-shared", f"{said}要提取的共享数据“{str(schema['x-shared'])[:40]}”没有登记。")


def _faults_of_options(name: str, said: str, listed: Any) -> Iterator[Fault]:
    if not isinstance(listed, Mapping) or listed.get("type") != "string" or not set(listed) - _TEXT <= {"type", "enum"}:
        yield Fault(name, "items", f"{said}的选项写法不在支持的范围内。")
        return
    options = listed.get("enum")
    texts = options if isinstance(options, list) and all(isinstance(one, str) for one in options) else None
    if texts is None or len(texts) < 2:
        yield Fault(name, "enum", f"{said}至少要有两个选项。")
    elif any(not one or one != one.strip() or len(one) > 80 or "\n" in one for one in texts):
        yield Fault(name, "enum", f"{said}有空白或过长（超过 80 个字）的选项。")
    elif len(set(texts)) < len(texts):
        yield Fault(name, "enum", f"{said}有重复的选项。")
    elif len(texts) > MOST_OPTIONS:
        yield Fault(name, "enum", f"{said}有 {len(texts)} 个选项，最多 {MOST_OPTIONS} 个。")


def _faults_of_limits(name: str, said: str, kind: str, schema: Mapping[str, Any]) -> Iterator[Fault]:
    text = kind in ("short", "long")
    low, high = ("minLength", "maxLength") if text else ("minimum", "maximum")
    least, most = (0, LONGEST_SHORT if kind == "short" else LONGEST_LONG) if text else (-LARGEST, LARGEST)
    limits = [schema.get(key) for key in (low, high)]
    if any(one is not None and (not isinstance(one, int) or isinstance(one, bool)) for one in limits):
        yield Fault(name, low, f"{said}的上限和下限应当是整数。")
    elif any(one is not None and not least <= one <= most for one in limits):
        yield Fault(name, low, f"{said}的上限和下限应当在 {least} 至 {most} 之间。")
    elif None not in limits and limits[0] > limits[1]:  # type: ignore[operator]
        yield Fault(name, low, f"{said}的下限 {limits[0]} 大于上限 {limits[1]}。")
    if "pattern" in schema and schema["pattern"] not in CHECK_OF:
        yield Fault(name, "pattern", f"{said}的格式不在支持的范围内：{'、'.join(PATTERN_NAMES.values())}。")
    if kind != "long" and schema.get("x-long") not in (None, False):
        yield Fault(name, "x-long", f"{said}的行数写法不对。")
