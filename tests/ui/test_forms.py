"""Forms in the browser: sent once, with a key; asked before; warned before leaving; saved by themselves, network or not."""

import re

import pytest
from playwright.sync_api import Dialog, Page, Route, expect

from tests.ui import pages

pytestmark = pytest.mark.browser
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
STATE = "#sample-form [data-save-state]"


@pytest.fixture
def shown(site: str, page: Page) -> Page:
    page.goto(site + "/", wait_until="load")
    return page


def submitted() -> list[dict[str, object]]:
    return [one for one in pages.received if one["path"] == "submit"]


def saved() -> list[dict[str, object]]:
    return [one for one in pages.received if one["path"] == "save"]


def test_two_quick_clicks_send_once_with_one_key(shown: Page) -> None:
    shown.evaluate(
        "() => { const b = document.querySelector('#sample-form [value=save]'); b.click(); b.click(); b.form.requestSubmit(b); }"
    )
    shown.wait_for_selector("#done", state="attached")
    assert len(submitted()) == 1
    assert UUID.fullmatch(str(submitted()[0]["Idempotency-Key"]))
    assert submitted()[0]["verb"] == "save"


def test_each_render_has_its_own_key(site: str, shown: Page) -> None:
    read = "() => [...document.querySelectorAll(\"form[method=post] input[name='Idempotency-Key']\")].map(one => one.value)"
    first = shown.evaluate(read)
    shown.goto(site + "/", wait_until="load")
    second = shown.evaluate(read)
    assert len(first) == 5 and len({*first, *second}) == len(first) + len(second)


def test_the_button_says_that_it_is_busy(shown: Page) -> None:
    text, disabled = shown.evaluate("""() => new Promise(tell => {
        const button = document.querySelector("#sample-form [value=save]");
        button.form.addEventListener("submit", event => { event.preventDefault(); });
        button.click();
        setTimeout(() => tell([button.textContent, button.disabled]), 50);
    })""")
    assert (text, disabled) == ("正在提交…", True)


def test_an_irreversible_act_is_asked_once_and_no_means_no(shown: Page) -> None:
    shown.click("#sample-form [value=receive]")
    expect(shown.locator("dialog#ask")).to_contain_text("不能删除")
    shown.keyboard.press("Escape")
    assert submitted() == []
    shown.click("#sample-form [value=receive]")
    shown.keyboard.press("Enter")
    shown.wait_for_selector("#done", state="attached")
    assert [one["verb"] for one in submitted()] == ["receive"]


def test_leaving_with_changes_is_warned_and_sending_is_not(site: str, shown: Page) -> None:
    warned: list[str] = []

    def stay(dialog: Dialog) -> None:
        warned.append(dialog.type)
        dialog.accept()

    shown.on("dialog", stay)
    shown.route("**/save/", lambda route: route.abort())
    shown.fill("#sample-form [name=name]", "王小明")
    shown.click("#sample-form [value=save]")
    shown.wait_for_selector("#done", state="attached")
    assert warned == []
    shown.goto(site + "/", wait_until="load")
    shown.fill("#sample-form [name=name]", "王小明")
    shown.goto(site + "/bare/", wait_until="load")
    assert warned == ["beforeunload"]


def test_autosave_says_when_it_saved(shown: Page) -> None:
    shown.fill("#sample-form [name=name]", "王小明")
    expect(shown.locator(STATE)).to_have_text(re.compile(r"已保存 \d\d:\d\d:\d\d"))
    assert saved()[-1]["name"] == "王小明"
    assert saved()[-1]["csrf"]
    assert "Idempotency-Key" not in saved()[-1]


def test_autosave_waits_for_the_network_and_sends_the_last_state(shown: Page) -> None:
    shown.context.set_offline(True)
    shown.fill("#sample-form [name=name]", "王小")
    expect(shown.locator(STATE)).to_have_text("未保存，网络恢复后自动重试")
    shown.fill("#sample-form [name=name]", "王小明")
    expect(shown.locator(STATE)).to_have_text("未保存，网络恢复后自动重试")
    assert saved() == []
    shown.context.set_offline(False)
    expect(shown.locator(STATE)).to_have_text(re.compile("已保存"))
    assert [one["name"] for one in saved()] == ["王小明"]
    assert "王小" not in shown.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")


def test_autosave_tries_again_by_itself_after_a_server_error(shown: Page) -> None:
    answers = [503, 503]

    def fail_twice(route: Route) -> None:
        if answers:
            route.fulfill(status=answers.pop())
        else:
            route.continue_()

    shown.clock.install()
    shown.route("**/save/", fail_twice)
    shown.fill("#sample-form [name=name]", "王小明")
    shown.clock.run_for(200)
    expect(shown.locator(STATE)).to_have_text("未保存，网络恢复后自动重试")
    shown.clock.run_for(2100)
    expect(shown.locator(STATE)).to_have_text("未保存，网络恢复后自动重试")
    shown.clock.run_for(5100)
    expect(shown.locator(STATE)).to_have_text(re.compile("已保存"))
    assert [one["name"] for one in saved()] == ["王小明"]


def test_what_the_server_refuses_is_said_and_not_repeated(shown: Page) -> None:
    shown.fill("#sample-form [name=note]", "拒绝")
    expect(shown.locator(STATE)).to_have_text("未保存：备注不能是这两个字。")
    assert len(saved()) == 1


@pytest.mark.parametrize("typed", ["20261120", "2026/11/20", "2026.11.20", "2026年11月20日", "2026-11-20"])
def test_dates_are_taken_as_people_type_them(shown: Page, typed: str) -> None:
    shown.fill("#sample-form [name=born]", typed)
    shown.keyboard.press("Tab")
    expect(shown.locator("#sample-form [name=born]")).to_have_value("2026-11-20")


def test_a_job_is_asked_for_until_it_is_done(shown: Page) -> None:
    expect(shown.locator("#polled")).to_have_text("受理通知书已生成")


def test_the_end_of_the_session_is_announced_and_can_be_put_off(site: str, page: Page) -> None:
    page.clock.install()
    page.goto(site + "/bare/?ends=600", wait_until="load")
    page.clock.run_for(481_000)
    expect(page.locator(".toast-item")).to_contain_text("登录将在 2 分钟后失效")
    page.get_by_role("button", name="继续使用").click()
    expect(page.locator(".toast-item").last).to_contain_text("登录已延长")
    page.clock.run_for(130_000)
    expect(page.locator(".toast-error")).to_have_count(0)
