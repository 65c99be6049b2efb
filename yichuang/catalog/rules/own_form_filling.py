"""A matter's own form as it is filled: what was typed read as values, the values judged, and said in words (S2-51, S2-53)."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.catalog.rules.own_form import PATTERNS, OwnField, fields_of
from yichuang.foundations.problems import Reason
from yichuang.foundations.rules.identifiers import (
    check_id_number,
    check_mobile,
    check_postcode,
    check_project_code,
    check_uscc,
)

KEPT = "已填内容都在。"
YES_NO = {"true": True, "false": False}
_NUMBER = re.compile(r"[+-]?[0-9]{1,13}(\.[0-9]{1,4})?")
_CHECKS = {"mobile": check_mobile, "uscc": check_uscc, "postcode": check_postcode, "project_code": check_project_code}


@dataclass(frozen=True)
class Filled:
    """The form as it may be kept: the values of what was filled in, and every reason against it."""

    values: dict[str, Any]
    errors: tuple[Reason, ...]

    @property
    def ok(self) -> bool:
        """Tell whether the form may be received."""
        return not self.errors


def read(form: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed on a page as values, by field; what cannot be read stays as it was typed, for `judge` to refuse.

    `typed` is text by field, a list of texts for a choice of several.
    """
    return {field.name: _read(field, typed[field.name]) for field in fields_of(form) if field.name in typed}


def _read(field: OwnField, typed: Any) -> Any:
    if field.kind == "several":
        return [one for one in typed if one]
    text = str(typed).strip()
    if field.kind in ("integer", "number") and _NUMBER.fullmatch(text):
        whole = float(text)
        return int(text) if "." not in text else int(whole) if whole.is_integer() else whole
    return YES_NO.get(text, text) if field.kind == "yes_no" else text


def tidied(form: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return values without blanks around texts, identifiers in their one spelling, and without what is empty."""
    fields = {field.name: field for field in fields_of(form)}
    found = {name: _tidy(fields.get(name), value) for name, value in given.items()}
    return {name: value for name, value in found.items() if value is not None and value != "" and value != []}


def _tidy(field: OwnField | None, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = value.strip()
    if field is not None and field.check and text:
        return _report(field, text, date.max).value
    return text


def judge(
    form: Mapping[str, Any], given: Mapping[str, Any], *, on: date, asked: Collection[str] | None = None
) -> Filled:
    """Judge a filled form on a day; every error is returned, none stops the next.

    `asked` names the fields that the situation asks for (None: all); what is given of the others is neither judged nor kept.
    """
    fields = fields_of(form)
    unasked = set() if asked is None else {field.name for field in fields if field.name not in asked}
    values = {name: value for name, value in tidied(form, given).items() if name not in unasked}
    errors = [
        reason
        for field in fields
        if field.name not in unasked
        for reason in _errors(field, given.get(field.name), values.get(field.name), on)
    ]
    for name in sorted(set(values) - {field.name for field in fields}):
        message = f"本事项的申请表没有“{name[:40]}”这一栏。"
        errors.append(
            Reason("own_form_unknown", message, place(name[:40]), "S2-51", KEPT, "请刷新页面，按现行申请表填写。")
        )
    return Filled(values, tuple(errors))


def place(name: str) -> str:
    """Return how a reason names a field of the form."""
    return f"own_form.{name}"


def _errors(field: OwnField, given: Any, value: Any, on: date) -> Iterator[Reason]:
    if value is None:
        if field.required:
            yield _reason(field, "required", "没有填写。", "请补填后再提交。")
    elif wrong := _wrong_type(field, value):
        yield _reason(field, "own_form", *wrong)
    elif field.check:
        for text in _report(field, str(given).strip(), on).errors:
            yield _reason(field, "identifier", f"：{text}", "请对照证件逐位核对后更正。")
    elif field.kind in ("short", "long"):
        yield from _length(field, len(value))
    elif field.kind in ("integer", "number") and not _within(field, value):
        yield _reason(field, "own_form", f"应为{field.limits}。", "请核对后更正。")


def _within(field: OwnField, value: float) -> bool:
    return (field.low is None or value >= field.low) and (field.high is None or value <= field.high)


def _wrong_type(field: OwnField, value: Any) -> tuple[str, str] | None:
    """Return what to say of a value that is not of the field's kind at all."""
    number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 10**15
    fits: bool
    match field.kind:
        case "integer":
            fits, said = number and float(value).is_integer(), "应为整数。"
        case "number":
            fits, said = number, "应为数字，最多四位小数。"
        case "yes_no":
            fits, said = isinstance(value, bool), "应选是或否。"
        case "date":
            fits, said = _is_date(value), "应为日期，如 2026-11-28。"
        case "choice":
            fits, said = value in field.options, "不是可选的内容。"
        case "several":
            fits = isinstance(value, list) and all(one in field.options for one in value) and _once(value)
            said = "有不可选或重复的内容。"
        case _:
            fits, said = isinstance(value, str) and (field.kind == "long" or "\n" not in value), "应为一行文字。"
    return None if fits else (said, "请核对后更正。")


def _once(value: list[Any]) -> bool:
    return len({str(one) for one in value}) == len(value)


def _is_date(value: Any) -> bool:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _length(field: OwnField, length: int) -> Iterator[Reason]:
    if field.high is not None and length > field.high:
        yield _reason(field, "too_long", f"有 {length} 个字，超过了 {field.high} 个字。", "请缩短后重新填写。")
    if field.low is not None and length < field.low:
        yield _reason(field, "own_form", f"只有 {length} 个字，至少 {field.low} 个字。", "请补充完整。")


def _report(field: OwnField, text: str, on: date) -> Any:
    report = check_id_number(text, on=on) if field.check == "id_number" else _CHECKS[field.check](text)
    if report.ok and not re.fullmatch(PATTERNS[field.check], report.value):
        return type(report)(False, report.value, (f"不是{field.label}的写法。",))
    return report


def _reason(field: OwnField, code: str, said: str, todo: str) -> Reason:
    return Reason(code, f"“{field.label}”{said}", place(field.name), "S2-51", KEPT, todo)


def said(value: Any) -> str:
    """Return a value as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
