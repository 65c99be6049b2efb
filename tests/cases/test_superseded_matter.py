"""A matter superseded between receipt and acceptance: the case keeps the version it was received under (house.md, idea 1)."""

import pytest

from tests.counter import FREIGHT, PERSON, Desk
from yichuang.accounts.permissions import SYSTEM
from yichuang.cases.models import Case
from yichuang.catalog.operations.publish import load_version
from yichuang.catalog.operations.suspend import suspend
from yichuang.catalog.queries import published, spec_of
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def test_a_received_case_goes_on_under_its_own_version_and_the_next_one_under_the_new() -> None:
    desk = Desk("林小窗")
    number, items = desk.receive(), desk.materials()
    old = published("freight_general")
    changed = old.spec.model_dump(by_alias=True)
    changed["materials"] = [{**material, "name": f"{material['name']}（新版）"} for material in changed["materials"]]
    load_version(actor=SYSTEM, spec=MatterSpec.model_validate(changed), now=clock.now())
    desk.must(number, "materials", items=items)
    assert desk.must(number, "accept")["state"] == "accepted"
    case = Case.objects.get(number=number)
    assert case.version_id == old.version_id and spec_of(case.version_id) == old.spec
    assert not any("新版" in row.name for row in case.materials.all())
    later = Case.objects.get(number=desk.receive())
    assert later.version_id != old.version_id
    assert all("新版" in row.name for row in later.materials.all())


def test_a_suspended_matter_takes_no_new_case_and_says_so_while_open_ones_go_on() -> None:
    desk = Desk("林小窗")
    number = desk.receive()
    suspend(actor=SYSTEM, matter_key="freight_general", reason="政策调整", now=clock.now())
    body = {"matter": "freight_general", "applicant_kind": "person", "answers": FREIGHT, "form": PERSON}
    answer = desk.post("/cases", body)
    assert answer.status_code in (404, 409)
    assert all(reason["message"] and reason["todo"] for reason in answer.json()["reasons"])
    desk.must(number, "withdraw", in_writing=True)
