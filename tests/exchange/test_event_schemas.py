"""docs/asyncapi.json is what is sent: real pushes are held against it, field by field (issue 4 line 2)."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.counter import Desk
from tests.exchange.joined import join
from yichuang.exchange.models import Delivery
from yichuang.exchange.rules.wire import OUTGOING
from yichuang.exchange.schemas_events import WHEN, CaseEvent, asyncapi

DOCUMENT = json.loads((Path(__file__).parents[2] / "docs" / "asyncapi.json").read_text(encoding="utf-8"))


def validator(name: str) -> jsonschema.Draft202012Validator:
    """Return the validator of one message, its references inside the document."""
    payload = DOCUMENT["components"]["messages"][name]["payload"]
    return jsonschema.Draft202012Validator({**payload, "components": DOCUMENT["components"]})


def undocumented(body: Any, model: dict[str, Any], place: str = "") -> list[str]:
    """Return every field that is sent and not described; what a matter or a form decides is open."""
    parts = DOCUMENT["components"]["schemas"]
    while "$ref" in model:
        model = parts[model["$ref"].rsplit("/", 1)[1]]
    if isinstance(body, list):
        return [one for item in body for one in undocumented(item, model.get("items", {}), f"{place}[]")]
    if not isinstance(body, dict) or "properties" not in model:
        return []
    known = model["properties"]
    found = [f"{place}.{name}" for name in body if name not in known]
    return found + [
        one for name in body if name in known for one in undocumented(body[name], known[name], f"{place}.{name}")
    ]


def test_every_event_has_its_message() -> None:
    assert set(DOCUMENT["components"]["messages"]) == set(OUTGOING) == set(WHEN)
    assert json.loads(json.dumps(asyncapi())) == DOCUMENT


@pytest.mark.django_db
@pytest.mark.usefixtures("demo_district", "plain_http")
def test_what_is_sent_is_what_the_document_says() -> None:
    joined, lin = join(), Desk("林小窗")
    number = lin.receive()
    lin.must(number, "materials", items=lin.materials())
    assert lin.post(f"/cases/{number}/receipt", {}).status_code in (200, 201)
    lin.must(number, "accept")
    Desk("赵审查").must(number, "take-up")
    bodies: list[dict[str, Any]] = [row.body for row in Delivery.objects.filter(system=joined.system).order_by("pk")]
    assert {"case.registered", "case.accepted", "case.handled_here"} <= {body["type"] for body in bodies}
    schema = DOCUMENT["components"]["schemas"]["CaseEvent"]
    for body in bodies:
        validator(body["type"]).validate(body)
        assert undocumented(body, schema) == []
        CaseEvent.model_validate(body)


def test_a_wrong_event_is_found() -> None:
    """The test above can fail: another type, a missing number, an unknown field."""
    errors = list(validator("case.accepted").iter_errors({"specversion": "1.0", "type": "case.registered"}))
    assert any("case.accepted" in error.message for error in errors) and any(
        "'id'" in error.message for error in errors
    )
    schema = DOCUMENT["components"]["schemas"]["CaseEvent"]
    assert undocumented({"data": {"materials": [{"colour": 1}]}}, schema) == [".data.materials[].colour"]
