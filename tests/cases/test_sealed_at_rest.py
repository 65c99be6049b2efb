"""No table holds an identity number, a telephone number or a query password in the clear (个人信息保护法 51; issue 2, 8)."""

import json

import pytest
from django.db import connection

from tests.cases.people import signed_in
from tests.counter import FREIGHT, PERSON, Desk
from yichuang.cases.models import Case, IntakeDraft
from yichuang.demo.people import PEOPLE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def _tables_with(text: str) -> list[str]:
    """Return every table one of whose rows says `text`, in a text, in JSON or in bytes."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT EXISTS (SELECT 1 FROM "{table}" AS kept WHERE kept::text LIKE %s OR kept::text LIKE %s)',
                [f"%{text}%", f"%{text.encode().hex()}%"],
            )
            if cursor.fetchone() == (True,):
                found.append(table)
    return found


def test_what_a_counter_writes_is_sealed_wherever_it_is_kept() -> None:
    lin = Desk("林小窗")
    body = {"matter": "freight_general", "applicant_kind": "person", "answers": FREIGHT, "form": PERSON}
    made = lin.post("/intakes", {**body, "items": lin.materials()})
    assert made.status_code == 201, made.content.decode()
    signed_in("林小窗").post("/desk/freight_general/draft/", {"kind": "person", **PERSON})
    assert IntakeDraft.objects.exists() and Case.objects.exists()
    number, mobile, password = PERSON["id_number"], PERSON["contact_mobile"], made.json()["query_password"]
    for secret in (number, mobile, PEOPLE[0].mobile):
        assert _tables_with(secret) == [], secret
    assert _tables_with(json.dumps(password)) == [], "the query password stands on the receipt only"


def test_the_sweep_would_find_what_is_not_sealed() -> None:
    Desk("林小窗").receive()
    assert _tables_with("freight_general"), "text and JSON are looked through"
    assert _tables_with(PERSON["name"]), "names are not sealed: lists are read by them"
