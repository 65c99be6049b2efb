"""Pages and API of mining: lists, sheets, budgets, and writes that can be repeated (S2-25, S3-9)."""

import json
import uuid
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests.cases.people import signed_in
from tests.mining.ground import mined, people_come
from yichuang.cases.models import ExportRecord
from yichuang.demo.people import PASSWORD, PEOPLE
from yichuang.mining.models import AssociationRule, MiningRun, Proposal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def sheet(http: Client, path: str) -> list[tuple[object, ...]]:
    return list(load_workbook(BytesIO(http.get(path).content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]


class Api:
    """One of the people at the API."""

    def __init__(self, name: str) -> None:
        mobile = next(person.mobile for person in PEOPLE if person.name == name)
        said = {"mobile": mobile, "password": PASSWORD}
        answer = Client().post("/api/session", json.dumps(said), content_type="application/json")
        self.headers = {"Authorization": f"Bearer {answer.json()['token']}"}

    def get(self, path: str) -> Any:
        return Client().get(f"/api/mining{path}", headers=self.headers)

    def post(self, path: str, body: dict, key: str = "") -> Any:
        headers = {**self.headers, "Idempotency-Key": key or str(uuid.uuid4())}
        return Client().post(f"/api/mining{path}", json.dumps(body), content_type="application/json", headers=headers)


def test_lists_sheets_and_sentences() -> None:
    people_come(300)
    run, http = mined(), signed_in("邹主任")
    page = http.get("/mining/").content.decode()
    best = Proposal.objects.order_by("-minutes").first()
    assert best and page.index(best.title) < page.index("合计约省＝") and "萧山区" in page
    loan = AssociationRule.objects.get(given=["realestate_transfer"], then="housing_fund_loan")
    said = http.get(f"/mining/runs/{run.pk}/?q=公积金").content.decode()
    assert f"是平常的 {loan.lift // 100}" in said and "前后 90 天内也办了" in said
    rows = sheet(http, f"/mining/runs/{run.pk}/export/")
    assert rows[0][0] == "办了" and len(rows) == 1 + AssociationRule.objects.count()
    assert sheet(http, "/mining/export/")[1][0] == best.title
    assert sheet(http, "/mining/runs/export/")[1][1] == "邹主任"
    assert ExportRecord.objects.count() == 3
    assert http.get("/mining/?q=没有这个").content.decode().count("没有符合条件的建议") == 1


def test_a_list_costs_the_same_however_long_it_is() -> None:
    """Session and actor, running analysis, the page of proposals, the latest analysis."""
    people_come(300)
    run, http = mined(), signed_in("邹主任")
    counts = []
    for more in range(2):
        with CaptureQueriesContext(connection) as asked:
            http.get("/mining/")
        counts.append(len(asked))
        for place in range(15 * (1 - more)):
            Proposal.objects.create(
                run=run, division="330109", mark=f"{place}", matters=["a"], names=["a"], departments=["a"], title="a", count=10,
                persons=10, lift=1, saved_visits=1, saved_materials=0, saved_fields=0, minutes=1,
            )  # fmt: skip
    assert counts[0] == counts[1] <= 8


def test_the_api_asks_once_for_a_key_and_tells_the_rest() -> None:
    people_come(300)
    api, key = Api("谢区管"), "same"
    first, again = (api.post("/runs", {"division": "330109"}, key) for _ in range(2))
    assert first.status_code == again.status_code == 201 and first.json() == again.json()
    assert MiningRun.objects.count() == 1
    assert api.post("/runs", {"division": "330109"}).status_code == 409
    assert api.post("/runs", {"division": "330109", "least_persons": 9}).status_code == 422
    assert api.post(f"/runs/{first.json()['id']}/cancel", {}).json()["state"] == "cancelled"
    run = mined()
    found = api.get(f"/runs/{run.pk}/associations?size=3&sort=-confidence").json()
    assert len(found["rows"]) == 3 and found["next"] and "也办了" in found["rows"][0]["said"]
    (one, *_) = api.get("/proposals?state=open").json()["rows"]
    done = api.post(f"/proposals/{one['id']}/dismiss", {"reason": "各办各的更快"}).json()
    assert (done["state"], done["reason"]) == ("dismissed", "各办各的更快")
    assert api.get(f"/proposals/{one['id']}").json()["decided_by_name"] == "谢区管"
    assert api.get("/runs?state=done").json()["rows"][0]["id"] == str(run.pk)
