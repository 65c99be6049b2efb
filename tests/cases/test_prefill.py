"""Filled in online beforehand (网上预填, S2-51): kept sealed under a code, taken over at a counter into a case, or forgotten."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.cases.people import signed_in, who
from tests.counter import FREIGHT, PERSON
from yichuang.cases.models import Case, Prefill
from yichuang.cases.operations.prefill import (
    LIVES,
    MOST_FROM_AN_ADDRESS,
    Prefilled,
    discard_prefill,
    forget_prefills,
    keep_prefill,
    open_prefill,
    use_prefill,
)
from yichuang.cases.rules.prefill_codes import read_code, shown_code
from yichuang.foundations import clock
from yichuang.foundations.problems import NotFound, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
PAGE = "/prefill/freight_general/?kind=person&a.q2=a&a.q3=a&a.q4=b&a.q5="
POSTED = {
    **PERSON,
    "kind": "person",
    "agreed": "1",
    "o.trucks": "3",
    "o.parking_area": "350.5",
    "o.safety_mobile": "13900005678",
}


def given(**changes: Any) -> Prefilled:
    """Return what somebody filled in."""
    whole = {"matter": "freight_general", "kind": "person", "answers": FREIGHT, "form": {**PERSON, "quantity": "1"},
             "own_form": {"trucks": 3}, "typed": {"name": ["王小明"]}}  # fmt: skip
    return Prefilled(**{**whole, **changes})


def keep(**changes: Any) -> str:
    """Keep it and return the code."""
    return keep_prefill(given=given(**changes), address="203.0.113.7", now=clock.now())[0]


def test_a_code_is_read_however_it_was_typed() -> None:
    assert read_code(" 7k4m-2qdx 9p ") == "7K4M2QDX9P" and shown_code("7K4M2QDX9P") == "7K4M-2QDX-9P"
    for other in ("", "7K4M2QDX9", "7K4M2QDX9O", "普通货物运输经营许可证"):
        assert read_code(other) == ""


def test_the_public_fills_in_and_the_counter_takes_it_over_by_the_code() -> None:
    public = Client()
    page = public.get(PAGE).content.decode()
    assert "预填不是申请" in page and 'id="o-parking_area"' in page
    assert public.post(PAGE, POSTED).status_code == 302
    shown = public.get("/prefill/").content.decode()
    code = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{2}", shown)
    assert code is not None and not Case.objects.exists(), "nothing is received"
    with connection.cursor() as cursor:
        cursor.execute("SELECT p::text FROM cases_prefill p")
        (kept,) = cursor.fetchone()
    assert read_code(code[0]) not in kept and PERSON["id_number"] not in kept and "王小明" not in kept
    assert "没有预填码" in Client().get("/prefill/").content.decode(), "another browser does not see it"

    clerk = signed_in("林小窗")
    found = clerk.get(f"/desk/?q={code[0]}").content.decode()
    assert f"/desk/freight_general/?prefill={read_code(code[0])}" in found
    desk = clerk.get(f"/desk/freight_general/?prefill={code[0]}").content.decode()
    assert 'value="王小明"' in desk and 'value="350.5"' in desk and "申请人网上预填 " in desk
    taken = dict(re.findall(r'<input[^>]* name="([^"]+)" value="([^"]*)"', desk))
    done = clerk.post(
        "/desk/freight_general/", {**taken, "o.trucks": "4", "courier": "no", "done.q5": "1", "act": "receive"}
    )
    assert done.status_code == 302, done.content.decode()
    case = Case.objects.get()
    assert case.applicant_name == "王小明" and case.own_form["trucks"] == 4
    assert case.origins["name"]["how"] == "prefilled" and case.origins["own_form.parking_area"]["how"] == "prefilled"
    assert "own_form.trucks" not in case.origins, "what the clerk changed is the clerk's"
    row = Prefill.objects.get()
    assert (row.number, row.data, row.opened_by_name) == (case.number, {}, "林小窗")
    again = clerk.get(f"/desk/freight_general/?prefill={code[0]}")
    assert again.status_code == 409 and case.number in again.content.decode()


def test_what_is_wrong_is_told_beside_it_and_stays_and_consent_is_asked() -> None:
    public = Client()
    wrong = public.post(PAGE, {**POSTED, "id_number": "123", "o.trucks": "三"})
    page = wrong.content.decode()
    assert (
        wrong.status_code == 422 and 'id="e-id_number"' in page and 'id="e-o-trucks"' in page and 'value="三"' in page
    )
    silent = public.post(PAGE, {**POSTED, "agreed": ""})
    assert (
        silent.status_code == 422
        and "还没有保存" in silent.content.decode()
        and 'value="王小明"' in silent.content.decode()
    )
    assert not Prefill.objects.exists()
    assert "/ask/" in public.get("/prefill/freight_general/?kind=person&a.q2=a").url  # type: ignore[attr-defined]
    assert "谁来申请" in public.get("/prefill/freight_general/").content.decode()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "other_organisation"}, "kind"),
        ({"answers": {"q2": "a"}}, "answers"),
        ({"answers": {"q9": "a"}}, "answers"),
        ({"form": {}}, "required"),
        ({"own_form": {"trucks": 0}}, "own_form"),
    ],
)
def test_faults_are_refused_and_nothing_is_kept(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        keep(**changes)
    assert code in [reason.code for reason in refused.value.reasons] and not Prefill.objects.exists()


def test_one_address_cannot_fill_the_store() -> None:
    for _ in range(MOST_FROM_AN_ADDRESS):
        keep()
    with pytest.raises(Refused) as refused:
        keep()
    assert refused.value.status == 429
    keep_prefill(given=given(), address="203.0.113.8", now=clock.now())
    keep_prefill(given=given(), address="203.0.113.7", now=clock.now() + timedelta(hours=1, seconds=1))


def test_it_is_thrown_away_by_who_has_the_code_and_forgotten_after_thirty_days() -> None:
    code, kept = keep(), keep()
    assert discard_prefill(code=shown_code(code)) and not discard_prefill(code=code)
    with pytest.raises(NotFound):
        open_prefill(actor=who("林小窗"), code=code, now=clock.now())
    with pytest.raises(NotFound):
        open_prefill(actor=who("林小窗"), code=kept, now=clock.now() + LIVES)
    assert forget_prefills(now=clock.now()) == 0 and forget_prefills(now=clock.now() + LIVES) == 1


def test_two_counters_do_not_receive_one_prefill_twice() -> None:
    code = keep()
    use_prefill(code=code, number="330109112611288000001")
    with pytest.raises(Refused) as twice:
        use_prefill(code=code, number="330109112611288000002")
    assert twice.value.status == 409 and "330109112611288000001" in str(twice.value)
    assert not discard_prefill(code=code), "what became a case is the case's"
    use_prefill(code="2222222222", number="330109112611288000003")
