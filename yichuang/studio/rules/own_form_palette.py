"""What an author picks the fields of a matter's own form from (S2-51): each kind, and ready fields that shared data fills."""

from typing import Any

from yichuang.catalog.rules.own_form import KIND_NAMES, PATTERNS, SHARED

_STARTS: dict[str, dict[str, Any]] = {
    "short": {"type": "string", "maxLength": 100},
    "long": {"type": "string", "x-long": True, "maxLength": 500},
    "integer": {"type": "integer", "minimum": 0},
    "number": {"type": "number", "minimum": 0},
    "date": {"type": "string", "format": "date"},
    "yes_no": {"type": "boolean"},
    "choice": {"type": "string", "enum": ["选项一", "选项二"]},
    "several": {"type": "array", "items": {"type": "string", "enum": ["选项一", "选项二"]}, "uniqueItems": True},
}
# What shared data says that is more than a line of text.
_READY: dict[str, dict[str, Any]] = {
    "person.id_number": {"type": "string", "pattern": PATTERNS["id_number"]},
    "person.出生日期": {"type": "string", "format": "date"},
    "project.uscc": {"type": "string", "pattern": PATTERNS["uscc"]},
    "project.project_code": {"type": "string", "pattern": PATTERNS["project_code"]},
    "project.总投资（万元）": {"type": "number", "minimum": 0},
}


def palette() -> list[dict[str, Any]]:
    """Return what can be added, as the page's script reads it: a word, whether it is ready, and the field it begins as."""
    kinds = [{"label": name, "ready": False, "schema": _STARTS[kind]} for kind, name in KIND_NAMES.items()]
    ready = [
        {"label": name, "ready": True,
         "schema": {**_READY.get(key, {"type": "string", "maxLength": 120}), "title": _title(key, name), "x-shared": key}}
        for key, name in SHARED.items()
    ]  # fmt: skip
    return kinds + ready


def _title(key: str, name: str) -> str:
    return name.removeprefix("户籍登记的") if key.startswith("person.") else name.removeprefix("投资项目的")
