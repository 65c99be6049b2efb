"""Two departments' own systems beside the house, all of them real processes that talk over HTTP (issue 4, 1; S2-48, S2-52).

Split mode: received here, pushed, corrected, inspected and decided there, handed out here. Unified number: the counter's browser fills the
department's own form and comes back. The database is touched by nobody here; what a person cannot see on screen is not asserted.
"""

import json
import re
import socket
import urllib.request
import uuid
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import assert_accessible
from tests.counter import FREIGHT, PERSON
from tests.exchange.pictures import jpeg
from tests.journeys.test_whole_house import Journey
from tests.processes.house import House, until
from yichuang.demo.people import PASSWORD, PEOPLE

pytestmark = pytest.mark.browser
COMPANY = {
    "project_name": "关于申请建设项目环境影响报告表审批",
    "organisation": "杭州萧山晨光包装有限公司",
    "uscc": "91330109MA28000088",
    "contact_name": "王小明",
    "contact_mobile": "13900001234",
    "courier": "no",
}


class Counter:
    """A clerk over the API of the running house, so that the journeys spend their time on what is new here."""

    def __init__(self, address: str, name: str) -> None:
        self.address, self.token = address, ""
        mobile = next(person.mobile for person in PEOPLE if person.name == name)
        self.token = self.call("POST", "/session", {"mobile": mobile, "password": PASSWORD})["token"]

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Call the API; the answer of a refusal fails the test with its reasons."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        return self._ask(method, path, json.dumps(body).encode() if body is not None else None, headers)

    def send(self, path: str, body: bytes, boundary: str) -> Any:
        """Post a multipart form."""
        headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Idempotency-Key": str(uuid.uuid4()),
            "Authorization": f"Bearer {self.token}",
        }
        return self._ask("POST", path, body, headers)

    def _ask(self, method: str, path: str, data: bytes | None, headers: dict[str, str]) -> Any:
        request = urllib.request.Request(f"{self.address}/api{path}", data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{path}: {error.code} {error.read().decode()}") from error

    def receive(self, matter: str, kind: str, answers: dict[str, Any], form: dict[str, str]) -> str:
        """Receive an application and return its number."""
        body = {"matter": matter, "applicant_kind": kind, "answers": answers, "form": form}
        return str(self.call("POST", "/cases", body)["number"])

    def register(self, number: str, matter: str, answers: dict[str, Any], kind: str) -> None:
        """Record every material as paper, every point as passed."""
        asked = {"answers": answers, "applicant_kind": kind}
        found = self.call("POST", f"/matters/{matter}/advance", asked)
        items = [
            {
                "material": one["id"],
                "received_as": "paper",
                "originals": one["originals"],
                "copies": one["copies"],
                "points": {point["id"]: {"found": "passed"} for point in one["points"]},
            }
            for one in found["materials"]
        ]
        self.call("POST", f"/cases/{number}/materials", {"items": items})


def there(house: House, name: str) -> str:
    """Return where a department's system said that it listens, once it does: it opens after the house, by itself."""
    found = re.search(rf"{name}：(http://\S+)", house.said)
    assert found, house.said
    place = urlsplit(found[1])
    until(lambda: listens(place.hostname or "", place.port or 0), f"{name} never listened at {found[1]}")
    return found[1]


def listens(host: str, port: int) -> bool:
    """Tell whether somebody listens there."""
    with socket.socket() as probe:
        return probe.connect_ex((host, port)) == 0


def sign_in_there(page: Page, base: str, officer: str) -> None:
    """Sign in at a department's system."""
    page.goto(f"{base}/sign-in")
    page.locator("[name=officer]").select_option(officer)
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def open_there(page: Page, base: str, number: str, shows: str = "") -> None:
    """Open a case at a department's system, once it has arrived there and shows what is waited for."""

    def arrived() -> bool:
        page.goto(f"{base}/cases/{number}")
        return "没有这个办件" not in page.content() and shows in page.content()

    until(arrived, f"{number} {shows}")


def send(page: Page, type_: str, **fields: str) -> None:
    """Fill one report and send it; the platform must take it."""
    fold = page.locator(f"details#form-{type_}")
    if fold.get_attribute("open") is None:
        fold.locator("summary").first.click()
    for name, value in fields.items():
        box = fold.locator(f"[name={name}]")
        if box.evaluate("box => box.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)
    report = fold.locator("input[name=report]").input_value()
    fold.locator("form > button").click()
    shown = page.locator(f"#report-{report}")
    shown.wait_for()
    assert shown.locator(".bad").count() == 0, shown.inner_text()


def test_received_here_decided_there_handed_out_here(house: House, address: str, chromium: Browser) -> None:
    lin = Counter(address, "林小窗")
    number = lin.receive("freight_general", "person", FREIGHT, PERSON)
    lin.register(number, "freight_general", FREIGHT, "person")
    lin.call("POST", f"/cases/{number}/receipt", {})
    page = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN").new_page()
    base = there(house, "道路运输业务系统")
    sign_in_there(page, base, "o1")
    open_there(page, base, number)
    send(page, "correction_requested", material1="m_app", what1="没有签字", todo1="请签字后重交")
    journey = Journey(house, page)
    journey.number = number
    journey.open_case("林小窗")
    journey.stands("待补正")
    page.locator("#exchange-head").wait_for()
    assert_accessible(page)
    lin.call("POST", f"/cases/{number}/supplement", {"supplied": ["m_app"]})
    lin.call("POST", f"/cases/{number}/accept", {})

    sign_in_there(page, base, "o1")
    open_there(page, base, number, shows="已受理")
    send(page, "node_changed", node="take_up")
    today = date.today().isoformat()
    send(page, "special_begin", procedure="检测", expected_days="5", notice_served_on=today, reason="检测车辆技术状况")
    send(page, "special_end", outcome="检测合格")
    second = {"outcome": "granted", "second_handler": "o2", "legal_basis": "道路运输条例 24"}
    send(page, "concluded", **second, result_name="道路运输经营许可证", result_number="浙交运管许可杭字330109000001号")
    journey.open_case("周出证")
    journey.stands("待出件")
    steps = page.locator(".exchange-steps li")
    assert steps.filter(has_text="已搁置").count() == 0 and steps.filter(has_text="回传").count() >= 5
    assert_accessible(page)


def test_the_departments_own_form_is_filled_at_the_counter(
    house: House, address: str, chromium: Browser, tmp_path: Path
) -> None:
    lin = Counter(address, "林小窗")
    answers = first_answers(lin, "eia_report_form", "enterprise")
    number = lin.receive("eia_report_form", "enterprise", answers, COMPANY)
    page = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN").new_page()
    journey = Journey(house, page)
    journey.number = number
    journey.open_case("林小窗")
    acts = [one.bounding_box() for one in page.locator(".pane-moves .fold.move > summary").all()]
    assert len(acts) == 9 and all(box and box["y"] + box["height"] <= 768 for box in acts), acts
    page.get_by_role("link", name="打开部门申报表").click()
    page.wait_for_url("**/form/*")
    assert COMPANY["organisation"] in page.content(), "the base form is shown, not asked again"
    picture = tmp_path / "材料.jpg"
    for place, box in enumerate(page.locator("input[type=file]").all()):
        picture.write_bytes(jpeg(120 + place * 5))
        box.set_input_files(picture)
    for name, value in {
        "project_name": "包装车间技改",
        "project_location": "萧山经济技术开发区",
        "total_investment": "1200",
        "environment_investment": "80",
        "assessment_unit": "杭州某环境科技有限公司",
    }.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("button", name=re.compile("提交")).click()
    page.wait_for_url(f"**/cases/{number}/")
    assert urlsplit(page.url).netloc == urlsplit(address).netloc, "back at the counter"
    journey.see("业务数据推送")
    assert_accessible(page)
    base = there(house, "环评审批系统")
    sign_in_there(page, base, "o1")
    open_there(page, base, number)
    send(page, "accepted")
    journey.open_case("林小窗")
    journey.stands("已受理")


def first_answers(lin: Counter, matter: str, kind: str) -> dict[str, Any]:
    """Answer each question with its first option until a situation is reached."""
    answers: dict[str, Any] = {}
    for _ in range(30):
        found = lin.call("POST", f"/matters/{matter}/advance", {"answers": answers, "applicant_kind": kind})
        question = found.get("question")
        if not question:
            return answers
        option = question["options"][0]["id"]
        answers[question["id"]] = [] if question["kind"] == "multi" else option
    raise AssertionError(answers)
