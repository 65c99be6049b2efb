"""The business review in a browser (S2-21): judged with 中 at a place, returned, corrected, only the changes judged again, passed."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import assert_accessible
from tests.browser.visits import all_of, apart, sign_in, sign_in_by_hand
from tests.studio.reviewing import DOCUMENT, judged, new_draft, rewrite
from yichuang.studio.models import Draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = ({"width": 360, "height": 800}, {"width": 1366, "height": 768})


def _both_sizes(page: Page) -> None:
    for size in SIZES:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert_accessible(page)


def _open(page: Page, address: str, name: str, draft: Draft) -> None:
    sign_in(page, address, name)
    page.goto(f"{address}/studio/{draft.pk}/review/")


def _all_high(page: Page) -> None:
    for item in all_of(page.locator(".review-item")):
        item.get_by_label("高", exact=True).check()


def _finish(page: Page) -> None:
    page.get_by_role("button", name="完成评审").click()
    page.locator("#ask-finish [data-confirm-yes]").click()


def _submit_and_arrange(page: Page, address: str, draft: Draft) -> None:
    _open(page, address, "赵审查", draft)
    _both_sizes(page)
    page.get_by_role("button", name="提交评审").click()
    page.get_by_text("已提交业务评审。").wait_for()
    sign_in(page, address, "邹主任")
    page.goto(f"{address}/studio/reviews/")
    _both_sizes(page)
    page.get_by_role("link", name=draft.name).click()
    for name in ("柏评审", "水评审"):
        page.get_by_label(name, exact=True).check()
    _both_sizes(page)
    page.get_by_role("button", name="指派", exact=True).click()
    page.get_by_text("已指派评审专家并发送通知。").wait_for()
    _both_sizes(page)


def _judge_with_medium(page: Page) -> None:
    """Grade all 高 but one item, whose place is picked beside the node."""
    _all_high(page)
    item = page.locator("#item-material_names")
    item.get_by_label("中", exact=True).check()
    _finish(page)
    expect(page.get_by_text("“材料名称规范”评为“中”，没有标注位置。").first).to_be_visible()
    _both_sizes(page)
    card = page.locator(".node", has_text="居民身份证").filter(has=page.locator(".node-kind", has_text="材料")).first
    card.get_by_role("button", name="标注").click()
    expect(item.locator("[data-picked-count]")).to_have_text("1")
    expect(card.get_by_role("button", name="标注")).to_have_attribute("aria-pressed", "true")
    item.get_by_label("理由").fill("与证件名称不一致，须问窗口")
    expect(page.locator("[data-save-state]")).to_contain_text("已保存")
    _both_sizes(page)
    _finish(page)
    page.get_by_text("已完成评审。").wait_for()


def test_a_matter_is_returned_once_and_passes_on_what_was_changed(
    page: Page, live_server: LiveServer, demo_again: None
) -> None:
    address = live_server.url
    draft = apart(new_draft)
    _submit_and_arrange(page, address, draft)
    sign_in_by_hand(page, address, "柏评审")
    page.wait_for_url("**/studio/reviews/")
    page.get_by_role("link", name=draft.name).click()
    _both_sizes(page)
    _judge_with_medium(page)
    apart(lambda: judged(draft, "水评审"))

    _open(page, address, "赵审查", draft)
    page.locator(".remark-rows p", has_text="材料名称规范（中）：与证件名称不一致，须问窗口").wait_for()
    _both_sizes(page)
    page.get_by_placeholder("怎样改了，或者为什么不改").fill("按证件名称改了")
    page.get_by_role("button", name="已处理").click()
    page.get_by_text("已记下处理说明。").wait_for()
    materials = [{**DOCUMENT["materials"][0], "name": "中华人民共和国居民身份证"}, *DOCUMENT["materials"][1:]]
    apart(lambda: rewrite(draft, materials=materials))
    page.reload()
    _submit_and_arrange(page, address, draft)

    _open(page, address, "柏评审", draft)
    expect(page.locator(".review-panes ins")).to_have_text("中华人民共和国居民身份证")
    expect(page.get_by_text("未改动、沿用上轮“高”的 12 项")).to_be_visible()
    _both_sizes(page)
    page.locator("#item-material_names").get_by_label("高", exact=True).check()
    _finish(page)
    page.get_by_text("已完成评审。").wait_for()
    apart(lambda: judged(draft, "水评审"))
    page.goto(f"{address}/studio/{draft.pk}/review/report/")
    expect(page.get_by_role("heading", name="第 2 轮")).to_be_visible()
    expect(page.get_by_text("模拟验收中").first).to_be_visible()
    expect(page.locator(".reason-rows", has_text="与证件名称不一致，须问窗口")).to_be_visible()
    _both_sizes(page)
