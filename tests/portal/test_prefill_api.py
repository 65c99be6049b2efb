"""Filling in beforehand over the API: kept once, read and thrown away by who has the code, taken over at a counter (网上预填, S2-51)."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cases.people import signed_in
from tests.counter import FREIGHT, PERSON
from yichuang.cases.models import Case, Prefill
from yichuang.cases.operations.look_up_prefill import look_up_prefill
from yichuang.cases.operations.look_up_progress import MOST_FROM_AN_ADDRESS
from yichuang.cases.operations.prefill import LIVES, use_prefill
from yichuang.cases.rules.prefill_codes import read_code
from yichuang.foundations import clock
from yichuang.foundations.models import IdempotencyKey
from yichuang.foundations.problems import NotFound, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
BODY: dict[str, Any] = {
    "matter": "freight_general",
    "applicant_kind": "person",
    "answers": FREIGHT,
    "form": {**PERSON, "address": "萧山区北干街道金城路 1 号"},
    "own_form": {"trucks": 3, "parking_area": 350.5, "safety_mobile": "13900005678"},
    "agreed": True,
}


def ask(what: str, body: dict[str, Any], key: str = "k-1") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return Client().post(f"/api/public/prefills{what}", body, content_type="application/json", headers=headers)


def test_it_is_kept_once_and_the_counter_takes_it_over() -> None:
    first, again = ask("", BODY), ask("", BODY)
    assert first.status_code == 201 and first.json() == again.json() and Prefill.objects.count() == 1
    code = read_code(first.json()["code"])
    assert code and first.json()["matter_name"] == "普通货物运输经营许可" and not Case.objects.exists()
    kept = json.dumps(IdempotencyKey.objects.get(key="k-1").answer)
    assert code not in kept and first.json()["code"] not in kept, "the house keeps only a mark of the code"
    desk = signed_in("林小窗").get(f"/desk/freight_general/?prefill={code}").content.decode()
    assert 'value="王小明"' in desk and 'value="350.5"' in desk and "申请人网上预填 " in desk
    shown = ask("/read", {"code": code}, "").json()
    assert shown["opened_at"] is not None


def test_what_is_read_is_masked_and_a_received_one_says_only_its_number() -> None:
    code = ask("", BODY).json()["code"]
    told = ask("/read", {"code": f" {code.lower()} "}, "").json()
    lines = {line["label"]: line["value"] for line in told["lines"]}
    assert (lines["申报人"], lines["身份证"], lines["联系人手机"]) == ("王小明", "330181**********10", "139****1234")
    assert lines["通讯地址"] == "萧山区北干街****" and lines["是否快递送达"] == "否"
    assert "139****5678" in lines.values() and "350.5" in lines.values() and "13900005678" not in json.dumps(told)
    assert told["number"] == "" and told["opened_at"] is None
    use_prefill(code=code, number="330109112611288000001")
    after = ask("/read", {"code": code}, "").json()
    assert (after["number"], after["lines"]) == ("330109112611288000001", [])


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"agreed": False}, 422, "还没有同意"),
        ({"matter": "no_such"}, 404, "没有找到"),
        ({"applicant_kind": "cat"}, 422, "请选择申报者类型"),
        ({"answers": {"q2": "a"}}, 422, "还没有答完"),
        ({"form": {}}, 422, "申报人"),
        ({"own_form": {"trucks": "三"}}, 422, "trucks"),
        ({"own_form": {"trucks": 3, "cats": 2}}, 422, "cats"),
        ({"own_form": {"trucks": {"a": [1]}}}, 422, "trucks"),
    ],
)
def test_faults_are_refused_and_nothing_is_kept(changes: dict[str, Any], status: int, said: str) -> None:
    refused = ask("", {**BODY, **changes})
    assert refused.status_code == status and said in refused.content.decode(), refused.content.decode()
    assert not Prefill.objects.exists() and not IdempotencyKey.objects.exists()


def test_a_key_is_needed_and_one_used_for_another_body_is_refused() -> None:
    assert ask("", BODY, "").status_code == 422
    ask("", BODY)
    other = ask("", {**BODY, "form": {**PERSON, "name": "李小红"}})
    assert other.status_code == 422 and "idempotency_key_reused" in other.content.decode()


def test_it_is_thrown_away_by_who_has_the_code() -> None:
    code = ask("", BODY).json()["code"]
    assert ask("/discard", {"code": code}, "k-2").json() == {"discarded": True}
    assert ask("/discard", {"code": code}, "k-2").json() == {"discarded": True}, "the same answer to the same request"
    assert ask("/discard", {"code": code}, "k-3").json() == {"discarded": False}
    assert ask("/read", {"code": code}, "").status_code == 404


def test_codes_cannot_be_tried_out_and_a_right_one_is_no_help_in_it() -> None:
    code, now = ask("", BODY).json()["code"], clock.now()
    for turn in range(MOST_FROM_AN_ADDRESS):
        with pytest.raises(NotFound):
            look_up_prefill(code="2222222222" if turn % 2 else "?", address="203.0.113.9", now=now)
        if turn == 1:
            look_up_prefill(code=code, address="203.0.113.9", now=now)
    with pytest.raises(Refused, match="暂停查询"):
        look_up_prefill(code=code, address="203.0.113.9", now=now)
    assert look_up_prefill(code=code, address="203.0.113.10", now=now).number == ""
    assert look_up_prefill(code=code, address="203.0.113.9", now=now + timedelta(minutes=15)).number == ""
    with pytest.raises(NotFound):
        look_up_prefill(code=code, address="203.0.113.10", now=now + LIVES)
