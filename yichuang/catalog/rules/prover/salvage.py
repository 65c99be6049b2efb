"""Reading one part of a draft as far as it can be read: every field by itself, what is wrong is left out and named.

Works on the models of the spec as they are, so that a field added to matter/v1 is read here without a further line.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from yichuang.catalog.rules.conditions import AllOf, AnyOf, Condition, In, Not
from yichuang.catalog.rules.findings import Finding, Kind, Place
from yichuang.catalog.rules.samples import Sample
from yichuang.catalog.rules.spec import Fact, Material, Option, Outcome, Question, ReviewPoint, Situation

DEEPEST = 40
CONDITIONS = frozenset({"condition", "ask_if", "only_if", "needed_if"})
KINDS: dict[type, Kind] = {Fact: "fact", Question: "question", Option: "option", Situation: "situation", Material: "material",
                           ReviewPoint: "point", Outcome: "outcome", Sample: "sample"}  # fmt: skip
FIELD_NAMES = {
    "key": "事项标识", "name": "名称", "main_item": "主项名称", "sub_item": "子项名称", "codes": "事项编码", "matter_type": "事项类型",
    "department": "实施部门", "service_objects": "服务对象", "applicant_kinds": "申报者类型", "statutory_limit": "法定期限",
    "promised_limit": "承诺期限", "fee": "收费情况", "acceptance_role": "收件受理角色", "case_type": "办件类型", "channels": "办理渠道",
    "integration": "系统对接方式", "situations": "办理情形", "questions": "题目", "facts": "情形要素", "materials": "材料",
    "outcomes": "办理结果", "text": "文字", "id": "编号", "options": "选项", "values": "取值", "condition": "适用条件",
    "ask_if": "提问条件", "only_if": "提供条件", "needed_if": "需要条件", "axis": "细化维度",
    "kind": "类型", "message": "告知内容", "fact": "对应的情形要素",
    "basic": "基本编码", "implementation": "实施编码", "review_points": "审查要点", "children": "下级情形", "form": "表单",
}  # fmt: skip
# Neutral values for what publication needs and a draft does not have yet; they are never shown, only reasoned about.
PLACEHOLDERS: dict[str, Any] = {
    "key": "draft", "name": "（未命名）", "main_item": "（未填写）", "sub_item": "（未填写）", "text": "（未填写）", "department": "draft",
    "matter_type": "其他行政权力", "service_objects": [], "applicant_kinds": ["person"], "statutory_limit": {"value": 0, "unit": "workday"},
    "promised_limit": {"value": 0, "unit": "workday"}, "fee": {"charged": False, "text": ""}, "acceptance_role": "collect_only",
    "case_type": "promised", "channels": {}, "integration": {"mode": "native"}, "basic": "0" * 12, "implementation": "0" * 31,
    "codes": {"basic": "0" * 12, "implementation": "0" * 31, "demo": True}, "message": "（未填写）", "axis": "content",
    "situations": [{"id": "draft", "name": "（未命名）", "axis": "content"}],
    "value": 0, "unit": "workday", "charged": False, "mode": "native",
}  # fmt: skip
ESSENTIAL_TEXTS = ("key", "name", "main_item", "sub_item", "department")


def field_name(name: str) -> str:
    """Return a field as officers call it."""
    return "申请表栏目的适用情形" if name.startswith("form.") else FIELD_NAMES.get(name, name)


def structure(place: Place, message: str, rule: str = "S2-11") -> Finding:
    """Return the finding that a part of the draft cannot be used as it stands."""
    return Finding("structure", rule, "error", place, message)


def _annotation(model: type[BaseModel], name: str) -> Any:
    return model.model_fields[name].annotation


@cache
def _adapter(model: type[BaseModel], name: str) -> TypeAdapter[Any]:
    field = model.model_fields[name]
    kind: Any = field.annotation
    for item in field.metadata:
        kind = Annotated[kind, item]
    return TypeAdapter(kind)


class Unusable(Exception):
    """Raised inside the reading of a part that cannot be kept at all."""


class Salvage:
    """Reads parts of a draft and collects what it had to leave out."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def model(self, model: type[BaseModel], raw: Any, place: Place, depth: int = 0) -> dict[str, Any]:
        """Return the usable fields of a part under their names in JSON.

        :raises Unusable: when nothing can stand for it.
        """
        if not isinstance(raw, Mapping) or depth > DEEPEST:
            self.findings.append(
                structure(
                    place, "这一部分的格式不对，没有采用。请重新填写。" if depth <= DEEPEST else "层级过深，没有采用。"
                )
            )
            raise Unusable
        aliases = {field.alias or name: name for name, field in model.model_fields.items()}
        for key in raw:
            if key not in aliases:
                self.findings.append(
                    structure(self._at(place, str(key)), f"不认识的字段“{str(key)[:40]}”，没有采用。请删去。")
                )
        kept: dict[str, Any] = {}
        for alias, name in aliases.items():
            if alias in raw:
                self._present(model, name, alias, raw[alias], kept, place, depth)
            elif model.model_fields[name].is_required():
                self._absent(name, alias, kept, place)
        return kept

    @staticmethod
    def _at(place: Place, name: str) -> Place:
        return Place(place.kind, place.id, place.parent, f"{place.field}.{name}" if place.field else name)

    def _absent(self, name: str, alias: str, kept: dict[str, Any], place: Place) -> None:
        whole = place.kind == "matter"
        message = f"还没有填写“{field_name(name)}”{'，发布前必须填写' if whole else ''}。"
        self.findings.append(Finding("missing_field", "S2-21", "error", self._at(place, name), message))
        self._fill(name, alias, kept)

    def _fill(self, name: str, alias: str, kept: dict[str, Any]) -> None:
        if name not in PLACEHOLDERS:
            raise Unusable
        kept[alias] = deepcopy(PLACEHOLDERS[name])

    def _present(
        self, model: type[BaseModel], name: str, alias: str, value: Any, kept: dict[str, Any], place: Place, depth: int
    ) -> None:
        at = self._at(place, name)
        if (
            place.kind == "matter"
            and not place.field
            and name in ESSENTIAL_TEXTS
            and isinstance(value, str)
            and not value.strip()
        ):
            self.findings.append(
                Finding("missing_field", "S2-21", "error", at, f"还没有填写“{field_name(name)}”，发布前必须填写。")
            )
        if name in CONDITIONS:
            if value is not None and (condition := self.condition(value, at)) is not None:
                kept[alias] = condition
            elif model.model_fields[name].is_required():
                raise Unusable
            return
        inner, many = _model_inside(_annotation(model, name))
        if inner is not None and many and isinstance(value, Sequence) and not isinstance(value, str):
            kept[alias] = list(self._items(inner, value, at, place, depth))
        elif inner is not None and not many and isinstance(value, Mapping):
            kept[alias] = self.model(inner, value, at, depth + 1)
        if _fits(model, name, kept.get(alias, value)):
            kept.setdefault(alias, value)
            return
        kept.pop(alias, None)
        required = model.model_fields[name].is_required()
        if required and value in (None, "", []):
            self._absent(name, alias, kept, place)
            return
        self.findings.append(structure(at, f"“{field_name(name)}”的内容不对，没有采用。请重新填写。"))
        if required:
            self._fill(name, alias, kept)

    def _items(self, inner: type[BaseModel], values: Sequence[Any], at: Place, place: Place, depth: int) -> Any:
        for number, value in enumerate(values, start=1):
            named = (
                str(value["id"]) if isinstance(value, Mapping) and isinstance(value.get("id"), str) else f"#{number}"
            )
            parent = place.id if inner in (Option, ReviewPoint, Sample) else ""
            here = Place(KINDS[inner], named, parent) if inner in KINDS else self._at(at, str(number))
            try:
                yield self.model(inner, value, here, depth + 1)
            except Unusable:
                self.findings.append(structure(here, "这一项还不完整，检查时没有算进去。请补全或删去。"))

    def condition(self, raw: Any, place: Place, depth: int = 0) -> Any:
        """Return the usable part of a condition as JSON; None when nothing of it can be used."""
        if isinstance(raw, In | AllOf | AnyOf | Not):
            return raw.model_dump(mode="json", by_alias=True)
        if depth <= DEEPEST and isinstance(raw, Mapping):
            kind = next((key for key in ("fact", "all", "any", "not") if key in raw), None)
            if extra := [str(key) for key in raw if key not in {kind, "in" if kind == "fact" else kind}]:
                self.findings.append(
                    structure(place, f"条件里有不认识的内容“{extra[0][:40]}”，没有采用。请重新选择条件。")
                )
            if kind == "fact" and isinstance(raw["fact"], str) and _texts(raw.get("in")):
                return {"fact": raw["fact"], "in": list(raw["in"])}
            if kind == "not" and (part := self.condition(raw["not"], place, depth + 1)) is not None:
                return {"not": part}
            if kind in ("all", "any") and isinstance(raw[kind], Sequence) and not isinstance(raw[kind], str):
                parts = [self.condition(part, place, depth + 1) for part in raw[kind]]
                kept = [part for part in parts if part is not None]
                return {kind: kept} if kept or not parts else None
            if kind == "not":
                return None
        self.findings.append(
            structure(place, f"“{field_name(place.field)}”中有还没有写完的条件，检查时没有算进去。请补全或删去。")
        )
        return None


def _texts(value: Any) -> bool:
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and bool(value)
        and all(isinstance(item, str) for item in value)
    )


def _fits(model: type[BaseModel], name: str, value: Any) -> bool:
    try:
        _adapter(model, name).validate_python(value)
    except (ValidationError, RecursionError):
        return False
    return True


@cache
def _model_inside(annotation: Any) -> tuple[type[BaseModel] | None, bool]:
    """Return the model that a field holds, and whether it holds many."""
    if annotation == Condition:
        return None, False
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is tuple and parts and isinstance(parts[0], type) and issubclass(parts[0], BaseModel):
        return parts[0], True
    if origin in (Union, UnionType):
        return next((found for part in parts if (found := _model_inside(part))[0] is not None), (None, False))
    return (annotation, False) if isinstance(annotation, type) and issubclass(annotation, BaseModel) else (None, False)
