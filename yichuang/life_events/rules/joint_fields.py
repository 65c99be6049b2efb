"""Fields of several forms seen together: folded labels, the strictest common row, what two fields differ in (S2-25, S2-51)."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from yichuang.catalog.rules.own_form import KIND_NAMES, PATTERN_NAMES, PATTERNS, PLAIN, OwnField, faults_of, fields_of
from yichuang.catalog.rules.own_form import rows_of as rows_of
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.life_events.rules.spec import JointField

_MARKS = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"[（(\[【].*?[）)\]】]")
# What a person's particulars are called: “参保人姓名” and “持卡人姓名” may be one person's name; only the composer knows.
PARTICULARS = (
    "姓名", "性别", "出生日期", "身份证号码", "证件号码", "死者关系", "手机号", "手机", "联系电话", "地址", "银行账号", "开户银行",
)  # fmt: skip
# Conditions of a member's own facts and its layout mean nothing in the merged form.
_LOCAL = ("x-when", "x-order", "x-section")


def folded(text: str) -> str:
    """Return a label without width, case, spaces and punctuation, so that 联系人（手机） is 联系人(手机)."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text).lower())


def near(label: str) -> str:
    """Return what a label has in common with others that may mean the same: its particular, else itself without brackets."""
    plain = folded(_BRACKETS.sub("", unicodedata.normalize("NFKC", label)))
    return next((one for one in PARTICULARS if plain.endswith(one)), plain)


def own_fields(spec: MatterSpec) -> dict[str, OwnField]:
    """Return a matter's own fields by name; a form with faults has none (the matter's own prover says what is wrong with it)."""
    return {} if faults_of(spec.form) else {field.name: field for field in fields_of(spec.form)}


def read_row(one: JointField) -> OwnField | None:
    """Return a joint field's row, read; None where it has faults."""
    form = {**PLAIN, "properties": {"one": one.row}, "required": ["one"] if one.required else []}
    return None if faults_of(form) else fields_of(form)[0]


def words_of(field: OwnField) -> str:
    """Return what may be filled in, in words: `单选，必填，男、女`."""
    longest = f"最多 {field.high} 个字" if field.kind in ("short", "long") and field.high and not field.check else ""
    said = (
        KIND_NAMES[field.kind],
        "必填" if field.required else "选填",
        field.limits,
        longest,
        "、".join(field.options),
    )
    return "，".join(dict.fromkeys(part for part in said if part))


ASPECTS: dict[str, str] = {
    "kind": "类型",
    "options": "选项",
    "length": "长短或大小",
    "required": "是否必填",
    "check": "格式",
}


def differing(fields: Sequence[OwnField]) -> tuple[str, ...]:
    """Return in which aspects fields differ: kind, options, length, required, check."""
    seen: Mapping[str, set[Any]] = {
        "kind": {one.kind for one in fields},
        "options": {frozenset(one.options) for one in fields},
        "length": {(one.low, one.high) for one in fields},
        "required": {one.required for one in fields},
        "check": {one.check for one in fields},
    }
    return tuple(aspect for aspect in ASPECTS if len(seen[aspect]) > 1)


def strictest(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return one row that whatever fits it fits all of these: the narrowest limits, the common options; None where there is none.

    Shared data fills it only where it fills every one the same: a card's holder may be the applicant himself, the newborn of another
    matter is not.
    """
    first = {key: value for key, value in rows[0].items() if key not in _LOCAL}
    if len({(row.get("type"), row.get("format"), bool(row.get("x-long")), "enum" in row) for row in rows}) > 1:
        return None
    if len({row.get("x-shared", "") for row in rows}) > 1:
        first.pop("x-shared", None)
    for low, high in (("minLength", "maxLength"), ("minimum", "maximum")):
        bounds = {low: max(_given(rows, low), default=None), high: min(_given(rows, high), default=None)}
        first |= {key: value for key, value in bounds.items() if value is not None}
        if None not in bounds.values() and bounds[low] > bounds[high]:  # type: ignore[operator]
            return None
    patterns = {row["pattern"] for row in rows if "pattern" in row}
    if len(patterns) > 1:
        return None
    if patterns:
        first["pattern"] = patterns.pop()
    return _with_options(first, rows)


def _given(rows: Iterable[Mapping[str, Any]], key: str) -> list[int]:
    return [row[key] for row in rows if isinstance(row.get(key), int)]


def _with_options(first: dict[str, Any], rows: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    listed = [row.get("enum") or row.get("items", {}).get("enum") for row in rows]
    if not any(listed):
        return first
    common = [one for one in listed[0] or () if all(one in (other or ()) for other in listed)]
    if len(common) < 2:
        return None
    if "enum" in first:
        return {**first, "enum": common}
    return {**first, "items": {**first["items"], "enum": common}}


def misfits(joint: OwnField, fed: OwnField) -> list[str]:
    """Return in Chinese why a value of the joint field may not be taken by the field it feeds; nothing where it always fits."""
    if (joint.kind, fed.kind) not in _TAKES and joint.kind != fed.kind:
        return [f"合并栏目是{KIND_NAMES[joint.kind]}，它要的是{KIND_NAMES[fed.kind]}"]
    said = []
    if extra := [one for one in joint.options if fed.options and one not in fed.options]:
        said.append(f"合并栏目的选项“{'”“'.join(extra)}”它没有")
    if joint.kind == fed.kind or fed.kind == "long":
        if fed.high is not None and not fed.check and not joint.check and (joint.high is None or joint.high > fed.high):
            said.append(f"它最多 {fed.high}，合并栏目可以到 {joint.high if joint.high is not None else '不限'}")
        if fed.low is not None and not joint.check and (joint.low is None or joint.low < fed.low):
            said.append(f"它至少 {fed.low}，合并栏目可以从 {joint.low if joint.low is not None else '不限'}")
    if joint.kind == "choice" and fed.kind in ("short", "long"):
        if fed.high is not None and (long := [one for one in joint.options if len(one) > fed.high]):
            said.append(f"选项“{'”“'.join(long)}”超过它的 {fed.high} 个字")
        if fed.low is not None and (small := [one for one in joint.options if len(one) < fed.low]):
            said.append(f"选项“{'”“'.join(small)}”不到它的 {fed.low} 个字")
    if fed.check and joint.check != fed.check and not _all_match(joint, fed):
        said.append(f"它要求{PATTERN_NAMES[fed.check]}的格式，合并栏目没有要求")
    return said


# A choice is a short text to whoever takes texts, a whole number is a number.
_TAKES = {("short", "long"), ("choice", "short"), ("choice", "long"), ("integer", "number")}


def _all_match(joint: OwnField, fed: OwnField) -> bool:
    return bool(joint.options) and all(re.fullmatch(PATTERNS[fed.check], one) for one in joint.options)
