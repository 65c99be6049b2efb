"""The pages of the registry: what a person presses, and what he is told when it cannot be (S2-48)."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cases.people import signed_in
from tests.sharing.upstream import ECHO, api, system
from yichuang.sharing.models import ApiGrant, SharedApi

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district", "plain_http")]
HERE = "http://127.0.0.1:9"
TERMS = {
    "name": "回声接口", "upstream": HERE, "data_class": "conditional", "per_minute": "60", "total_seconds": "10",
    "read_seconds": "5", "alarm_errors": "5", "alarm_p95": "3000",
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
    assert asker.post("/sharing/apis/echo/act/ask/", {**given, "expires_on": "2027-01-01"}).status_code == 302
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
