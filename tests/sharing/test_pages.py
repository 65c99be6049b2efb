"""The pages of the registry: what a person presses, and what he is told when it cannot be (S2-48)."""

import json
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from tests.cases.people import signed_in
from tests.sharing.upstream import ECHO, api, granted, system
from yichuang.cases.models import ExportRecord
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.spreadsheets import EXCEL
from yichuang.sharing.models import ApiGrant, SharedApi, SharedCall

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district", "plain_http")]
HERE = "http://127.0.0.1:9"
TERMS = {
    "name": "回声接口", "upstream": HERE, "data_class": "conditional", "per_minute": "60", "total_seconds": "10",
    "read_seconds": "5", "alarm_errors": "5", "alarm_p95": "3000",
    "answer_mb": "1", "beyond": "refuse",
}  # fmt: skip


def upload(document: Any = None) -> SimpleUploadedFile:
    """Return a document as a browser sends it."""
    return SimpleUploadedFile("api.json", json.dumps(document or ECHO).encode(), "application/json")


def test_an_api_is_registered_on_the_page_and_a_refusal_keeps_what_was_typed() -> None:
    system(HERE)
    http = signed_in("姜管理")
    form = {**TERMS, "key": "echo", "provider": "provider"}
    wrong = http.post("/sharing/register/", {**form, "upstream": "http://127.0.0.1:10", "document": upload()})
    text = wrong.content.decode()
    assert wrong.status_code == 422 and "登记的地址" in text and 'value="回声接口"' in text
    done = http.post("/sharing/register/", {**form, "document": upload()})
    assert done.status_code == 302, done.content.decode()
    page = http.get("/sharing/apis/echo/").content.decode()
    assert "/gateway/echo/things/{code}" in page and HERE in page
    assert HERE not in signed_in("韩局长").get("/sharing/apis/echo/").content.decode(), "its owner's alone"


def test_applying_approving_and_revoking_on_the_pages() -> None:
    api(HERE)
    asker, head = signed_in("姜管理"), signed_in("孙局长")
    given = {"consumer": "provider", "purpose": "核验身份", "legal_basis": "716号令第七条", "per_minute": "10"}
    assert asker.post("/sharing/apis/echo/act/ask/", {**given, "expires_on": "2020-01-01"}).status_code == 422
    assert (
        asker.post(
            "/sharing/apis/echo/act/ask/", {**given, "expires_on": f"{day_of(clock.now()) + timedelta(days=99)}"}
        ).status_code
        == 302
    )
    grant = ApiGrant.objects.get()
    assert "核验身份" in head.get("/sharing/grants/?list=deciding").content.decode()
    assert "核验身份" in asker.get("/sharing/grants/?list=mine").content.decode()
    silent = head.post(f"/sharing/grants/{grant.pk}/act/refuse/", {"reason": ""})
    assert silent.status_code == 422 and "没有写明理由" in silent.content.decode()
    head.post(f"/sharing/grants/{grant.pk}/act/approve/", {"reason": ""})
    assert "已授权" in asker.get("/sharing/grants/").content.decode()
    head.post(f"/sharing/grants/{grant.pk}/act/revoke/", {"reason": "用途不符"})
    assert "已收回" in asker.get("/sharing/grants/?state=revoked").content.decode()


def test_the_document_is_replaced_downloaded_and_the_api_withdrawn_on_its_page() -> None:
    api(HERE)
    http = signed_in("姜管理")
    bad = http.post("/sharing/apis/echo/act/document/", {"document": upload({"openapi": "3.1.0"})})
    assert bad.status_code == 422 and "接口文档" in bad.content.decode()
    assert http.post("/sharing/apis/echo/act/document/", {"document": upload({**ECHO, "tags": []})}).status_code == 302
    assert http.get("/sharing/apis/echo/document/").json()["tags"] == []
    assert http.post("/sharing/apis/echo/act/withdraw/", {"why": ""}).status_code == 422
    assert http.post("/sharing/apis/echo/act/withdraw/", {"why": "升级"}).status_code == 302
    assert not SharedApi.objects.get().active
    assert "停止共享：升级" in http.get("/sharing/apis/echo/").content.decode()


def rows_of(http: Any, address: str) -> list[list[Any]]:
    """Return the lines of a spreadsheet without its heads."""
    answer = http.get(address)
    assert answer.status_code == 200 and answer["Content-Type"] == EXCEL
    lines = load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(min_row=2, values_only=True)
    return [list(line) for line in lines]


def test_the_lists_are_sorted_and_exported_as_they_stand_and_who_took_them_is_on_record() -> None:
    joined = system(HERE)
    api(HERE, joined=joined, name="乙接口", per_minute=80)
    api(HERE, joined=joined, key="echo-2", name="甲接口", per_minute=90, personal=True, alarm_errors=1)
    granted("echo", "provider", until=date(2027, 6, 1))
    granted("echo-2", "provider", until=date(2027, 3, 1))
    http = signed_in("姜管理")
    assert [row[1] for row in rows_of(http, "/sharing/export/?sort=-per_minute")] == ["echo-2", "echo"]
    assert [row[6] for row in rows_of(http, "/sharing/export/?sort=per_minute")] == ["不涉及", "涉及"]
    assert [row[1] for row in rows_of(http, "/sharing/export/?q=echo-2")] == ["echo-2"]
    assert [row[6] for row in rows_of(http, "/sharing/grants/export/?sort=until")] == ["2027-03-01", "2027-06-01"]
    assert not rows_of(http, "/sharing/grants/export/?state=revoked")
    page = http.get("/sharing/?sort=-per_minute").content.decode()
    assert page.index("echo-2") < page.index(">乙接口<") and "/sharing/export/?sort=-per_minute" in page
    assert ExportRecord.objects.filter(title__in=["共享接口", "共享接口授权"]).count() == 5
    assert ExportRecord.objects.filter(title="共享接口").order_by("pk").first().staff_name == "姜管理"  # type: ignore[union-attr]


def test_the_call_log_is_sorted_by_time_taken_for_the_last_days_only() -> None:
    row = api(HERE)
    old, slow, quick = [
        SharedCall.objects.create(
            api=row, consumer="provider", actor_id="s", actor_name="系统", purpose=f"第{days}天", method="GET", path="/a",
            at=clock.now() - timedelta(days=days), status=200, milliseconds=took, consent_reference="授权书 7 号",
        )
        for days, took in ((9, 900), (1, 500), (0, 5))
    ]  # fmt: skip
    http = signed_in("姜管理")
    assert [line[11] for line in rows_of(http, "/sharing/calls/export/?sort=-took")] == [
        slow.milliseconds,
        quick.milliseconds,
    ]
    assert [line[11] for line in rows_of(http, "/sharing/calls/export/?sort=at")] == [old.milliseconds, 500, 5]
    page = http.get("/sharing/calls/?sort=-took").content.decode()
    assert "列最近 7 天的调用" in page and "依据：授权书 7 号" in page and "第9天" not in page
    assert "列最近" not in http.get("/sharing/calls/").content.decode()


def test_patterns_of_an_older_document_are_said_to_its_owner_with_what_to_do() -> None:
    one = api(HERE)
    assert "不能使用的正则表达式" not in signed_in("姜管理").get("/sharing/apis/echo/").content.decode()
    version = one.versions.get()
    version.document["components"] = {"schemas": {"A": {"type": "string", "pattern": "(a)\\1"}}}
    version.save()
    page = signed_in("姜管理").get("/sharing/apis/echo/").content.decode()
    assert "/components/schemas/A/pattern：正则表达式用了反向引用" in page and "“更新接口文档”处重新上传" in page
    assert "不能使用的正则表达式" not in signed_in("韩局长").get("/sharing/apis/echo/").content.decode()
