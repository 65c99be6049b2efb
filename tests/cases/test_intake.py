"""The whole intake as one call does what the three steps do, in one transaction (issue 2, 10)."""

from typing import Any

import pytest

from tests.cases.test_budgets import statements
from tests.counter import FREIGHT, PERSON, Desk, signature
from yichuang.cases.models import Case
from yichuang.foundations import calendars, ledger

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def _body(desk: Desk, **more: Any) -> dict[str, Any]:
    declared = {"matter": "freight_general", "applicant_kind": "person", "answers": FREIGHT, "form": PERSON}
    return {**declared, "items": desk.materials(), **more}


def test_one_call_leaves_the_same_history_as_three() -> None:
    desk = Desk("林小窗")
    answer = desk.post("/intakes", _body(desk))
    assert answer.status_code == 201, answer.content.decode()
    made = answer.json()
    assert made["state"] == "accepted" and len(made["query_password"]) == 6
    assert made["promised_due"] in made["whys"]["promised"].replace("年", "-").replace("月", "-").replace("日", "") or (
        "承诺期限" in made["whys"]["promised"]
    )
    stepwise = desk.receive()
    desk.must(stepwise, "materials", items=desk.materials())
    desk.must(stepwise, "accept")
    kinds = [[event.type for event in ledger.history(f"case:{number}")] for number in (made["number"], stepwise)]
    assert kinds[0] == kinds[1]


def test_a_missing_material_is_tolerated_with_a_commitment_in_the_same_call() -> None:
    desk = Desk("林小窗")
    missing = next(line["id"] for line in desk.checklist() if line["tolerable"])
    items = [item for item in desk.materials() if item["material"] != missing]
    commitment = {"materials": [missing], "signature": signature()}
    made = desk.post("/intakes", _body(desk, items=items, commitment=commitment))
    assert made.status_code == 201, made.content.decode()
    assert made.json()["tolerated_open"] == 1


def test_what_is_refused_at_any_step_leaves_nothing() -> None:
    desk, before = Desk("林小窗"), Case.objects.count()
    open_point = desk.materials()
    open_point[0]["points"] = {}
    for body, code in (
        (_body(desk, form={**PERSON, "id_number": "330181199503070011"}), 422),
        (_body(desk, items=[{"material": "no_such"}]), 422),
        (_body(desk, items=open_point), 409),
        (_body(desk, commitment={"materials": [], "signature": signature()}), 422),
        (_body(desk, commitment={"materials": [], "signature": "®"}), 422),
    ):
        answer = desk.post("/intakes", body)
        assert answer.status_code == code, answer.content.decode()
        assert answer.json()["reasons"]
    assert Case.objects.count() == before


def test_a_repeated_call_is_answered_once_and_receiving_only_is_possible() -> None:
    desk = Desk("林小窗")
    first, again = (desk.post("/intakes", _body(desk, accept=False), key="same") for _ in range(2))
    assert first.json() == again.json()
    assert first.json()["state"] == "received"
    assert Desk("赵审查").post("/intakes", _body(desk)).status_code == 403


def test_one_call_takes_few_statements() -> None:
    """Who acts; declare: matter, applicant, serial, case, events, jobs, materials; record: lock, materials, update, case, events;
    accept: lock, materials, notice, case, events, jobs; idempotency key.
    """
    desk = Desk("林小窗")
    body = _body(desk)
    desk.receive()
    calendars.calendar()
    with statements() as seen:
        assert desk.post("/intakes", body).status_code == 201
    assert len(seen) <= 22, "\n".join(seen)
