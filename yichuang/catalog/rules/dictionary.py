"""The material dictionary (材料词典, S2-15) as the rules read it: standard names, aliases, who issues, what can be had without paper.

A plain frozen value: a query builds it from the table, a test from a few lines. Merged and retired types stay findable by key, because
published specs name them for ever, but their names stand for nothing any more.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from yichuang.catalog.rules.search_text import normalise

Kind = Literal["licence", "certificate", "form", "statement", "contract", "report", "other"]
KIND_NAMES: dict[str, str] = {"licence": "证照", "certificate": "证明", "form": "申请表格", "statement": "承诺、声明和委托",
                              "contract": "合同协议", "report": "报告和文本", "other": "其他"}  # fmt: skip
IssuerKind = Literal["government", "institution", "employer", "community", "applicant"]
ISSUER_KIND_NAMES: dict[str, str] = {
    "government": "国家机关及其授权的机构",
    "institution": "银行、医院、学校和中介等机构",
    "employer": "用人单位",
    "community": "村（社区）",
    "applicant": "申请人自己",
}
LONGEST_NAME = 80
# Whose document it is may stand before its name: “监护人居民身份证” is an ID card, and stays the guardian's.
OWNERS = (
    "申请人", "被申请人", "本人", "当事人", "申领人", "参保人", "监护人", "被监护人", "代理人", "代办人", "委托人", "受托人", "经办人",
    "法定代表人", "负责人", "经营者", "投资人", "股东", "法定代理人", "配偶", "父母", "父母双方", "子女", "继承人", "所有人", "权利人",
    "领取人", "驾驶人", "押运人", "工伤职工", "供养亲属", "建设单位", "申请单位", "聘用单位", "企业",
)  # fmt: skip
# Which copy of it: “原行驶证” is a vehicle licence.
STATES = ("原", "旧", "有效的", "有效", "现持有的", "持有的")
_BEFORE = re.compile(rf"^(?:(?:{'|'.join(sorted(OWNERS, key=len, reverse=True))})的?|{'|'.join(STATES)})")
_COPIES = re.compile(r"(?:的?(?:原件|复印件|原件及复印件|原件和复印件|正本|副本))+$")
_BRACKETS = re.compile(r"（[^（）]*）")


@dataclass(frozen=True)
class DictionaryType:
    """One type of material: its standard name, other names, who issues it, and where it can be had or checked without paper."""

    key: str
    standard_name: str
    aliases: tuple[str, ...] = ()
    issuer: str = ""
    issuer_kind: IssuerKind = "government"
    kind: Kind = "other"
    e_licence: bool = False
    e_licence_type: str = ""
    sharing_api: str = ""
    online_check: str = ""
    in_use: bool = True
    successor: str = ""

    @property
    def obtainable(self) -> bool:
        """Tell whether the office can have it without asking the applicant: an e-licence, or a sharing API."""
        return bool(self.e_licence or self.sharing_api)


@dataclass(frozen=True)
class Recognised:
    """What a written name stands for: the type, how the standard name reads in its place, and whether it is written so already."""

    type: DictionaryType
    name: str
    standard: bool


@dataclass(frozen=True)
class Dictionary:
    """All types, findable by key and by every name."""

    types: tuple[DictionaryType, ...] = ()

    @cached_property
    def _by_key(self) -> dict[str, DictionaryType]:
        return {item.key: item for item in self.types}

    @cached_property
    def _by_name(self) -> dict[str, DictionaryType]:
        names = {normalise(alias): item for item in self.types if item.in_use for alias in item.aliases}
        return names | {normalise(item.standard_name): item for item in self.types if item.in_use}

    def type_of(self, key: str) -> DictionaryType | None:
        """Return the type of a key; of a merged one the type that took its place."""
        found = self._by_key.get(key)
        for _ in self.types:
            if found is None or not found.successor:
                break
            found = self._by_key.get(found.successor)
        return found

    def named(self, name: str) -> DictionaryType | None:
        """Return the type that has exactly this standard name or alias, whatever its width, case and punctuation."""
        return self._by_name.get(normalise(name))

    def recognise(self, name: str) -> Recognised | None:
        """Return what a written name stands for, also with its owner before it or with “（原件）” after it; None when unknown."""
        if (found := self.named(name)) is not None:
            return Recognised(found, found.standard_name, normalise(name) == normalise(found.standard_name))
        core = _COPIES.sub("", _BRACKETS.sub("", name.replace("(", "（").replace(")", "）")).strip())
        before = ""
        while (found := self.named(core)) is None and (match := _BEFORE.match(core)):
            before, core = before + match.group(), core[match.end() :]
        if found is None:
            return None
        standard = normalise(core) == normalise(found.standard_name)
        return Recognised(found, before + found.standard_name, standard)


EMPTY = Dictionary()


def dictionary_of(types: Iterable[DictionaryType]) -> Dictionary:
    """Return the dictionary of some types."""
    return Dictionary(tuple(types))
