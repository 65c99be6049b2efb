"""Patterns of registered documents, matched in linear time: RE2 in place of Python's `re`, whose backtracking one pattern of an uploader's
and one value of a caller's can keep busy for hours (CWE-1333).

JSON Schema's dialect is ECMA-262; `\\uXXXX` is put as RE2 writes it, what RE2 has no word for (look-around, back-references) is refused at
registration.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import re2
from jsonschema import validators
from jsonschema.exceptions import ValidationError

LONGEST = 1000
_ESCAPE = re.compile(r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|(.))", re.DOTALL)
# Memory of one compiled pattern; RE2's own default is eight times as much.
_MEMORY = 1 << 20
_WORDS = {
    "(?=": "先行断言", "(?!": "先行断言", "(?<=": "后行断言", "(?<!": "后行断言",
}  # fmt: skip


class NotTaken(ValueError):
    """Raised for a pattern that cannot be matched in linear time, or is none, with the end of a sentence that says why."""


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> Any:
    """Return a pattern compiled by RE2. :raises NotTaken: for what it does not take."""
    if len(pattern) > LONGEST:
        raise NotTaken(f"正则表达式超过 {LONGEST} 个字符")
    options = re2.Options()
    options.log_errors, options.max_mem = False, _MEMORY
    try:
        return re2.compile(_ESCAPE.sub(_put, pattern), options)
    except re2.error as error:
        raise NotTaken(_why(pattern, error)) from error


def matches(pattern: str, text: str) -> bool:
    """Tell whether a text has the pattern somewhere; a pattern that is not taken fits nothing (documents registered before)."""
    try:
        return compiled(pattern).search(text) is not None
    except (NotTaken, UnicodeEncodeError):  # half of a surrogate pair cannot be given to RE2
        return False


def _put(found: re.Match[str]) -> str:
    code = found.group(1) or found.group(2)
    return f"\\x{{{code}}}" if code else found.group(0)


def _why(pattern: str, error: Exception) -> str:
    if found := next((said for sign, said in _WORDS.items() if sign in pattern), ""):
        return f"正则表达式用了{found}，不能在可控的时间内匹配"
    if re.search(r"\\[1-9]", pattern):
        return "正则表达式用了反向引用，不能在可控的时间内匹配"
    said = error.args[0] if error.args else ""
    return f"正则表达式不能使用（{said.decode() if isinstance(said, bytes) else said}）"[:160]


def faults_of_patterns(value: Any, place: str = "") -> Iterator[str]:
    """Yield the patterns of a document that cannot be taken, each with its JSON pointer."""
    if isinstance(value, Mapping):
        yield from _faults_here(value, place)
    items = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for name, part in items:
        step = str(name).replace("~", "~0").replace("/", "~1")
        yield from faults_of_patterns(part, f"{place}/{step}")


def _faults_here(value: Mapping[str, Any], place: str) -> Iterator[str]:
    stated, named = value.get("pattern"), value.get("patternProperties")
    keys = list(named) if isinstance(named, Mapping) else []
    for where, pattern in [("pattern", stated), *(("patternProperties", key) for key in keys)]:
        if isinstance(pattern, str):
            try:
                compiled(pattern)
            except NotTaken as error:
                yield f"{place}/{where}：{error}，请改写"
    if keys and "unevaluatedProperties" in value:
        yield f"{place}/unevaluatedProperties：不能与 patternProperties 同用，请改用 additionalProperties"


def without_patterns(value: Any) -> Any:
    """Return a document for its own check: that check matches defaults and examples with Python's `re`, which must not see a pattern."""
    if isinstance(value, list):
        return [without_patterns(one) for one in value]
    if not isinstance(value, Mapping):
        return value
    left = {
        name: one
        for name, one in value.items()
        if not (name == "pattern" and isinstance(one, str)) and not (name == "patternProperties" and _is_table(one))
    }
    return {name: without_patterns(one) for name, one in left.items()}


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(one, Mapping | bool) for one in value.values())


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if validator.is_type(instance, "string") and not matches(pattern, instance):
        yield ValidationError("does not match")


def _pattern_properties(validator: Any, table: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if validator.is_type(instance, "object"):
        for pattern, inner in table.items():
            for name, value in instance.items():
                if matches(pattern, name):
                    yield from validator.descend(value, inner, path=name, schema_path=pattern)


def _additional_properties(validator: Any, allowed: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if not validator.is_type(instance, "object"):
        return
    stated, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    extras = [name for name in instance if name not in stated and not any(matches(one, name) for one in patterns)]
    if validator.is_type(allowed, "object"):
        for name in extras:
            yield from validator.descend(instance[name], allowed, path=name)
    elif not allowed and extras:
        yield ValidationError("more than declared")


def linear(checker: Any) -> Any:
    """Return a validator of JSON Schema that matches every pattern with RE2."""
    return validators.extend(
        checker,
        {
            "pattern": _pattern,
            "patternProperties": _pattern_properties,
            "additionalProperties": _additional_properties,
        },
    )
