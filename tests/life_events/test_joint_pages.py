"""The pages of joint cases behind the browser: desk search, intake by steps, draft, list, progress, rating (S2-25, S2-39)."""

from typing import Any

import pytest
from django.test import Client

from tests.cases.people import signed_in
from tests.counter import PERSON, Desk
from tests.life_events.joint import BIRTH, CHILD, birth, child, decide, joint, receive
from yichuang.cases.models import IntakeDraft
from yichuang.cases.ports import entries_for
from yichuang.feedback.models import RatingRequest
from yichuang.feedback.operations.ask_rating import ask_for_case, ask_for_joint
from yichuang.foundations import clock
from yichuang.life_events.models import JointCase

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
ANSWERS = {f"a.{key}": value for key, value in BIRTH.items()}
TYPED: dict[str, Any] = {"kind": "person", **ANSWERS, **PERSON, **{f"o.{key}": value for key, value in CHILD.items()}}


@pytest.mark.parametrize(
    ("typed", "found"),
    [("出生", ["birth"]), ("chusheng", ["birth"]), ("身后", ["death"]), ("道路货运", []), ("freight", []), ("", [])],
)
def test_the_desk_finds_life_events_as_it_finds_matters(typed: str, found: list[str]) -> None:
    assert [entry.address.split("/")[3] for entry in entries_for(typed)] == found
    page = signed_in("林小窗").get("/desk/", {"q": typed}).content.decode()
    assert all(f"/joint/receive/{key}/" in page for key in found)


def test_one_question_at_a_time_and_everything_typed_comes_back() -> None:
    http = signed_in("林小窗")
    page = http.get("/joint/receive/birth/").content.decode()
    assert "父母是否登记结婚" in page and "F2" not in page
    page = http.post(
        "/joint/receive/birth/", {"kind": "person", "name": "王小明", "a.married": "yes", "act": "answer"}
    ).content.decode()
    assert 'value="王小明"' in page and "孩子随父亲还是随母亲落户" in page
    page = http.post("/joint/receive/birth/", {**TYPED, "act": "answer"}).content.decode()
    assert "新生儿姓名" in page and "只收一份" in page and "F2" in page
    page = http.post("/joint/receive/birth/", {**TYPED, "act": "again.card"}).content.decode()
    assert "是否同时申领社会保障卡" in page and "F2" not in page


def test_a_draft_goes_on_at_its_own_page() -> None:
    http = signed_in("林小窗")
    assert http.post("/joint/receive/birth/draft/", TYPED).status_code == 204
    assert IntakeDraft.objects.get().key == "joint:birth"
    assert "/joint/receive/birth/?draft=1" in http.get("/desk/").content.decode()
    assert 'value="王安安"' in http.get("/joint/receive/birth/?draft=1").content.decode()


def test_receiving_at_the_desk_leads_to_the_receipt() -> None:
    http = signed_in("林小窗")
    refused = http.post("/joint/receive/birth/", {**TYPED, "o.child_name": "", "act": "receive"})
    assert refused.status_code == 422 and "新生儿姓名" in refused.content.decode()
    answer = http.post("/joint/receive/birth/", {**TYPED, "act": "receive", "Idempotency-Key": "once"})
    again = http.post("/joint/receive/birth/", {**TYPED, "act": "receive", "Idempotency-Key": "once"})
    assert answer.status_code == 302 and answer.headers["Location"] == again.headers["Location"]
    made = JointCase.objects.get()
    receipt = http.get(answer.headers["Location"]).content.decode()
    assert made.query_password in receipt and "<svg" in receipt and "出生医学证明" in receipt
    assert not IntakeDraft.objects.exists()


def test_the_page_of_a_case_names_its_joint_case_and_the_list_finds_it() -> None:
    number = receive(Desk("林小窗"), birth())["number"]
    case = child(number, "birth_registration").case
    assert case is not None
    http = signed_in("林小窗")
    assert f"/joint/{number}/" in http.get(f"/cases/{case.number}/").content.decode()
    assert number in http.get("/joint/", {"list": "running", "life_event": "birth", "q": "王"}).content.decode()
    assert number not in http.get("/joint/", {"list": "late"}).content.decode()
    assert number not in signed_in("吴益农").get("/joint/").content.decode()
    assert signed_in("沈主管").get("/joint/export/").headers["Content-Type"].startswith("application/vnd.openxml")
    assert http.get("/joint/export/").status_code == 403


def test_one_progress_view_by_joint_number_and_one_password_for_all() -> None:
    made = receive(Desk("林小窗"), birth())
    number, password = made["number"], made["query_password"]
    http = Client()
    assert (
        http.post(
            "/progress/", {"number": number, "password": "000000" if password != "000000" else "111111"}
        ).status_code
        == 404
    )
    assert http.post("/progress/", {"number": number, "password": password}).status_code == 302
    page = http.get("/progress/").content.decode()
    assert "3 项中 0 项已办成" in page and page.count("自动开办") == 2 and "王小明" not in page
    case = child(number, "birth_registration").case
    assert case is not None and case.query_password == password
    api = Client().post(
        "/api/public/progress", {"number": number, "password": password}, content_type="application/json"
    )
    assert [one["state"] for one in api.json()["members"]] == ["accepted", "waiting", "waiting"]


def test_one_rating_for_the_whole() -> None:
    desk = Desk("林小窗")
    number = receive(desk, birth())["number"]
    case = child(number, "birth_registration").case
    assert case is not None
    assert ask_for_case(number=case.number, now=clock.now()) is None, "a member is not asked about by itself"
    desk.post(f"/joint-cases/{number}/withdraw", {"members": [], "reasons": "不办了", "in_writing": True})
    assert joint(number).state == "withdrawn"
    asked = ask_for_joint(number=number, now=clock.now())
    assert asked is not None and asked.title == "出生“一件事”" and asked.cases == [case.number]
    assert ask_for_joint(number=number, now=clock.now()) == asked and RatingRequest.objects.count() == 1


def test_a_department_that_does_not_answer_is_urged() -> None:
    desk = Desk("林小窗")
    number = receive(desk, birth())["number"]
    answer = desk.post(f"/joint-cases/{number}/urge", {"note": "孩子要打疫苗"})
    assert answer.status_code == 200, answer.content.decode()
    page = signed_in("林小窗").get(f"/joint/{number}/").content.decode()
    assert "催办 杭州市公安局萧山区分局" in page and "孩子要打疫苗" in page
    decide(child(number, "birth_registration"))
