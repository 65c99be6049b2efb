"""The permission walk: every route and every operation × every role × a foreign district × nobody (quality.md; issue 2, 8).

The tables in pages.py and operations.py say what must come out; README.md says how to add a line. Each request is rolled back.
"""

import json
import re
import uuid
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import DjangoDbBlocker

from tests.permissions.cast import EVERYBODY, NOBODY, Walker, walkers
from tests.permissions.lines import FORBIDDEN, IN, NOT_THERE, SIGN_IN
from tests.permissions.operations import OPERATIONS
from tests.permissions.pages import PAGES
from tests.permissions.samples import Samples, samples
from yichuang.accounts.models import Staff
from yichuang.demo.people import PEOPLE
from yichuang.foundations import clock

pytestmark = pytest.mark.django_db
DOCUMENT = json.loads((Path(__file__).parents[2] / "docs" / "openapi.json").read_text(encoding="utf-8"))
# What a portion of an upload says of itself in headers, so that its guard is reached.
PORTION = {"Upload-Length": "9", "Upload-Offset": "0"}
PART = re.compile(r"<(?:\w+:)?(\w+)>|\{(?:\w+:)?(\w+)\}")


def routes(resolver: Any = None, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield each page's name and address pattern; the API answers for itself."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, pattern)
        elif isinstance(entry, URLPattern) and not pattern.startswith("api/"):
            yield entry.name or pattern, f"/{pattern}"


ROUTES = {
    name: pattern for name, pattern in routes() if name != "verify/<str:code>"
}  # the same page without its last slash
CALLS = {
    operation["operationId"]: (verb.upper(), path, operation)
    for path, verbs in DOCUMENT["paths"].items()
    for verb, operation in verbs.items()
}


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[dict[str, Walker], Samples]]:
    """Bring cast and cases together once, in a transaction that is undone after the walk."""
    with django_db_blocker.unblock(), transaction.atomic():
        if Staff.objects.count() < len(PEOPLE):
            call_command("load_demo", stdout=StringIO())
        now = clock.now()
        yield walkers(now), samples(now)
        transaction.set_rollback(True)


def outcome(response: Any) -> str:
    """Return in, sign-in, 403, 404, or the status when the guard was not even reached."""
    status = response.status_code
    if status == 401 or (status == 302 and response["Location"].startswith("/sign-in/?next=")):
        return SIGN_IN
    if status in (403, 404):
        return {403: FORBIDDEN, 404: NOT_THERE}[status]
    return IN if status < 400 or status in (409, 415, 422, 503) else str(status)


def parts_of(line: tuple[Any, ...]) -> tuple[str, Any, dict[str, str], dict[str, Any]]:
    """Return a line with what it leaves out."""
    name, expected = line[:2]
    return name, expected, dict(line[2]) if len(line) > 2 else {}, dict(line[3]) if len(line) > 3 else {}


def address(pattern: str, given: dict[str, str], found: Samples) -> str:
    """Return a pattern with its parts filled in."""
    return PART.sub(lambda match: found.part(match[1] or match[2], given), pattern)


def wrong(expected: Any, got: dict[str, str], asked: str) -> list[str]:
    """Return who got something else than the table says."""
    return [
        f"{asked}: {who} got {got[who]}, the table says {expected.outcome(who)}"
        for who in EVERYBODY
        if got[who] != expected.outcome(who)
    ]


def title(line: tuple[Any, ...]) -> str:
    """Return what a line is called in the report."""
    return " ".join([line[0], *(parts_of(line)[2].values())])


@pytest.mark.parametrize("line", PAGES, ids=title)
def test_a_page_lets_in_whom_the_table_names(line: tuple[Any, ...], ground: tuple[dict[str, Walker], Samples]) -> None:
    people, found = ground
    name, expected, given, form = parts_of(line)
    method, route = name.split()
    path = address(ROUTES[route], given, found)
    got = {}
    for who, walker in people.items():
        got[who] = outcome(_rolled_back(walker.http, method, path, data=_rewound(found.fill(form))))
    assert wrong(expected, got, f"{method} {path}") == []


@pytest.mark.parametrize("line", OPERATIONS, ids=title)
def test_an_operation_lets_in_whom_the_table_names(
    line: tuple[Any, ...], ground: tuple[dict[str, Walker], Samples]
) -> None:
    people, found = ground
    name, expected, given, more = parts_of(line)
    method, pattern, operation = CALLS[name]
    path = address(pattern, given, found)
    if name == "search_matters":
        path += "?q=huoyun"
    body = found.fill(more if "" in more else {**_body(operation), **more})
    got = {}
    for who, walker in people.items():
        headers = {**walker.headers, "Idempotency-Key": str(uuid.uuid4())}
        kept = {} if method == "GET" else {"data": body, "content_type": "application/json"}
        if "multipart/form-data" in operation.get("requestBody", {}).get("content", {}):
            kept = {"data": _rewound(body)}
        got[who] = outcome(_rolled_back(Client(), method, path, headers=headers, **kept))
    assert wrong(expected, got, f"{method} {path}") == []


def _rewound(form: dict[str, Any]) -> dict[str, Any]:
    """Return a form whose files are read from their beginning again."""
    for value in form.values():
        if hasattr(value, "seek"):
            value.seek(0)
    return form


def _rolled_back(http: Client, method: str, path: str, **given: Any) -> Any:
    """Ask, and undo what it did; the cookies stay as they were."""
    cookies = {name: morsel.value for name, morsel in http.cookies.items()}
    given["headers"] = {**PORTION, **given.get("headers", {})}
    with transaction.atomic():
        response = getattr(http, method.lower())(path, **given)
        for part in getattr(response, "streaming_content", None) or ():
            assert part is not None
        transaction.set_rollback(True)
    http.cookies.clear()
    for name, value in cookies.items():
        http.cookies[name] = value
    return response


def _body(operation: dict[str, Any]) -> dict[str, Any]:
    """Make the smallest body that the document allows, so that the guard is reached."""
    content = operation.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    made = _value(schema)
    return made if isinstance(made, dict) else {}


def _value(schema: dict[str, Any]) -> Any:
    if "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    for one in schema.get("anyOf", [])[:1] + schema.get("allOf", [])[:1]:
        return _value(one)
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "object":
        needed = schema.get("required", [])
        return {name: _value(part) for name, part in schema.get("properties", {}).items() if name in needed}
    if schema.get("type") == "array":
        return [_value(schema["items"])] * schema.get("minItems", 0)
    return {
        "integer": schema.get("minimum", 1),
        "boolean": True,
        "string": "2026-11-20" if schema.get("format") == "date" else "写明",
    }.get(schema.get("type", ""))


def test_every_route_has_a_line() -> None:
    """Add the route to pages.py: README.md says how."""
    known = {line[0].split()[1] for line in PAGES}
    assert set(ROUTES) - known == set(), "routes that nobody walks"
    assert known - set(ROUTES) == set(), "lines for routes that are gone"


def test_every_operation_has_a_line() -> None:
    """Add the operation to operations.py: README.md says how."""
    known = {line[0] for line in OPERATIONS}
    assert set(CALLS) - known == set(), "operations that nobody walks"
    assert known - set(CALLS) == set(), "lines for operations that are gone"


@pytest.mark.parametrize("route", ROUTES)
def test_a_method_without_a_line_is_turned_away(route: str, ground: tuple[dict[str, Walker], Samples]) -> None:
    """A page that quietly began to take POST would be asked by nobody."""
    people, found = ground
    lines = [parts_of(line) for line in PAGES if line[0].split()[1] == route]
    methods = {name.split()[0] for name, _, _, _ in lines}
    for method in {"GET", "POST"} - methods if lines else ():
        _, expected, given, _ = lines[0]
        walker = people[min(expected.may, default=NOBODY)]
        assert outcome(_rolled_back(walker.http, method, address(ROUTES[route], given, found))) in (
            "405",
            NOT_THERE,
            SIGN_IN,
        )


def test_the_walk_is_long_enough() -> None:
    """Were the tables or the cast empty, the walk would prove nothing."""
    assert len(EVERYBODY) >= 19 and len(PAGES) >= 90 and len(OPERATIONS) >= 60
    assert not DOCUMENT["paths"].keys() & {"/"}
