"""How the events of a place read in its history."""

from typing import Any

from yichuang.organizations.rules.places import COLUMNS
from yichuang.organizations.rules.workbook import in_words

WORDS = {"place.added": "登记", "place.changed": "变更", "place.closed": "停用", "place.reopened": "恢复"}


def history_line(type_: str, payload: dict[str, Any]) -> str:
    """Return one line of a place's history."""
    said = WORDS.get(type_, type_)
    if type_ == "place.changed":
        kind = payload["kind"]
        names = {column.field: column.name for column in COLUMNS[kind]}
        parts = [
            f"{names[name]}由“{in_words(kind, name, before)}”改为“{in_words(kind, name, after)}”"
            for name, (before, after) in payload["fields"].items()
        ]
        return f"{said}：{'；'.join(parts)}"
    if type_ == "place.closed":
        return f"{said}（{payload['on']} 起）：{payload['why']}"
    return f"{said}：{payload['why']}" if payload.get("why") else said
