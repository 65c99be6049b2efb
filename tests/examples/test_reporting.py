"""What goes out: a row first, in order, under one id, with the platform's answer on the page."""

import hashlib
import json
import re

import pytest

from tests.examples.program import Browser, Program, until
from tests.examples.stub import Platform

NUMBER = "330109200261128700002"
CONCLUDED = {
    "outcome": "granted",
    "second_handler": "o2",
    "reasons": "",
    "legal_basis": "《中华人民共和国行政许可法》第三十八条",
    "result_name": "道路运输经营许可证",
    "result_number": "浙交运管许可杭字330109000001号",
}


@pytest.fixture
def browser(program: Program, platform: Platform) -> Browser:
    platform.add_case(NUMBER)
    event = platform.event(NUMBER, 1)
    program.push(event)
    until(lambda: program.counted(event["id"]) == (1, 1), "not taken")
    return Browser(program).sign_in()


def test_the_whole_way(browser: Browser, platform: Platform) -> None:
    items = {"material1": "m_app", "what1": "没有签名", "todo1": "补签"}
    assert "平台已接受" in browser.report(NUMBER, "correction_requested", items).text
    browser.report(NUMBER, "accepted")
    browser.report(NUMBER, "node_changed", {"node": "take_up"})
    special = {
        "procedure": "专家评审",
        "legal_basis": "第四十五条",
        "expected_days": "10",
        "notice_served_on": "2026-11-28",
        "reason": "复杂",
    }
    browser.report(NUMBER, "special_begin", special)
    browser.report(NUMBER, "special_end", {"outcome": "通过"})
    page = browser.report(NUMBER, "concluded", CONCLUDED).text
    assert "平台答复：已办结" in page
    assert [report["type"] for report in platform.reports] == [
        "correction_requested", "accepted", "node_changed", "special_begin", "special_end", "concluded",
    ]  # fmt: skip
    correction, _, node, begin, _, concluded = (report["data"] for report in platform.reports)
    officer = {"id": "o1", "name": "赵审查"}
    assert correction == {
        "handler": officer,
        "items": [{"material": "m_app", "name": "申请表", "what": "没有签名", "todo": "补签"}],
    }
    assert node == {"handler": officer, "node": "take_up", "name": "领办"}
    assert begin == {"handler": officer} | special | {"expected_days": 10}
    result = concluded["result"]
    assert concluded["second_handler"] == {"id": "o2", "name": "钱复核"} and concluded["outcome"] == "granted"
    stored = platform.files[result["file"]]
    assert stored.startswith(b"%PDF-1.4") and hashlib.sha256(stored).hexdigest() == result["sha256"]


def test_a_result_file_of_ones_own(browser: Browser, platform: Platform) -> None:
    browser.report(NUMBER, "accepted")
    browser.report(NUMBER, "concluded", CONCLUDED, {"result_file": ("证.pdf", b"%PDF-1.7 own")})
    assert platform.files[platform.reports[-1]["data"]["result"]["file"]] == b"%PDF-1.7 own"


def test_a_refusal_is_shown_with_its_reasons(browser: Browser, platform: Platform) -> None:
    page = browser.report(NUMBER, "concluded", CONCLUDED).text
    assert "平台退回" in page and "尚未受理，不能办结。" in page and "请先上报受理。" in page and "办件流程表" in page
    assert "上报被退回" in browser.get("/").text
    browser.report(NUMBER, "accepted")
    assert "平台答复：已办结" in browser.report(NUMBER, "concluded", CONCLUDED).text


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("concluded", CONCLUDED | {"second_handler": "o1"}, "复核人不能是承办人本人"),
        ("concluded", CONCLUDED | {"outcome": "denied"}, "不予许可须说明理由"),
        ("concluded", CONCLUDED | {"result_number": ""}, "结果名称和编号"),
        ("correction_requested", {}, "至少写明一项"),
        ("correction_requested", {"material1": "m_app", "what1": "x"}, "第 1 项"),
        ("refused", {"reasons": "x", "legal_basis": ""}, "法律依据"),
        ("special_begin", {"expected_days": "-3"}, "1 到 999"),
        ("extended", {"days": "10", "reasons": "x"}, "负责人"),
    ],
)
def test_what_is_incomplete_is_not_sent(
    browser: Browser, platform: Platform, kind: str, fields: dict[str, str], said: str
) -> None:
    answer = browser.report(NUMBER, kind, fields)
    assert answer.status == 422 and said in answer.text
    assert not platform.attempts


def test_only_the_head_extends(program: Program, browser: Browser, platform: Platform) -> None:
    head = Browser(program).sign_in("o3", "three")
    head.report(NUMBER, "extended", {"days": "10", "reasons": "案情复杂"})
    assert platform.reports[-1]["data"] == {
        "handler": {"id": "o3", "name": "孙局长"},
        "days": 10,
        "reasons": "案情复杂",
    }


def test_the_same_id_and_bytes_after_a_time_out(browser: Browser, platform: Platform) -> None:
    platform.silent_after_taking = 1
    browser.report(NUMBER, "accepted")
    until(lambda: "平台答复：已受理" in browser.get(f"/cases/{NUMBER}").text, "never answered")
    assert len(platform.reports) == 1
    assert len(platform.attempts) >= 2 and len(set(platform.attempts)) == 1


def test_order_is_kept_while_the_platform_is_away(program: Program, browser: Browser, platform: Platform) -> None:
    platform.fail_reports = 10_000
    other = "330109200261128700003"
    platform.add_case(other)
    program.push(platform.event(other, 1))
    until(lambda: browser.get(f"/cases/{other}").status == 200, "not taken")
    for kind, fields in (("accepted", {}), ("node_changed", {"node": "take_up"}), ("concluded", CONCLUDED)):
        assert "待送达" in browser.report(NUMBER, kind, fields).text
    assert "3 份上报待送达" in browser.get("/").text
    browser.report(other, "accepted")
    assert {body_type(body) for _, body in platform.attempts} == {"accepted"}, (
        "a later report went before an earlier one"
    )
    program.kill()
    platform.fail_reports = 3
    program.start()
    until(lambda: len(platform.reports) == 4, "not sent after the restart")
    assert [report["type"] for report in platform.reports if report["number"] == NUMBER] == [
        "accepted",
        "node_changed",
        "concluded",
    ]
    assert len({report["id"] for report in platform.reports}) == 4
    by_id: dict[str, set[bytes]] = {}
    for identifier, body in platform.attempts:
        by_id.setdefault(identifier, set()).add(body)
    assert all(len(bodies) == 1 for bodies in by_id.values()), "a report changed between two tries"


def test_a_second_click_reports_once(browser: Browser, platform: Platform) -> None:
    page = browser.get(f"/cases/{NUMBER}").text.partition('id="form-accepted"')[2].partition("</form>")[0]
    hidden = dict(re.findall(r'type="hidden" name="([a-z]+)" value="([^"]+)"', page))
    for _ in range(2):
        assert browser.post(f"/cases/{NUMBER}/reports/accepted", hidden).status == 200
    assert browser.post(f"/cases/{NUMBER}/reports/special_end", hidden | {"outcome": "x"}).status == 422
    assert len(platform.reports) == 1


def test_a_revoked_token_is_renewed_once(browser: Browser, platform: Platform) -> None:
    browser.report(NUMBER, "accepted")
    given = platform.tokens_given
    platform.tokens.clear()
    assert "平台已接受" in browser.report(NUMBER, "node_changed", {"node": "review"}).text
    assert platform.tokens_given == given + 1


@pytest.mark.parametrize("status", [429, 500, 503, 401])
def test_overload_and_doubt_are_tried_again(browser: Browser, platform: Platform, status: int) -> None:
    platform.fail_reports, platform.status_of_failure = 2, status
    browser.report(NUMBER, "accepted")
    until(lambda: len(platform.reports) == 1, "never sent")


def test_nobody_reports_without_the_form_of_this_visit(program: Program, browser: Browser, platform: Platform) -> None:
    path, report = f"/cases/{NUMBER}/reports/accepted", {"report": "0123456789abcdef"}
    assert browser.post(path, report).status == 403
    assert browser.post(path, report | {"csrf": "guess"}).status == 403
    assert "登录" in Browser(program).post(path, report).text
    assert not platform.attempts


def test_wrong_passwords_end_in_a_pause(program: Program) -> None:
    browser = Browser(program)
    statuses = [browser.post("/sign-in", {"officer": "o1", "password": "no"}).status for _ in range(6)]
    assert statuses == [403] * 5 + [429]
    assert browser.post("/sign-in", {"officer": "o1", "password": "one"}).status == 429


def test_the_status_can_be_asked_for(browser: Browser, platform: Platform) -> None:
    platform.cases[NUMBER]["state_name"] = "特别程序中"
    csrf = browser.get(f"/cases/{NUMBER}").text.partition('name="csrf" value="')[2].partition('"')[0]
    assert "特别程序中" in browser.post(f"/cases/{NUMBER}/status", {"csrf": csrf}).text


def body_type(body: bytes) -> str:
    return str(json.loads(body)["type"])
