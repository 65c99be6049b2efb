"""The API against its own OpenAPI document, with made-up and hostile input: no 5xx, every answer as declared (issue 2, 10)."""

import json
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from pytest_django import DjangoDbBlocker
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests import snapshot
from tests.counter import Desk
from yichuang.accounts.models import Staff
from yichuang.demo.people import PEOPLE
from yichuang.project.wsgi import application

pytestmark = [pytest.mark.django_db]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# A portion of an upload is bytes, by the name that tus 1.0 has for them.
schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")
DOCUMENT = json.loads((Path(__file__).parents[2] / "docs" / "openapi.json").read_text(encoding="utf-8"))
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
OPERATIONS = {found.ok().label: found.ok() for found in SCHEMA.get_all_operations() if isinstance(found, Ok)}


@pytest.fixture(scope="module")
def clerk(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, str]]:
    """Sign in and receive once, in a transaction that is undone after the last operation; each test rolls back to here.

    The connection stays open: the server would close it after each request.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        if Staff.objects.count() < len(PEOPLE):
            snapshot.restore()
        desk = Desk("林小窗")
        found = {**desk.headers, "number": desk.receive()}
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
        yield found
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
        transaction.set_rollback(True)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("label", OPERATIONS)
def test_every_operation_answers_as_the_document_says(label: str, mode: GenerationMode, clerk: dict[str, str]) -> None:
    """Six requests of each kind, as the document allows and as it does not, by a clerk, to a case that is there; each is rolled back."""

    @given(case=OPERATIONS[label].as_strategy(generation_mode=mode))
    @settings(max_examples=6, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def ask(case: schemathesis.Case) -> None:
        if "number" in case.path_parameters and "/cases/" in label:
            case.path_parameters["number"] = clerk["number"]
        headers = {"Authorization": clerk["Authorization"], "Idempotency-Key": str(uuid.uuid4())}
        with transaction.atomic():
            response = case.call(app=application, headers=headers)
            transaction.set_rollback(True)
        case.validate_response(response, checks=CHECKS)

    with suppress(Unsatisfiable):  # an operation without any input cannot be asked wrongly
        ask()


def test_the_document_has_every_operation_of_the_counter() -> None:
    """Were the document empty, the test above would prove nothing."""
    assert len(OPERATIONS) == len(list(SCHEMA.get_all_operations())) >= 45
