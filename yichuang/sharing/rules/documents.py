"""Uploaded OpenAPI documents: read, checked with the place of every fault, and read as a list of operations (S2-48).

The check itself is openapi-spec-validator's. References may stay within the document only: a validator that follows an address of an
uploader's choosing would be asking it for him (SSRF).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

from yichuang.sharing.rules.patterns import faults_of_patterns, without_patterns

LARGEST, DEEPEST, MOST_FAULTS = 1024 * 1024, 60, 20
METHODS = ("get", "head", "post", "put", "patch", "delete")
Document = dict[str, Any]


class Unreadable(ValueError):
    """Raised for bytes that are no JSON document, with a sentence that says why."""


@dataclass(frozen=True)
class Operation:
    """One operation: method, template path, id, what it is for, its own part of the document, and its parameters resolved."""

    method: str
    path: str
    id: str
    summary: str
    stated: Mapping[str, Any]
    parameters: tuple[Mapping[str, Any], ...]


def read(data: bytes) -> Document:
    """Return an uploaded document. :raises Unreadable: saying where."""
    if len(data) > LARGEST:
        raise Unreadable(f"文件超过 {LARGEST // 1024} KB")
    try:
        found = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise Unreadable("文件不是 UTF-8 编码的文本") from error
    except json.JSONDecodeError as error:
        raise Unreadable(f"不是合法的 JSON：第 {error.lineno} 行第 {error.colno} 列") from error
    except (RecursionError, ValueError) as error:
        raise Unreadable("JSON 嵌套过深，或含有 NaN、Infinity") from error
    if not isinstance(found, dict):
        raise Unreadable("JSON 的最外层应为对象")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def faults_of(document: Document) -> list[str]:
    """Return every fault as `place：what`, at most twenty; none for a document that can be registered."""
    version = document.get("openapi")
    if not isinstance(version, str) or not version.startswith(("3.0.", "3.1.")):
        return ["openapi：应为 3.0.x 或 3.1.x"]
    if faults := [*_unsafe(document, document, "", 0)] or [*faults_of_patterns(document)]:
        return faults[:MOST_FAULTS]
    checker = OpenAPIV31SpecValidator if version.startswith("3.1.") else OpenAPIV30SpecValidator
    faults = _checked(without_patterns(document), checker)
    if not faults and not [*operations_of(document)]:
        faults = ["paths：没有可以调用的操作"]
    return faults[:MOST_FAULTS]


def _checked(document: Document, checker: Any) -> list[str]:
    """Return what the validator finds. It goes on past a wrong part and then falls over it: what it said before counts."""
    faults: list[str] = []
    try:
        for error in checker(document).iter_errors():
            faults.append(f"{_place(error)}：{error.message.splitlines()[0][:160]}")
            if len(faults) == MOST_FAULTS:
                break
    except RecursionError:
        faults = faults or ["components：引用成环，无法检查"]
    except Exception as error:
        faults = faults or [f"文档：结构有误（{type(error).__name__} {str(error)[:80]}）"]
    return faults


def _unsafe(document: Document, value: Any, place: str, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        yield f"{place[:120]}：嵌套过深"
        return
    if isinstance(value, dict):
        for word in ("$ref", "$dynamicRef"):
            reference = value.get(word)
            if isinstance(reference, str) and not reference.startswith("#/"):
                yield f"{place or '/'}：只能引用本文档内的内容（#/…），不能引用“{reference[:80]}”"
            elif isinstance(reference, str) and not resolved(document, {"$ref": reference}):
                yield f"{place or '/'}：引用的“{reference[:80]}”在文档里没有"
        if {"$id", "$schema"} & {name for name, given in value.items() if isinstance(given, str)}:
            yield f"{place or '/'}：不能用 $id 或 $schema 改变引用的起点"
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in items:
        step = str(name).replace("~", "~0").replace("/", "~1")
        yield from _unsafe(document, part, f"{place}/{step}", depth + 1)


def _place(error: Any) -> str:
    parts = [str(part).replace("~", "~0").replace("/", "~1") for part in error.absolute_path]
    return "/" + "/".join(parts) if parts else "文档"


def operations_of(document: Document) -> Iterator[Operation]:
    """Yield every operation in the document's order."""
    for path, item in document.get("paths", {}).items():
        shared = [resolved(document, one) for one in item.get("parameters", [])]
        for method in METHODS:
            if (stated := item.get(method)) is None:
                continue
            own = [resolved(document, one) for one in stated.get("parameters", [])]
            taken = {(one["name"], one["in"]) for one in own}
            inherited = [one for one in shared if (one["name"], one["in"]) not in taken]
            yield Operation(
                method.upper(), path, stated.get("operationId", ""), stated.get("summary", ""), stated,
                (*inherited, *own),
            )  # fmt: skip


def resolved(document: Document, value: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a part of the document, or what it refers to within it; a reference that leads nowhere or round gives an empty part."""
    for _ in range(20):
        reference = value.get("$ref")
        if not isinstance(reference, str):
            return value
        found: Any = document
        for name in reference.removeprefix("#/").split("/"):
            name = name.replace("~1", "/").replace("~0", "~")
            found = found.get(name) if isinstance(found, dict) else None
        if not isinstance(found, dict):
            return {}
        value = found
    return {}
