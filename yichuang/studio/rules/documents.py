"""What a draft's document must be before it is kept: not too large, not too deep, readable by a database, its nodes named once.

Everything else may be unfinished or wrong; the prover says so beside the node. Merging works node by node, by id: hence the last rule.
"""

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from yichuang.catalog.rules.field_names import KIND_NAMES
from yichuang.catalog.rules.nodes import LISTS
from yichuang.foundations.rules.text import storable

LARGEST = 2_000_000
DEEPEST = 40


def unfit(document: Any) -> list[str]:
    """Return why a document cannot be kept, in Chinese; empty when it can."""
    if not isinstance(document, Mapping):
        return ["文稿不是一份 matter/v1 文档。"]
    if _deeper_than(document, DEEPEST):
        return [f"文稿的层次超过 {DEEPEST} 层。"]
    if any(isinstance(one, float) and not math.isfinite(one) for one in _scalars(document)):
        return ["文稿里有不是数的数值（NaN 或无穷大）。"]
    text = json.dumps(document, ensure_ascii=False)
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        return [f"文稿超过 {LARGEST // 1_000_000} MB。"]
    if not storable(text):
        return ["文稿里有不能保存的字符（空字符或残缺的字符）。"]
    if document.get("schema") != "matter/v1":
        return ["文稿没有标明格式 matter/v1。"]
    return list(_misshapen("matter", document, "事项"))


def _deeper_than(value: Any, levels: int) -> bool:
    layer = [value]
    for _ in range(levels):
        layer = [inner for one in layer for inner in _inside(one) if isinstance(inner, Mapping | list)]
        if not layer:
            return False
    return True


def _inside(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, Mapping) else value if isinstance(value, list) else []


def _scalars(value: Any) -> Iterator[Any]:
    for one in _inside(value):
        if isinstance(one, Mapping | list):
            yield from _scalars(one)
        else:
            yield one


def _misshapen(kind: str, body: Mapping[str, Any], said: str) -> Iterator[str]:
    for (holder, name), member in LISTS.items():
        if holder != kind or name not in body:
            continue
        listed = body[name]
        if not isinstance(listed, list) or not all(isinstance(one, Mapping) for one in listed):
            yield f"{said}的“{name}”不是一列{KIND_NAMES[member]}。"
            continue
        ids = [one.get("id") for one in listed]
        if not all(isinstance(one, str) and one for one in ids):
            yield f"{said}里有没有编号的{KIND_NAMES[member]}。"
        elif len(set(ids)) < len(ids):
            yield f"{said}里有编号相同的{KIND_NAMES[member]}：{'、'.join(sorted({one for one in ids if ids.count(one) > 1}))}。"
        else:
            for one in listed:
                yield from _misshapen(member, one, f"{KIND_NAMES[member]} {one['id']}")
