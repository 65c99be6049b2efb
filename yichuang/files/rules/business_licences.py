"""营业执照: what the lines on a business licence mean, one-column (2014) and two-column (2019) forms, companies and
个体工商户."""

import re
from collections.abc import Mapping, Sequence

from yichuang.files.rules.fields import (
    LONG_TERM,
    OK,
    Check,
    FieldReading,
    dates_in,
    is_long_term,
    taken,
    uscc_in,
    verdict,
)
from yichuang.files.rules.layout import Cell, Value, cut, gather

LABELS = {
    "uscc": "统?一?社会信用代码",
    "name": "名称(?!预先)",
    "type": "类型|主体类型|组成形式",
    "legal_person": "法定代表人|经营者|负责人|投资人|执行事务合伙人",
    "capital": "注册资本|出资额",
    "established": "成立日期|注册日期",
    "validity": "营业期限|经营期限|合伙期限|有效期限",
    "address": "住所|主要经营场所|经营场所|营业场所",
    "scope": "经营范围|业务范围",
    "registrar": "登记机关",
}
_LONG = ("name", "type", "address", "scope")
_TITLE = re.compile("营业执照|营业执昭")


def read_licence(cells: Sequence[Cell], check_uscc: Check) -> dict[str, FieldReading]:
    """Return the fields of a business licence; empty when the lines are not one's."""
    pieces = cut(cells, LABELS, inside=False)
    labels = {piece.label for piece in pieces if piece.label}
    titled = any(_TITLE.search(piece.text) for piece in pieces)
    if len(labels - {"validity", "address"}) + 2 * titled < 3:
        return {}
    values = gather(pieces, _LONG)
    fields = {
        name: taken(values[name], text)
        for name in ("capital", *_LONG)
        if name in values and (text := _text(name, values[name].text))
    }
    if code := _code(values, pieces, check_uscc):
        fields["uscc"] = code
    if "legal_person" in values and (person := re.sub(r"[^\w·]", "", values["legal_person"].text)):
        fields["legal_person"] = taken(values["legal_person"], person)
    if "established" in values and (days := dates_in(values["established"].text)):
        fields["established"] = taken(values["established"], days[0].isoformat())
    return fields | _validity(values, fields.get("established"))


def _text(name: str, text: str) -> str:
    text = text.replace("(", "（").replace(")", "）").replace(";", "；").replace(",", "，")
    return text if name == "scope" else text.strip("，。；、")


def _code(values: Mapping[str, Value], pieces: Sequence[Cell], check_uscc: Check) -> FieldReading | None:
    at_label = [values["uscc"]] if "uscc" in values else []
    failed = None
    for value in (*at_label, *(Value((piece,)) for piece in pieces)):
        found = uscc_in(value.text, check_uscc)
        if found and found[1] == OK:
            return taken(value, *found)
        failed = failed or (taken(value, *found) if found else None)
    return failed


def _validity(values: Mapping[str, Value], established: FieldReading | None) -> dict[str, FieldReading]:
    value = values.get("validity")
    if value is None:
        return {}
    days = dates_in(value.text)
    fields: dict[str, FieldReading] = {}
    if days and (len(days) > 1 or is_long_term(value.text)):
        agrees = verdict(days[0].isoformat() == established.value) if established else None
        fields["valid_from"] = taken(value, days[0].isoformat(), OK if agrees == OK else None)
    if len(days) > 1:
        fields["valid_until"] = taken(value, days[1].isoformat(), verdict(days[0] < days[1]))
    elif is_long_term(value.text):
        fields["valid_until"] = taken(value, LONG_TERM, OK)
    return fields
