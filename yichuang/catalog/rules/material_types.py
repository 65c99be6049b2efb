"""What may stand in the material dictionary, and how its history reads (S2-15)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from yichuang.catalog.rules.alternatives import TITLE, alternatives
from yichuang.catalog.rules.dictionary import ISSUER_KIND_NAMES, KIND_NAMES, LONGEST_NAME, Dictionary
from yichuang.catalog.rules.naming_words import VAGUE
from yichuang.catalog.rules.search_text import normalise
from yichuang.foundations.problems import Reason

KEPT = "词典没有改动。"
KEY = re.compile(r"[a-z][a-z0-9_]{1,59}")
# What stands behind /catalog/dictionary/ in the addresses of pages that are no type.
TAKEN_ADDRESSES = frozenset({"add", "export", "choices", "proposals"})
MOST_ALIASES = 30
FIELDS: dict[str, str] = {
    "standard_name": "标准名称",
    "aliases": "别名",
    "issuer": "发证（出具）机关",
    "issuer_kind": "机关性质",
    "kind": "类别",
    "e_licence": "电子证照",
    "e_licence_type": "电子证照类型代码",
    "sharing_api": "共享接口",
    "online_check": "网上核验地址",
    "note": "说明",
}
# How the list may be sorted: the name in the address → the columns.
SORTS = {"name": ["standard_name"], "kind": ["kind", "standard_name"], "issuer": ["issuer", "standard_name"]}
LENGTHS = {
    "standard_name": LONGEST_NAME,
    "issuer": 80,
    "e_licence_type": 60,
    "sharing_api": 80,
    "online_check": 200,
    "note": 300,
}


@dataclass(frozen=True)
class TypeEntry:
    """Everything that is written down about one type, as it comes from a form, the API or a file."""

    standard_name: str
    aliases: tuple[str, ...] = field(default=())
    issuer: str = ""
    issuer_kind: str = "government"
    kind: str = "other"
    e_licence: bool = False
    e_licence_type: str = ""
    sharing_api: str = ""
    online_check: str = ""
    note: str = ""

    def trimmed(self) -> "TypeEntry":
        """Return the entry without blanks around texts, without empty and doubled aliases."""
        texts: dict[str, Any] = {name: text.strip() for name, text in asdict(self).items() if isinstance(text, str)}
        names = (alias.strip() for alias in self.aliases)
        return replace(self, **texts, aliases=tuple(dict.fromkeys(name for name in names if name)))

    def columns(self) -> dict[str, Any]:
        """Return the fields as the table keeps them."""
        return {**asdict(self), "aliases": list(self.aliases)}


def faults(entry: TypeEntry, others: Dictionary) -> list[Reason]:
    """Return every reason why the entry may not stand beside the other types."""
    return [*_faults_of_fields(entry), *_faults_of_names(entry, others)]


def faults_of_key(key: str) -> list[Reason]:
    """Return what is wrong with the key of a new type."""
    if key in TAKEN_ADDRESSES:
        return [_reason("key", f"“{key}”是系统页面的地址，不能作编号。", "key", "请换一个编号。")]
    if KEY.fullmatch(key):
        return []
    todo = "请用小写字母开头，只含小写字母、数字和下划线，例如 id_card。"
    return [_reason("key", f"编号“{key}”的写法不对。", "key", todo)]


def faults_together(entries: Mapping[str, TypeEntry], others: Dictionary) -> list[Reason]:
    """Return every reason why new types, by key, may not all stand beside the others and beside each other."""
    reasons: list[Reason] = []
    named: dict[str, TypeEntry] = {}
    for key, entry in entries.items():
        reasons += [*faults_of_key(key), *faults(entry, others)]
        for name in (entry.standard_name, *entry.aliases):
            first = named.setdefault(normalise(name), entry)
            if first is not entry:
                reasons.append(_taken(name, "aliases", first.standard_name))
    return reasons


def _taken(name: str, where: str, owner: str) -> Reason:
    said = f"“{name}”已经是“{owner}”的名称，一个名称只能指一种材料。"
    return _reason("taken", said, where, "请核对是否就是那一种；确实相同的，请用“合并”。", rule="S2-15")


def _faults_of_fields(entry: TypeEntry) -> Iterator[Reason]:
    if not entry.standard_name:
        yield _reason("required", "没有填写标准名称。", "standard_name", "请填写标准名称。")
    for name, longest in LENGTHS.items():
        if len(getattr(entry, name)) > longest:
            yield _reason("long", f"“{FIELDS[name]}”超过 {longest} 字。", name, "请缩短。")
    if len(entry.aliases) > MOST_ALIASES:
        yield _reason("many", f"别名超过 {MOST_ALIASES} 个。", "aliases", "请只留常见的写法。")
    if long := [alias for alias in entry.aliases if len(alias) > LONGEST_NAME]:
        yield _reason("long", f"别名“{long[0][:20]}…”超过 {LONGEST_NAME} 字。", "aliases", "请缩短。")
    for name, known in (("kind", KIND_NAMES), ("issuer_kind", ISSUER_KIND_NAMES)):
        if getattr(entry, name) not in known:
            yield _reason(
                "unknown",
                f"没有“{getattr(entry, name)}”这一种{FIELDS[name]}。",
                name,
                f"请在{'、'.join(known.values())}中选择。",
            )
    if entry.online_check and not re.match(r"https?://[^\s/]+\.[^\s]+$", entry.online_check):
        yield _reason("address", "网上核验地址应以 http:// 或 https:// 开头。", "online_check", "请核对地址。")
    if entry.e_licence_type and not entry.e_licence:
        yield _reason("code", "填了电子证照类型代码，却没有勾选“有电子证照”。", "e_licence", "请勾选，或删去代码。")


def _faults_of_names(entry: TypeEntry, others: Dictionary) -> Iterator[Reason]:
    name = entry.standard_name
    if words := next((found for row in VAGUE if (found := row.found(TITLE.sub("", name)))), ""):
        yield _reason(
            "vague",
            f"“{words}”是模糊表述，不能作标准名称。",
            "standard_name",
            "请写明是哪一种证件、证明或文书。",
            rule="S2-15",
        )
    elif len(papers := alternatives(name)) > 1:
        said = f"“{name}”是 {len(papers)} 种材料，不是一种。"
        yield _reason("alternatives", said, "standard_name", "请为每一种各立一条。", rule="S2-15")
    for where, written in (("standard_name", name), *(("aliases", alias) for alias in entry.aliases)):
        if written and not normalise(written):
            yield _reason("signs", f"“{written}”里没有文字。", where, "请填写名称。")
        elif (other := others.named(written)) is not None:
            yield _taken(written, where, other.standard_name)
    if name and normalise(name) in {normalise(alias) for alias in entry.aliases}:
        yield _reason("equal", "别名与标准名称相同，不需要登记。", "aliases", "请删去这个别名。")


def _reason(code: str, said: str, where: str, todo: str, rule: str = "") -> Reason:
    return Reason(code, said, field=where, rule=rule, kept=KEPT, todo=todo)


def in_words(name: str, value: Any) -> str:
    """Return a field's value as people read it."""
    if name == "kind":
        return KIND_NAMES.get(value, value)
    if name == "issuer_kind":
        return ISSUER_KIND_NAMES.get(value, value)
    if isinstance(value, bool):
        return "有" if value else "无"
    return "、".join(value) if isinstance(value, list | tuple) else str(value)


def order_of(sort: str) -> list[str]:
    """Return the columns to order the list by; an unknown sort falls back to the name, `-` turns it round."""
    columns = SORTS.get(sort.removeprefix("-"), SORTS["name"])
    return [f"-{column}" for column in columns] if sort.startswith("-") else columns


def history_line(type_: str, payload: Mapping[str, Any]) -> str:
    """Return one line of a type's history."""
    match type_:
        case "material_type.added":
            aliases = f"，别名：{'、'.join(payload['aliases'])}" if payload["aliases"] else ""
            return f"登记“{payload['standard_name']}”{aliases}"
        case "material_type.corrected":
            return "更正" + "；".join(
                f"{FIELDS.get(name, name)}：{before or '（空）'} → {after or '（空）'}"
                for name, (before, after) in payload["changes"].items()
            )
        case "material_type.retired":
            return f"停用：{payload['reason']}"
        case "material_type.merged":
            return f"并入“{payload['into_name']}”"
        case "material_type.absorbed":
            return f"并入了“{payload['source_name']}”，新增别名：{'、'.join(payload['names'])}"
    return type_
