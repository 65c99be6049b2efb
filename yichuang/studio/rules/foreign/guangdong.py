"""Matters of Guangdong as published in 2021 (guangdong_policy.jsonl: one JSON object a line)."""

import json
import re
from collections.abc import Iterable
from typing import Any

from yichuang.catalog.rules.handling import MATTER_TYPE_CODES
from yichuang.foundations.rules.identifiers import check_uscc
from yichuang.studio.rules.foreign.records import NOTHING, Record, begin, doubled, materials_of

SOURCE = "广东省公开事项（2021）"
OBJECTS = {
    "自然人": "natural_person",
    "企业法人": "enterprise",
    "非法人企业": "enterprise",
    "事业法人": "non_enterprise",
    "社会组织法人": "non_enterprise",
    "行政机关": "non_enterprise",
    "其他组织": "non_enterprise",
}
KINDS = {"natural_person": "person", "enterprise": "enterprise", "non_enterprise": "other_organisation"}
_LIMIT = re.compile(r"^(\d{1,4})[(（](工作日|自然日|日|天)[)）]$")


def records(text: str) -> list[Record]:
    """Return every matter of the file, also those with oddities; a line that is no JSON object is a record without content."""
    made = [_record(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    doubled(made)
    return made


def _record(number: int, line: str) -> Record:
    try:
        row = json.loads(line)
    except ValueError:
        row = None
    if not isinstance(row, dict):
        broken = begin(number, f"第 {number} 行（无法读取）", f"line-{number}", "")
        broken.odd("整行", "不是 JSON 对象，只留了空白草稿", line[:80])
        return broken
    record = begin(
        number,
        str(row.get("TASK_NAME") or ""),
        str(row.get("TASK_CODE") or f"line-{number}"),
        str(row.get("DEPT_NAME") or ""),
    )
    if not record.name:
        record.name = record.document["name"] = f"第 {number} 行（没有名称）"
        record.odd("名称", "没有事项名称")
    _identity(record, row)
    _limits(record, row)
    _handling(record, row)
    given = row.get("material_intro")
    listed = given if isinstance(given, list) else [] if str(given or "").strip() in NOTHING else [given]
    record.document["materials"] = materials_of(record, listed)
    return record


def _identity(record: Record, row: dict[str, Any]) -> None:
    document, code = record.document, record.code
    document["codes"] = {
        "basic": str(row.get("CATAID") or ""),
        "implementation": code[:31],
        "legacy": "",
        "demo": False,
    }
    document["guide"] = {"handling_code": code if len(code) == 33 else ""}
    if len(code) not in (31, 33):
        record.odd("实施编码", f"应为 31 或 33 位，现为 {len(code)} 位", code)
    elif code[19:31] != document["codes"]["basic"]:
        record.odd("基本编码", "与实施编码的后 12 位不同", f"{document['codes']['basic']} / {code[19:31]}")
    if not check_uscc(code[:18]).ok:
        record.odd("实施编码", "前 18 位不是有效的统一社会信用代码", code[:18])
    kind = str(row.get("matter_type") or "")
    document["matter_type"] = kind
    if kind not in MATTER_TYPE_CODES:
        record.odd("事项类型", "不在事项类型表内", kind)
    main, sub = record.clean("主项", row.get("parentCatalogName")), record.clean("子项", row.get("subCatalogName"))
    document |= {"main_item": main or record.name, "sub_item": sub or record.name, "handling_item": record.name}
    document["provincial"] = {"main_item": main, "sub_item": sub}
    document["exercise_level"] = record.clean("行使层级", row.get("matter_level"))
    said = record.clean("日常用语", row.get("matter_daily"))
    document["note"] = f"日常用语：{said}" if said else ""
    _objects(record, row.get("service_object_name") or [])


def _objects(record: Record, names: Iterable[str]) -> None:
    found = []
    for name in names:
        if name in OBJECTS:
            found.append(OBJECTS[name])
        else:
            record.odd("服务对象", "不认识的服务对象，没有导入", name)
    record.document["service_objects"] = list(dict.fromkeys(found))
    record.document["applicant_kinds"] = list(dict.fromkeys(KINDS[one] for one in found))
    if not found:
        record.odd("服务对象", "没有写明服务对象")


def _limits(record: Record, row: dict[str, Any]) -> None:
    for name, key, title in (
        ("statutory_limit", "handle_time", "法定期限"),
        ("promised_limit", "handle_time_limit", "承诺期限"),
    ):
        said = str(row.get(key) or "").strip()
        found = _LIMIT.match(said)
        if found:
            unit = "workday" if found[2] == "工作日" else "natural_day"
            record.document[name] = {"value": int(found[1]), "unit": unit}
        else:
            record.odd(title, "没有写明" if said in NOTHING else "写法无法识别", said)
    statutory, promised = record.document.get("statutory_limit"), record.document.get("promised_limit")
    if statutory and promised and statutory["unit"] == promised["unit"] and promised["value"] > statutory["value"]:
        record.odd("承诺期限", "长于法定期限", f"{promised['value']} > {statutory['value']}")


def _handling(record: Record, row: dict[str, Any]) -> None:
    document = record.document
    visits = str(row.get("visit_number") or "")
    if not visits.isdigit():
        record.odd("到现场次数", "不是数字", visits)
    place = record.clean("办理地点", row.get("handle_location")).removeprefix("办理地点：").strip()
    hall = bool(place) and "无线下" not in place
    document["channels"] = {
        "hall": hall,
        "online": "full" if visits == "0" else "none",
        "max_visits": int(visits) if visits.isdigit() else 1,
        "appointment": row.get("online_book") == "是",
    }
    document["courier"] = row.get("courier_service") == "是"
    document["guide"] |= {
        "places": place if hall else "",
        "themes_person": [theme for one in row.get("theme_category") or [] if (theme := record.clean("主题分类", one))],
    }
    if standard := record.clean("受理条件", row.get("accept_standard")):
        document["conditions"] = [standard]
    else:
        record.odd("受理条件", "没有写明")
    if joint := record.clean("联办机构", row.get("co_department")):
        document["joint_with"] = re.split(r"(?<=）)、", joint)
