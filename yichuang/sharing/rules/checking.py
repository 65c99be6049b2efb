"""A call against its API's document: which operation it is, whether its parameters and bodies are those declared (S2-48).

What is not declared does not go through: a parameter that the document does not name is refused, not passed on.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from openapi_schema_validator import OAS30Validator

from yichuang.sharing.rules.documents import Document, Operation, operations_of, resolved
from yichuang.sharing.rules.patterns import linear

JSON, MOST_FAULTS, LONGEST = "application/json", 10, 2000
# Headers a caller may send that are ours or the transport's; a document that declares them as parameters does not get them.
NEVER_PASSED = frozenset({
    "authorization", "cookie", "host", "connection", "keep-alive", "proxy-authorization", "te", "trailer", "transfer-encoding",
    "upgrade", "content-length", "expect", "forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip",
    "x-consent-reference", "x-purpose",
})  # fmt: skip

_OAS30, _DRAFT = linear(OAS30Validator), linear(Draft202012Validator)


@dataclass(frozen=True)
class Matched:
    """An operation with the values of its path's parameters."""

    operation: Operation
    values: Mapping[str, str]

    @property
    def upstream_path(self) -> str:
        """Return the path to call, every value quoted, so that no value can become more of a path."""
        parts = [quote(_filled(part, self.values), safe="") for part in self.operation.path.strip("/").split("/")]
        return "/" + "/".join(parts)


def _filled(part: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        part = part.replace(f"{{{name}}}", value)
    return part


class Reader:
    """One version of a document, read for checking calls; a process keeps it, for the version never changes."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.operations = tuple(operations_of(document))
        self.whole: dict[str, Any] = {name: document[name] for name in ("components", "paths") if name in document}
        self.checker: Any = _OAS30 if document["openapi"].startswith("3.0.") else _DRAFT

    def match(self, method: str, path: str) -> Matched | None:
        """Return the operation that a call is for; fixed words go before parameters."""
        asked = path.strip("/").split("/")
        if any(part in ("", ".", "..") for part in asked):
            return None
        found: list[tuple[int, Matched]] = []
        for operation in self.operations:
            stated = operation.path.strip("/").split("/")
            if operation.method == method and len(stated) == len(asked):
                values = _values(stated, asked)
                if values is not None:
                    found.append((len(values), Matched(operation, values)))
        return min(found, key=lambda pair: pair[0])[1] if found else None

    def methods(self, path: str) -> list[str]:
        """Return which methods a path has."""
        return sorted({one.method for one in self.operations if self.match(one.method, path)})

    def by_id(self, operation_id: str) -> Operation | None:
        """Return an operation by its id."""
        return next((one for one in self.operations if one.id == operation_id), None)

    def faults_of_call(
        self, matched: Matched, query: Mapping[str, list[str]], headers: Mapping[str, str]
    ) -> list[tuple[str, str]]:
        """Return (parameter, what is wrong) for path, query and headers; never with the value itself."""
        faults: list[tuple[str, str]] = []
        known = {(one.get("in"), one.get("name")) for one in matched.operation.parameters}
        faults += [(name, "接口文档没有这个参数") for name in query if ("query", name) not in known]
        for stated in matched.operation.parameters:
            place, name = stated.get("in", ""), stated.get("name", "")
            if place == "cookie" or (place == "header" and name.lower() in NEVER_PASSED):
                continue
            given = _given(place, name, matched, query, headers)
            if given is None:
                if stated.get("required"):
                    faults.append((name, "缺少这个参数"))
            elif any(len(text) > LONGEST for text in given):
                faults.append((name, "太长"))
            else:
                schema = resolved(self.document, stated.get("schema", {}))
                faults += [(name, text) for text in self._faults(stated.get("schema", {}), coerced(schema, given))]
        return faults[:MOST_FAULTS]

    def body_schema(self, operation: Operation, media_type: str) -> tuple[bool, Mapping[str, Any] | None]:
        """Return whether a body of this type is declared, and the schema of a JSON one."""
        stated = resolved(self.document, operation.stated.get("requestBody", {}))
        return self._content(stated.get("content", {}), media_type)

    def body_required(self, operation: Operation) -> bool:
        """Tell whether the operation needs a body."""
        return bool(resolved(self.document, operation.stated.get("requestBody", {})).get("required"))

    def answer_schema(self, operation: Operation, status: int, media_type: str) -> Mapping[str, Any] | None:
        """Return the schema that a JSON answer of this status is declared to have, None where none is declared."""
        answers = operation.stated.get("responses", {})
        stated = answers.get(str(status)) or answers.get(f"{status // 100}XX") or answers.get("default")
        return self._content(resolved(self.document, stated or {}).get("content", {}), media_type)[1]

    def _content(self, content: Mapping[str, Any], media_type: str) -> tuple[bool, Mapping[str, Any] | None]:
        plain = media_type.partition(";")[0].strip().lower()
        for wanted in (plain, f"{plain.partition('/')[0]}/*", "*/*"):
            if wanted in content:
                is_json = plain == JSON or plain.endswith("+json")
                return True, content[wanted].get("schema") if is_json else None
        return False, None

    def faults_of_json(self, schema: Mapping[str, Any], data: bytes) -> list[str]:
        """Return what is wrong with a JSON body, each with its place and without its values."""
        try:
            value = json.loads(data)
        except (ValueError, RecursionError):
            return ["不是合法的 JSON"]
        return self._faults(schema, value)[:MOST_FAULTS]

    def _faults(self, schema: Mapping[str, Any], value: Any) -> list[str]:
        # References within the document are looked up from its root, so the parts they may lead to come along.
        root: dict[str, Any] = {**schema, **self.whole}
        checker = self.checker(root, format_checker=FormatChecker())
        return [_said(error) for error in _first(checker.iter_errors(value))]


def _first(errors: Iterable[ValidationError]) -> list[ValidationError]:
    found = []
    for error in errors:
        found.append(error)
        if len(found) == MOST_FAULTS:
            break
    return found


SAID = {
    "type": "类型不对", "pattern": "格式不对", "format": "格式不对", "enum": "不在可选范围内", "const": "不在可选范围内",
    "required": "缺少必填的内容", "maxLength": "太长", "minLength": "太短", "maximum": "太大", "minimum": "太小",
    "additionalProperties": "有文档没有的内容", "maxItems": "太多", "minItems": "太少",
}  # fmt: skip


def _said(error: ValidationError) -> str:
    """Say where and what, never the value: a message of the library quotes it, and it may be somebody's number."""
    place = "/".join(str(part) for part in error.absolute_path)
    return (
        f"{place}：{SAID.get(str(error.validator), '与文档不符')}"
        if place
        else SAID.get(str(error.validator), "与文档不符")
    )


def _values(stated: list[str], asked: list[str]) -> dict[str, str] | None:
    values = {}
    for want, got in zip(stated, asked, strict=True):
        if want.startswith("{") and want.endswith("}"):
            values[want[1:-1]] = got
        elif want != got:
            return None
    return values


def _given(
    place: str, name: str, matched: Matched, query: Mapping[str, list[str]], headers: Mapping[str, str]
) -> list[str] | None:
    if place == "path":
        return [matched.values[name]] if name in matched.values else None
    if place == "query":
        return query.get(name) or None
    value = headers.get(name.lower())
    return None if value is None else [value]


def coerced(schema: Mapping[str, Any], given: list[str]) -> Any:
    """Return a parameter's text as the type that its schema wants; text that cannot become it stays text and fails the check."""
    kind = schema.get("type")
    if kind == "array":
        texts = given if len(given) > 1 else given[0].split(",")
        items = schema.get("items", {})
        return [coerced(items, [text]) for text in texts]
    text = given[0] if len(given) == 1 else ",".join(given)
    if kind == "integer" and text.lstrip("-").isdecimal() and text.isascii():
        return int(text)
    if kind == "number":
        try:
            return float(text)
        except ValueError:
            return text
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    return text
