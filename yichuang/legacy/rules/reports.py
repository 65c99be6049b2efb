"""Reports of a handled case, the same in both directions: `accepted`, `refused`, `correction_requested`, `special_begin`, `special_end`,
`node_changed`, `extended`, `concluded` of the contract (docs/exchange.md) as legacy messages, and back.

A legacy officer has a name and no number: the name stands for both, so that two officers of one name count as one (行政许可法 34 is then
not met, and the platform says so).
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from yichuang.legacy.rules import tables
from yichuang.legacy.rules.careful_xml import BadXml, Node, fields_of, read, record, written
from yichuang.legacy.rules.tables import MESSAGES, Table

CHINA = ZoneInfo("Asia/Shanghai")
UNSAID = datetime(2000, 1, 1, tzinfo=UTC)
LONGEST_ID = 24
WORDS = {"granted": "准予", "denied": "不予"}
DELETED = "D"
# When a message was made and sent says nothing about what it says: the same news sent again has another one.
OF_THE_SENDING = frozenset({"CREATE_TIME", "DATAVERSION"})
EXTENDED, EXTENSION = "extended", re.compile(r"DAYS=([0-9]{1,3})\s*;\s*REASON=(.+)", re.DOTALL)
PROJID = re.compile(r"<PROJID>\s*(\w{1,40})\s*</PROJID>")
INCOMING = ("accept", "patchApply", "specialBegin", "specialEnd", "nodeinfo", "transact", "projIdFeedback")
FILE_KEY = "file_key"


class BadMessage(ValueError):
    """Raised for a message that cannot be understood, with Chinese sentences saying what is wrong."""


@dataclass(frozen=True)
class Heard:
    """What a legacy message says: the case, the contract's type and data, when, the files' keys, and an id made from its content."""

    number: str
    type: str
    data: dict[str, Any]
    at: datetime
    id: str
    files: tuple[str, ...] = ()


@dataclass
class Parts:
    """A message's form fields as records of leaves, by the name of the field."""

    records: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    files: tuple[str, ...] = ()

    def one(self, name: str) -> dict[str, str]:
        """Return the one record of a field."""
        return self.records.get(name, [{}])[0]


def leaves(table: Table, facts: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return a table's elements with what the facts say, empty where there is no source."""
    return [(line.name, facts.get(line.fact, "") if line.fact else "") for line in table]


def facts_in(table: Table, found: Mapping[str, str], where: str) -> dict[str, str]:
    """Return the facts that a record says. :raises BadMessage: naming each element that must not be missing."""
    missing = [line for line in table if line.needed and not found.get(line.name)]
    if missing:
        raise BadMessage("；".join(f"{where} 缺少 {line.name}（{line.means}）" for line in missing))
    return {line.fact: found.get(line.name, "") for line in table if line.fact}


# --- our words → XML


def say(type_: str, data: Mapping[str, Any], around: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Return message name and form fields of a report; `around` has the facts that every message needs (number, time, division…)."""
    facts = {**around, **_flat(type_, data)}
    name = _SAYS[type_]
    fields = {part: written(record(leaves(table, facts))) for part, table, many in MESSAGES[name].parts if not many}
    if type_ == "correction_requested":
        fields["patchAttrXml"] = _records(tables.PATCH_ATTR, _items(data["items"], around))
    if type_ in ("node_changed", "extended"):
        fields["projid"] = around["number"]
    if type_ == "concluded" and (file := around.get(FILE_KEY)):
        result = {
            **around,
            "name": facts["result_name"],
            "unid": f"{around['number']}-result",
            "place": "1",
            "taken": "1",
        }
        keys = {"file_name": around.get("file_name", ""), FILE_KEY: file, "file_ticket": around.get("file_ticket", "")}
        fields["attrXml"] = written(Node("RECORDS", children=[attribute(result, [keys])]))
    return name, fields


def attribute(facts: Mapping[str, str], files: Iterable[Mapping[str, str]]) -> Node:
    """Return one record of attrXml with its files."""
    listed = [Node("FILEINFO", children=record(leaves(tables.FILE_INFO, one)).children) for one in files]
    return record(leaves(tables.ATTR, facts), Node("FILES", children=listed))


def _records(table: Table, rows: Iterable[Mapping[str, str]]) -> str:
    return written(Node("RECORDS", children=[record(leaves(table, row)) for row in rows]))


def _items(items: Sequence[Mapping[str, str]], around: Mapping[str, str]) -> list[dict[str, str]]:
    return [
        {**around, **{name: str(one.get(name, "")) for name in ("material", "name", "what", "todo")},
         "place": str(place), "unid": f"{around['number']}-{place}"}
        for place, one in enumerate(items, 1)
    ]  # fmt: skip


_SAYS = {
    "accepted": "accept",
    "refused": "accept",
    "correction_requested": "patchApply",
    "special_begin": "specialBegin",
    "special_end": "specialEnd",
    "node_changed": "nodeinfo",
    "extended": "nodeinfo",
    "concluded": "transact",
}


def _flat(type_: str, data: Mapping[str, Any]) -> dict[str, str]:
    flat = {key: str(value) for key, value in data.items() if isinstance(value, str | int | date)}
    flat["handler"] = (data.get("handler") or {}).get("name", "")
    flat["second_handler"] = (data.get("second_handler") or {}).get("name", "")
    if type_ == "concluded":
        flat["outcome"] = WORDS[data["outcome"]]
        flat |= {f"result_{key}": str((data.get("result") or {}).get(key, "")) for key in ("name", "number")}
    if type_ == "extended":
        flat |= extension(data.get("days", ""), str(data.get("reasons") or ""))
    flat["sync"] = DELETED if type_ == "refused" else "I"
    return flat


def extension(days: object, reasons: str) -> dict[str, str]:
    """Return what a nodeinfo says of an extension (行政许可法 42), which has no message of its own: days and reasons stand in EXTEND."""
    said = f"DAYS={days};REASON={reasons}"
    return {"node": EXTENDED, "name": f"延长期限 {days} 个工作日", "extend": said}


# --- XML → our words


def hear(name: str, given: Mapping[str, str]) -> Heard:
    """Return what a message from a department's system says.

    :raises BadMessage: with everything that is wrong with it, in Chinese.
    """
    parts = parts_of(name, given)
    first, table, _ = MESSAGES[name].parts[0]
    facts = facts_in(table, parts.one(first), first)
    if name == "nodeinfo" and given.get("projid", facts["number"]).strip() != facts["number"]:
        raise BadMessage("projid 与 nodeTransXml 里的 PROJID 不一致")
    type_, data = _HEARS[name](facts, parts)
    return Heard(facts["number"], type_, data, instant(facts.get("at", "")), _id_of(name, parts), parts.files)


@dataclass(frozen=True)
class Named:
    """How a message calls itself, as far as it can be read: the case, the contract's type or the message's name, the id of its content."""

    number: str
    type: str
    id: str = ""


def named(name: str, given: Mapping[str, str]) -> Named:
    """Return what is put on record of a message that took no effect; one that cannot be read has the number that stands in its text."""
    try:
        heard = hear(name, given)
    except (BadMessage, KeyError):
        found = next(filter(None, map(PROJID.search, given.values())), None)
        return Named(found[1] if found else given.get("projid", "").strip(), name)
    return Named(heard.number, heard.type, heard.id)


def parts_of(name: str, given: Mapping[str, str]) -> Parts:
    """Return the records of a message's form fields. :raises BadMessage: for what is no XML of ours, or the first field missing."""
    parts, faults = Parts(), []
    for place, (part, _, many) in enumerate(MESSAGES[name].parts):
        text = given.get(part, "")
        if not text.strip():
            if not place:
                faults.append(f"缺少参数 {part}")
            continue
        try:
            root = read(text)
            parts.records[part], files = _rows(root, many)
            parts.files += files
        except BadXml as error:
            faults.append(f"{part} {error}")
    if faults:
        raise BadMessage("；".join(faults))
    return parts


def _rows(root: Node, many: bool) -> tuple[list[dict[str, str]], tuple[str, ...]]:
    """Return a document's records and the keys of the files they name."""
    wanted = "RECORDS" if many else "RECORD"
    if root.name != wanted:
        raise BadXml(f"的根元素是 {root.name}，应为 {wanted}")
    nodes = root.children if many else [root]
    if many and any(node.name != "RECORD" for node in nodes):
        raise BadXml("的 RECORDS 里只能有 RECORD")
    keys = [
        fields_of(info).get("FILEURL", "")
        for node in nodes
        for listed in node.all("FILES")
        for info in listed.all("FILEINFO")
    ]
    return [fields_of(node) for node in nodes], tuple(key for key in keys if key)


def _handler(facts: Mapping[str, str], name: str = "handler") -> dict[str, str]:
    return {"id": facts[name][:LONGEST_ID], "name": facts[name]}


def _accept(facts: dict[str, str], parts: Parts) -> tuple[str, dict[str, Any]]:
    if facts.get("sync") != DELETED:
        return "accepted", {"handler": _handler(facts)}
    return "refused", {
        "handler": _handler(facts), "reasons": facts["reasons"], "legal_basis": facts["legal_basis"],
    }  # fmt: skip


def _patch(facts: dict[str, str], parts: Parts) -> tuple[str, dict[str, Any]]:
    rows = parts.records.get("patchAttrXml", [])
    if not rows:
        raise BadMessage("patchAttrXml 没有一项需要补正的材料")
    found = [facts_in(tables.PATCH_ATTR, row, f"patchAttrXml 第 {place} 项") for place, row in enumerate(rows, 1)]
    items = [{name: one[name] for name in ("material", "name", "what", "todo")} for one in found]
    return "correction_requested", {"handler": _handler(facts), "items": items}


def _special_begin(facts: dict[str, str], parts: Parts) -> tuple[str, dict[str, Any]]:
    names = ("procedure", "legal_basis", "reason", "served_how")
    days = facts["expected_days"]
    if not (days.isascii() and days.isdigit() and len(days) <= 3):
        raise BadMessage("SPECIAL_DAYS 应为 0 到 999 的整数")
    try:
        served = date.fromisoformat(facts["notice_served_on"]).isoformat()
    except ValueError:
        raise BadMessage("NOTICE_DATE 应为日期（如 2026-11-28）") from None
    said = {name: facts[name] for name in names}
    return "special_begin", {
        "handler": _handler(facts), **said, "expected_days": int(days), "notice_served_on": served,
    }  # fmt: skip


def _special_end(facts: dict[str, str], parts: Parts) -> tuple[str, dict[str, Any]]:
    return "special_end", {"handler": _handler(facts), "outcome": facts["outcome"]}


def _node(facts: dict[str, str], parts: Parts) -> tuple[str, dict[str, Any]]:
    if facts["node"] == EXTENDED:
        found = EXTENSION.fullmatch(facts["extend"].strip())
        if found is None:
            raise BadMessage("NODE_ID 为 extended（延长期限）时，EXTEND 应写作 DAYS=工作日数;REASON=理由")
        return "extended", {"handler": _handler(facts), "days": int(found[1]), "reasons": found[2].strip()}
    return "node_changed", {"handler": _handler(facts), "node": facts["node"], "name": facts["name"]}


def _transact(facts: dict[str, str], parts: Parts) -> tuple[str, dict[str, Any]]:
    outcome = next((code for code, word in WORDS.items() if word == facts["outcome"]), "")
    if not outcome:
        raise BadMessage("TRANSACT_RESULT 应为“准予”或“不予”")
    if len(parts.files) > 1:
        raise BadMessage("办结只能带一个结果文件")
    data: dict[str, Any] = {
        "handler": _handler(facts),
        "outcome": outcome,
        "reasons": facts["reasons"],
        "legal_basis": facts["legal_basis"],
        "result": {"name": facts["result_name"], "number": facts["result_number"]},
    }
    if facts["second_handler"]:
        data["second_handler"] = _handler(facts, "second_handler")
    return "concluded", data


def _proj_id(facts: dict[str, str], parts: Parts) -> tuple[str, dict[str, Any]]:
    if not 1 <= len(facts["own_number"]) <= 64:
        raise BadMessage("OWN_ID 应为 1 到 64 个字")
    return "number_fed_back", {"own_number": facts["own_number"]}


_HEARS = {
    "accept": _accept,
    "patchApply": _patch,
    "specialBegin": _special_begin,
    "specialEnd": _special_end,
    "nodeinfo": _node,
    "transact": _transact,
    "projIdFeedback": _proj_id,
}


def instant(text: str) -> datetime:
    """Return a time as such systems write it (Chinese time), a fixed one where none is said. :raises BadMessage: for what is no time."""
    if not text:
        return UNSAID
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=CHINA)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadMessage(f"时间“{text[:40]}”应写作 2026-11-28 10:00:00") from None


def moment(at: datetime) -> str:
    """Return an instant as such systems write it."""
    return at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")


def _id_of(name: str, parts: Parts) -> str:
    """Return an id that the same content always has: these messages have none of their own."""
    said = {
        part: [{key: value for key, value in row.items() if key not in OF_THE_SENDING} for row in rows]
        for part, rows in parts.records.items()
    }
    text = json.dumps([name, said, parts.files], ensure_ascii=False, sort_keys=True)
    return f"legacy-{name}-{hashlib.sha256(text.encode()).hexdigest()[:40]}"
