"""Matters of 广安市前锋区 (guangan_qianfeng_matters.json: departments, main items, sub items with a link that holds code and type)."""

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from yichuang.studio.rules.foreign.records import Record, begin, doubled, materials_of

SOURCE = "广安市前锋区公开事项"
TYPES = {
    "1": "行政许可",
    "5": "行政给付",
    "7": "行政确认",
    "8": "行政奖励",
    "9": "行政裁决",
    "10": "其他行政权力",
    "20": "公共服务",
}
UNSORTED = "未分类"


def records(text: str) -> list[Record]:
    """Return every matter of the file; the list has names, codes and types, and says nothing of limits, conditions and materials."""
    made: list[Record] = []
    for department in json.loads(text):
        for main in department["items"]:
            made += [
                _record(len(made) + number, department["department"], main["main_item"], row)
                for number, row in enumerate(main["sub_items"], start=1)
            ]
    doubled(made)
    return made


def _record(number: int, department: str, main: str, row: dict[str, Any]) -> Record:
    asked = {name: values[0] for name, values in parse_qs(urlsplit(row.get("link") or "").query).items()}
    code = asked.get("itemCode", f"item-{number}")
    record = begin(number, row.get("name") or f"第 {number} 条（没有名称）", code, department)
    document = record.document
    if not row.get("name"):
        record.odd("名称", "没有事项名称")
    document["matter_type"] = TYPES.get(asked.get("taskType", ""), "")
    if not document["matter_type"]:
        record.odd("事项类型", "链接中的类型不认识", asked.get("taskType", ""))
    if main == UNSORTED:
        record.odd("主项", "来源中未分类，暂以事项名称为主项")
    document["main_item"] = record.name if main == UNSORTED else main
    document["codes"]["legacy"] = code
    basic = code.partition("-")[0]
    if re.fullmatch(r"[0-9A-Z]{12}", basic):
        document["codes"]["basic"] = basic
    else:
        record.odd("基本编码", "来源用的不是 12 位基本编码，原码存为旧编码", code)
    if "itemCode" not in asked:
        record.odd("编码", "链接中没有编码", row.get("link", ""))
    record.odd("期限", "来源没有写明法定和承诺期限")
    document["materials"] = materials_of(record, ())
    return record
