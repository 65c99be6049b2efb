"""What a converter makes of one published matter, and what all converters share: telephone numbers stay out, names stay as they are."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from yichuang.studio.rules.blank import blank_document

NOTHING = frozenset({"", "无", "/", "暂无", "None", "null"})
LEFT_OUT = "（电话略）"
# Land lines with their area code, mobile numbers, and seven or eight digits that follow a word for telephone.
_PHONE = re.compile(
    r"(?<![\d.])(?:[（(]?0\d{2,3}[)）]?[-－—\s]?\d{7,8}(?:[-－—]\d{1,5})?|1[3-9]\d{9}|[48]00[-－—]?\d{3,4}[-－—]?\d{3,4})(?!\d)"
    r"|(?<=电话)[:：]?\s*\d{7,8}(?!\d)"
)


@dataclass(frozen=True)
class Oddity:
    """Something in a record that could not be taken as it is: the field, the reason, what stood there."""

    field: str
    reason: str
    shown: str = ""


@dataclass
class Record:
    """One published matter: where it stood, what it is called, its own code, whose it is, the draft's document, the oddities."""

    number: int
    name: str
    code: str
    source: str
    document: dict[str, Any] = field(default_factory=dict)
    oddities: list[Oddity] = field(default_factory=list)

    def odd(self, field_: str, reason: str, shown: object = "") -> None:
        """Note an oddity."""
        self.oddities.append(Oddity(field_, reason, str(shown)[:120]))

    def clean(self, field_: str, value: object) -> str:
        """Return a text of the record without telephone numbers; empty where the source writes that there is nothing."""
        text = str(value if value is not None else "").strip()
        if text in NOTHING:
            return ""
        bare = _PHONE.sub(LEFT_OUT, text)
        if bare != text:
            self.odd(field_, "文中的电话号码没有导入")
        return bare


def begin(number: int, name: str, code: str, source: str) -> Record:
    """Return a record whose document is blank but for what every source tells; limits that nobody stated are left open."""
    record = Record(number, " ".join(name.split()), code, source)
    record.document = blank_document(key="", name=record.name, department="")
    del record.document["statutory_limit"], record.document["promised_limit"]
    return record


def materials_of(record: Record, names: Iterable[object]) -> list[dict[str, Any]]:
    """Return materials by their names; the names stay as the department wrote them (S2-15: a hint, never a rewrite)."""
    made: list[dict[str, Any]] = []
    for place, given in enumerate(names, start=1):
        name = record.clean("材料", given)
        if not name:
            record.odd("材料", f"第 {place} 份材料没有名称，没有导入", given)
            continue
        if any(material["name"] == name for material in made):
            record.odd("材料", "材料名称重复，两份都已导入", name)
        made.append({"id": f"m{len(made) + 1}", "name": name})
    if not made:
        record.odd("材料", "没有列出材料")
    return made


def doubled(records: Iterable[Record]) -> None:
    """Note the records whose code, or whose name in one department, stands in the file more than once."""
    codes: dict[str, int] = {}
    names: dict[tuple[str, str], int] = {}
    for record in records:
        if record.code in codes:
            record.odd("编码", f"编码与第 {codes[record.code]} 条相同", record.code)
        if (record.source, record.name) in names:
            record.odd("名称", f"同一部门下与第 {names[record.source, record.name]} 条同名", record.name)
        codes.setdefault(record.code, record.number)
        names.setdefault((record.source, record.name), record.number)
