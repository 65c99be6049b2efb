"""Messages, templates and opt-outs on their pages and over the API: owner, colleague, stranger; lists, search, export (S2-32)."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.cases.people import signed_in
from tests.counter import Desk
from tests.results import accepted
from yichuang.foundations import clock, ledger
from yichuang.foundations.actors import Place
from yichuang.foundations.checkpoints import verify_ledger
from yichuang.foundations.models import Event
from yichuang.notifications.models import Message, OptOut, Wording
from yichuang.notifications.operations.send import send
from yichuang.notifications.operations.stop import answer_text
from yichuang.organizations.models import Site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
TO, OTHER = "13977770000", "13977770001"
ASKED = {"matter": "养犬登记", "link": "https://example.cn/r"}
CODE = {"code": "042042", "minutes": "10"}
OWN = "请为“{matter}”打分，网址 {link}。"


def there(key: str = "centre") -> Place:
    site = Site.objects.get(key=key)
    return Place(division=site.division_id, site_id=site.pk)


def written(to: str = TO, template: str = "rating_asked", data: Any = ASKED, place: Place | None = None) -> Message:
    return send(to=to, template=template, data=data, now=clock.now(), place=place or there())


def text(http: Client, path: str, status: int = 200) -> str:
    answer = http.get(path)
    assert answer.status_code == status, path
    return str(answer.content.decode())


def cells(content: bytes) -> list[Any]:
    book = load_workbook(BytesIO(content))
    return list(book[book.sheetnames[0]].iter_rows(values_only=True))


def failed() -> Message:
    row = written()
    Message.objects.filter(pk=row.pk).update(state=Message.FAILED, failure="账户余额不足")
    return row


def test_a_message_is_found_by_its_whole_number_and_never_shown_whole() -> None:
    http, row = signed_in("谢区管"), written()
    written(OTHER)
    page = text(http, f"/messages/?q={TO}")
    assert page.count("row-link") == 1 and str(row.uid) in page and "139****0000" in page
    assert TO not in page.replace(f'value="{TO}"', "").replace(f"q={TO}", "")
    assert "没有找到消息" in text(http, "/messages/?q=139777")
    assert "没有找到消息" in text(http, f"/messages/?q={TO}&state=failed")
    assert str(row.uid) in text(http, f"/messages/?q={TO}&state=waiting&template=rating_asked&since=2020-01-01&sort=at")
    assert "没有找到消息" in text(http, "/messages/?until=2020-01-01")


def test_each_sees_the_messages_of_his_place() -> None:
    centre, town = written(), written(OTHER, place=there("yinong"))
    seen = {"谢区管": {centre, town}, "邹主任": {centre, town}, "喻审计": {centre, town}, "沈主管": {centre}}
    for name, rows in seen.items():
        http = signed_in(name)
        page = text(http, "/messages/")
        assert {row for row in (centre, town) if str(row.uid) in page} == rows, name
    text(signed_in("沈主管"), f"/messages/at/{town.uid}/", 404)
    assert text(signed_in("林小窗"), "/messages/", 403)


def test_the_detail_has_the_way_and_hides_codes() -> None:
    http, row = signed_in("谢区管"), written(template="reset_code", data=CODE)
    page = text(http, f"/messages/at/{row.uid}/")
    assert "042042" not in page and "******" in page and "写下消息" in page


def test_pages_turn_and_the_list_is_taken_out_on_record() -> None:
    for number in range(32):
        written(f"139777700{number:02d}")
    http = signed_in("谢区管")
    first = http.get("/messages/").context["page"]
    assert len(first.rows) == 30 and first.next
    rest = http.get(f"/messages/?cursor={first.next}").context["page"]
    assert not {row.pk for row in rest.rows} & {row.pk for row in first.rows}
    answer = http.get(f"/messages/export/?state=waiting&q={TO}")
    rows = cells(answer.content)
    assert rows[0][:4] == ("时间", "模板", "号码", "状态") and [row[2] for row in rows[1:]] == ["139****0000"]
    event = Event.objects.filter(type="staff.list_exported").latest("pk")
    assert event.payload["title"] == "消息记录" and TO not in str(event.payload)


def test_sending_again_is_the_keeper_s() -> None:
    row = failed()
    address = f"/messages/at/{row.uid}/again/"
    assert "确认重新发送" in text(signed_in("谢区管"), f"/messages/at/{row.uid}/")
    assert "确认重新发送" not in text(signed_in("喻审计"), f"/messages/at/{row.uid}/")
    assert signed_in("喻审计").post(address).status_code == 403
    assert signed_in("邹主任").post(address).status_code == 302
    again = signed_in("谢区管").post(address)
    assert again.status_code == 409 and "可能已经收到" in again.content.decode()
    assert verify_ledger().faults == []


def test_a_template_is_tried_kept_and_had_back() -> None:
    http, address = signed_in("谢区管"), "/messages/templates/rating_asked/"
    assert "原文" in text(http, address) and "按 <strong>3</strong> 条短信计费" in text(http, address)
    tried = http.post(f"{address}preview/", {"text": OWN, "version": "0"})
    assert tried.status_code == 200 and "可以保存" in tried.content.decode() and not Wording.objects.exists()
    wrong = http.post(f"{address}preview/", {"text": "打分 {secret}", "version": "0"}).content.decode()
    assert "还不能保存" in wrong and "{secret}" in wrong and "打分" in wrong
    refused = http.post(f"{address}change/", {"text": "打分", "version": "0"})
    assert refused.status_code == 422 and "{link}（网址）" in refused.content.decode()
    assert http.post(f"{address}change/", {"text": OWN, "gateway_code": "SMS_9", "version": "0"}).status_code == 302
    page = text(http, address)
    assert "已改写" in page and "第 1 版" in page and "谢区管" in page and "恢复原文" in page
    assert http.post(f"{address}change/", {"text": "{matter}{link}", "version": "0"}).status_code == 409
    assert http.post(f"{address}restore/", {"version": "1"}).status_code == 302
    row = Wording.objects.get()
    assert (row.version, row.text) == (2, "") and len(ledger.history(row.stream)) == 2
    assert signed_in("沈主管").post(f"{address}change/", {"text": OWN, "version": "2"}).status_code == 403
    assert "只能查看" in text(signed_in("沈主管"), address)
    assert http.post(f"{address}change/", {"text": OWN, "version": "2", "division": "330110"}).status_code == 404
    assert http.post(f"{address}burn/", {"text": OWN, "version": "2"}).status_code == 404
    text(http, "/messages/templates/nothing/", 404)


def test_opt_outs_are_listed_noted_and_taken_back() -> None:
    http = signed_in("谢区管")
    assert "没有退订" in text(http, "/messages/opt-outs/")
    form = {"number": "0571-82600000", "kinds": ["rating"], "why": "来电"}
    refused = http.post("/messages/opt-outs/add/", form)
    assert refused.status_code == 422 and "固定电话" in refused.content.decode()
    assert http.post("/messages/opt-outs/add/", {"number": TO, "why": "来电"}).status_code == 422
    assert http.post("/messages/opt-outs/add/", {**form, "number": TO}).status_code == 302
    row = OptOut.objects.get()
    assert "139****0000" in text(http, f"/messages/opt-outs/?q={TO}&kind=rating")
    assert "已退订" in text(http, f"/messages/at/{written().uid}/")
    answer = http.get("/messages/opt-outs/export/")
    assert cells(answer.content)[1][0] == "139****0000"
    assert http.post(f"/messages/opt-outs/at/{row.uid}/back/", {"why": ""}).status_code == 422
    assert signed_in("喻审计").post(f"/messages/opt-outs/at/{row.uid}/back/", {"why": "x"}).status_code == 403
    assert http.post(f"/messages/opt-outs/at/{row.uid}/back/", {"why": "来电"}).status_code == 302
    assert "没有退订" in text(http, "/messages/opt-outs/") and "已恢复" in text(http, "/messages/opt-outs/?state=back")


def test_the_navigation_has_an_entry_for_those_who_look_after_messages() -> None:
    assert 'href="/messages/"' in text(signed_in("沈主管"), "/messages/")
    assert 'href="/messages/"' not in text(signed_in("赵审查"), "/cases/")


def test_an_applicant_s_messages_belong_to_the_site_that_received() -> None:
    number = accepted(Desk("林小窗"))
    events = Event.objects.filter(stream=f"case:{number}", type="case.accepted")
    ledger.hear("cases.applicant", [str(event.uid) for event in events], clock.now())
    row = Message.objects.get(stream=f"case:{number}")
    assert (row.division, row.site_id) == (there().division, there().site_id)
    assert f"办件 {number}" in text(signed_in("沈主管"), f"/messages/at/{row.uid}/")
    assert "受理通知 待发送" in text(signed_in("林小窗"), f"/cases/{number}/")
    answer_text(number=row.to, content="TD", at=clock.now(), now=clock.now())
    page = text(signed_in("林小窗"), f"/cases/{number}/")
    assert "已退订" in page and "收信人不接收预约提醒、评价邀请" in page


def test_the_api_reads_what_the_pages_show() -> None:
    row, desk = failed(), Desk("谢区管")
    found = desk.get(f"/messages?q={TO}").json()["messages"]
    assert [(one["uid"], one["to"], one["state"], one["name"]) for one in found] == [
        (str(row.uid), "139****0000", "failed", "邀请评价")
    ]
    detail = desk.get(f"/messages/{row.uid}").json()
    assert "养犬登记" in detail["text"] and detail["steps"] == [] and detail["stopped"] == []
    assert Desk("林小窗").get("/messages").status_code == 403
    key = "one-key"
    first, second = (desk.post(f"/messages/{row.uid}/again", {}, key) for _ in range(2))
    assert first.status_code == second.status_code == 200 and first.json() == second.json()
    assert first.json()["state"] == "waiting"
    assert desk.post(f"/messages/{row.uid}/again", {}).json()["reasons"][0]["code"] == "not_failed"


def test_the_api_words_templates() -> None:
    desk = Desk("邹主任")
    listed = desk.get("/message-templates").json()
    assert listed["division"] == "330109" and {one["version"] for one in listed["templates"]} == {0}
    tried = desk.post("/message-templates/rating_asked/preview", {"text": "打分"}).json()
    assert [one["code"] for one in tried["faults"]] == ["missing_field"] and tried["parts"] == 1
    body = {"text": OWN, "gateway_code": "SMS_9", "version": 0}
    kept = desk.post("/message-templates/rating_asked/change", body).json()
    assert (kept["text"], kept["own"], kept["version"], kept["gateway_code"]) == (OWN, True, 1, "SMS_9")
    assert desk.post("/message-templates/rating_asked/change", body).status_code == 409
    back = desk.post("/message-templates/rating_asked/restore", {"version": 1}).json()
    assert (back["own"], back["version"], back["text"]) == (False, 2, back["original"])
    assert desk.get("/message-templates/rating_asked?division=330110").status_code == 404
    assert Desk("沈主管").get("/message-templates/rating_asked").json()["division"] == "330109"
    assert Desk("沈主管").post("/message-templates/rating_asked/change", body).status_code == 403


def test_the_api_keeps_opt_outs() -> None:
    desk = Desk("谢区管")
    made = desk.post("/opt-outs", {"number": TO, "kinds": ["rating", "reminder"], "why": "来电"})
    assert made.status_code == 201 and len(made.json()["opt_outs"]) == 2
    assert desk.post("/opt-outs", {"number": TO, "kinds": ["security"], "why": "来电"}).status_code == 422
    listed = desk.get(f"/opt-outs?q={TO}").json()["opt_outs"]
    assert {one["kind"] for one in listed} == {"rating", "reminder"} and listed[0]["to"] == "139****0000"
    back = desk.post(f"/opt-outs/{listed[0]['uid']}/back", {"why": "来电"})
    assert back.status_code == 200 and not back.json()["active"]
    assert len(desk.get("/opt-outs").json()["opt_outs"]) == 1
    assert Desk("喻审计").post("/opt-outs", {"number": TO, "kinds": ["rating"], "why": "x"}).status_code == 403
