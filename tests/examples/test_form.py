"""The unified number: our own form, opened by a signed address, filled in once, sent back to the platform only."""

import re
import time
import urllib.parse
from typing import Any

import pytest

from examples.department_system.signatures import sign_form
from tests.examples.program import OTHER_SECRET, SECRET, Browser, Program, until
from tests.examples.stub import Platform

NUMBER = "330109200261128700009"
OWN = {
    "project_name": "精密模具加工项目",
    "project_location": "益农镇三围村",
    "total_investment": "1200",
    "environment_investment": "35.5",
    "assessment_unit": "之江演示环评有限公司",
}


@pytest.fixture
def case(platform: Platform) -> None:
    platform.add_case(NUMBER, mode="unified_number")


def address(platform: Platform, secret: str = SECRET, age: int = 0, back: str = "", system: str = "330109-test") -> str:
    ts, back = str(int(time.time()) - age), back or platform.url + "/back?x=1"
    sign = sign_form(secret, NUMBER, system, ts, back)
    query = {"applyCode": NUMBER, "systemCode": system, "ts": ts, "back": back, "sign": sign}
    return "/form?" + urllib.parse.urlencode(query)


def opened(program: Program, platform: Platform) -> tuple[Browser, str, str]:
    """Return a browser on the form, its page, and its path."""
    browser = Browser(program)
    page = browser.get(address(platform)).text
    found = re.search(r'action="(/form/[0-9a-f]{32})"', page)
    assert found, page
    return browser, page, found[1]


def csrf_of(page: str) -> dict[str, str]:
    return {"csrf": page.partition('name="csrf" value="')[2].partition('"')[0]}


def test_filled_in_and_sent_back(program: Program, platform: Platform, case: None) -> None:
    browser, page, path = opened(program, platform)
    assert "马小路" in page and "330109199001010015" in page, "the base information is shown"
    assert 'value="马小路"' not in page, "and not asked again"
    paper = {"paper_m_id": "1", "originals_m_id": "0", "copies_m_id": "2"}
    answer = browser.post(path, csrf_of(page) | OWN | paper, {"file_m_app": ("申请表.pdf", b"%PDF-1.4 form")})
    assert answer.status == 303 and answer.headers["Location"] == platform.url + "/back?x=1"
    (report,) = platform.reports
    assert report["type"] == "form_submitted" and report["data"]["own_form"] == OWN
    assert report["data"]["handler"]["name"] == "林小窗"
    first, second = report["data"]["materials"]
    assert first["id"] == "m_app" and platform.files[first["files"][0]] == b"%PDF-1.4 form"
    assert second == {"id": "m_id", "paper": True, "originals": 0, "copies": 2}
    assert "已提交" in browser.get(path).text
    assert browser.post(path, csrf_of(page) | OWN).status == 303, "a second click goes back too"
    assert len(platform.reports) == 1


def test_what_is_missing_costs_nothing_that_was_typed(program: Program, platform: Platform, case: None) -> None:
    browser, page, path = opened(program, platform)
    answer = browser.post(path, csrf_of(page) | OWN | {"assessment_unit": ""}, {"file_m_app": ("一.pdf", b"%PDF 1")})
    assert answer.status == 422 and "请填写“环评单位”" in answer.text
    assert "精密模具加工项目" in answer.text and "一.pdf" in answer.text
    assert not platform.reports
    platform.refuse_with["form_submitted"] = (422, {"title": "申报表有误", "detail": "总投资不能低于环保投资"})
    answer = browser.post(path, csrf_of(page) | OWN)
    assert "总投资不能低于环保投资" in answer.text and "一.pdf" in answer.text and OWN["assessment_unit"] in answer.text
    platform.refuse_with.clear()
    assert browser.post(path, csrf_of(page) | OWN).status == 303
    assert len(platform.reports[0]["data"]["materials"][0]["files"]) == 1


def test_a_file_can_be_taken_out_again(program: Program, platform: Platform, case: None) -> None:
    browser, page, path = opened(program, platform)
    page = browser.post(path, csrf_of(page) | OWN | {"project_name": ""}, {"file_m_app": ("误.pdf", b"%PDF 1")}).text
    drop = re.findall(r'name="(drop_\d+)"', page)
    assert len(drop) == 1
    browser.post(path, csrf_of(page) | OWN | {drop[0]: "1"}, {"file_m_app": ("正.pdf", b"%PDF 2")})
    (file,) = platform.reports[0]["data"]["materials"][0]["files"]
    assert platform.files[file] == b"%PDF 2"


def test_nothing_is_lost_while_the_platform_is_away(program: Program, platform: Platform, case: None) -> None:
    browser, page, path = opened(program, platform)
    platform.fail_reports = 10_000
    answer = browser.post(path, csrf_of(page) | OWN)
    assert "已保存，正在送达平台" in answer.text
    program.kill()
    platform.fail_reports = 0
    program.start()
    until(lambda: len(platform.reports) == 1, "not sent after the restart")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"secret": OTHER_SECRET}, "签名不符"),
        ({"age": 601}, "超过十分钟"),
        ({"system": "another"}, "另一个系统"),
        ({"back": "https://evil.example/x"}, "不是平台的地址"),
        ({"back": "//evil.example/x"}, "不是平台的地址"),
        ({"back": "/local"}, "不是平台的地址"),
        ({"back": "javascript:alert(1)"}, "不是平台的地址"),
    ],
)
def test_a_bad_address_opens_nothing(
    program: Program, platform: Platform, case: None, changes: dict[str, Any], said: str
) -> None:
    answer = Browser(program).get(address(platform, **changes))
    assert answer.status in (400, 403) and said in answer.text


def test_an_origin_is_compared_whole(program: Program, platform: Platform, case: None) -> None:
    for back in (
        platform.url + "0/",
        platform.url.replace("127.0.0.1", "127.0.0.1@evil.example"),
        platform.url + "@evil.example/",
    ):
        assert "不是平台的地址" in Browser(program).get(address(platform, back=back)).text


def test_the_form_belongs_to_the_browser_it_was_opened_in(program: Program, platform: Platform, case: None) -> None:
    browser, page, path = opened(program, platform)
    assert Browser(program).get(path).status == 403
    assert Browser(program).post(path, csrf_of(page) | OWN).status == 403
    assert browser.post(path, OWN).status == 403
    assert not platform.reports


def test_an_unknown_number_and_a_platform_that_is_away(program: Program, platform: Platform) -> None:
    assert "没有给出" in Browser(program).get(address(platform)).text
    platform.stop()
    assert "连不上平台" in Browser(program).get(address(platform)).text
