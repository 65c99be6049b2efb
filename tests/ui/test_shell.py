"""The shells: what stays in sight, what is remembered, what works without scripts, what goes on paper."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.ui import pages

pytestmark = pytest.mark.browser


def test_the_top_bar_and_navigation_stay_in_sight(site: str, page: Page) -> None:
    page.goto(site + "/", wait_until="load")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    expect(page.locator(".topbar .brand")).to_be_in_viewport()
    expect(page.locator("#sidenav a").first).to_be_in_viewport()


def test_the_counter_desk_fits_the_counter_s_screen(site: str, page: Page) -> None:
    page.goto(site + "/desk/", wait_until="load")
    assert page.evaluate("document.documentElement.scrollHeight") <= 768
    for name in ("谁办什么", "情形与材料", "加装电梯协议书"):
        expect(page.get_by_role("heading", name=name)).to_be_in_viewport()


def test_the_skip_link_leads_to_the_content(site: str, page: Page) -> None:
    page.goto(site + "/", wait_until="load")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_large_type_and_the_narrow_navigation_are_remembered(site: str, page: Page) -> None:
    page.goto(site + "/", wait_until="load")
    page.click("[data-rail-toggle]")
    page.click("details[data-menu] summary")
    page.click("[data-large-type]")
    page.goto(site + "/", wait_until="domcontentloaded")
    expect(page.locator("html")).to_have_class("large js")
    expect(page.locator("body")).to_have_class("officer rail")


def test_the_public_face_works_without_scripts(site: str, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(site + "/public/")
    expect(opened.locator(".public-large")).to_be_hidden()
    opened.check("[name=kind][value=agent]")
    opened.fill("[name=id_number]", "440524188001010014")
    pages.received.clear()
    opened.click("text=下一步")
    expect(opened.locator("#done")).to_have_text("好")
    assert pages.received[0]["kind"] == "agent"
    context.close()


def test_on_paper_there_is_content_only(site: str, page: Page) -> None:
    page.emulate_media(media="print")
    page.goto(site + "/", wait_until="load")
    for hidden in (".topbar", "#sidenav", ".filter-bar", ".pager", ".demo-ribbon", ".action-bar"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator("#tab-materials")).to_be_visible()
    expect(page.locator("h1")).to_be_visible()


def test_the_language_is_said(site: str, page: Page) -> None:
    page.goto(site + "/", wait_until="load")
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert page.title() == "样式页 · 一窗"


def test_a_server_error_on_the_way_is_told_and_once_where_the_page_asks_again(site: str, page: Page) -> None:
    asked: list[str] = []

    def fail(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=500, body="")

    page.route("**/poll/", fail)
    page.goto(site + "/", wait_until="load")
    expect(page.locator(".toast-error").first).to_contain_text("服务器没有办成这一步（500）")
    polls = page.locator("[hx-trigger^=every]").count()
    while len(asked) < polls + 2:
        page.wait_for_event("requestfinished")
    assert page.locator(".toast-error").count() <= polls


def test_a_review_point_lights_up_its_mark_and_the_picture_grows(site: str, page: Page) -> None:
    page.goto(site + "/desk/", wait_until="load")
    page.locator("[data-mark='2'] input").focus()
    expect(page.locator("#sample [data-number='2']")).to_have_class("is-lit")
    page.locator("[data-mark='1'] input").focus()
    expect(page.locator("#sample [data-number='2']")).to_have_class("")
    before = page.locator(".picture-sheet").evaluate("one => one.getBoundingClientRect().width")
    page.get_by_role("button", name="放大").click()
    assert page.locator(".picture-sheet").evaluate("one => one.getBoundingClientRect().width") == pytest.approx(
        before * 1.25, rel=0.01
    )
    page.get_by_role("button", name="复原").click()
    assert page.locator(".picture-sheet").evaluate("one => one.getBoundingClientRect().width") == pytest.approx(
        before, rel=0.01
    )
