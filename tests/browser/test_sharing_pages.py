"""The pages of shared data at both sizes, with axe; and 提取 at the desk, filled in by a press (S2-48, S2-14)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import both_sizes
from tests.browser.visits import apart, sign_in
from tests.counter import PERSON, Desk
from tests.examples.program import Program
from tests.exchange.conftest import plain_http  # noqa: F401 - a fixture
from yichuang.demo.sharing import share
from yichuang.foundations import clock
from yichuang.sharing.operations.roll_up import roll_up

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demo_again", "plain_http"),
]


@pytest.fixture
def source(tmp_path: Path, demo_again: None, plain_http: None) -> Iterator[Program]:  # noqa: F811
    """Run the demo department's program and share its data."""
    program = Program(tmp_path / "source", "http://127.0.0.1:9").start()
    apart(lambda: share(base=program.url, credential="upstream", now=clock.now()))
    yield program
    program.stop()


def test_a_person_is_fetched_and_a_licence_taken_at_the_desk(
    page: Page, live_server: LiveServer, source: Program
) -> None:
    sign_in(page, live_server.url, "林小窗")
    page.goto(f"{live_server.url}/desk/freight_general/?kind=person")
    page.locator("#f-id_number").fill(PERSON["id_number"])
    page.locator("#f-name").fill("王晓明")
    page.locator("#f-remark").fill("留着我")
    page.get_by_role("button", name="提取").click()
    page.get_by_text("请征得申请人同意").wait_for()
    page.locator("[form=shared-form][name=consent]").check()
    page.keyboard.press("Alt+t")
    page.locator("[data-fill-all]").wait_for()
    assert page.locator("#shared-read").get_by_text("与所填不同").count() == 1, (
        "the name that was typed, and nothing else"
    )
    both_sizes(page)
    page.locator("[data-fill-all]").click()
    expect(page.locator("#f-name")).to_have_value("王小明")
    expect(page.locator("#f-address")).to_have_value(re.compile("萧山区"))
    source.misbehave(target="shared", kind="away")
    page.get_by_role("button", name="提取").click()
    page.get_by_text("没有取到共享数据").wait_for()
    assert page.locator("#f-name").input_value() == "王小明" and page.locator("#f-remark").input_value() == "留着我"
    both_sizes(page)
    source.misbehave(target="shared", kind="")

    number = apart(lambda: Desk("林小窗").receive())
    page.goto(f"{live_server.url}/cases/{number}/")
    box = page.locator("#scans-m_id_resp")
    page.locator("#m-m_id_resp input[type=checkbox][name^='m_id_resp']").first.check()
    box.locator("[name=consent]").check()
    box.get_by_role("button", name="共享获取").click()
    box.get_by_text("共享获取，免提交").wait_for()
    assert page.locator("#way-m_id_resp").input_value() == "shared"
    assert page.locator("#m-m_id_resp input[type=checkbox][name^='m_id_resp']").first.is_checked(), "the ticks stay"
    both_sizes(page)
    page.keyboard.press("F9")
    page.get_by_text("材料和要点已保存").wait_for()
    assert page.locator("#scans-m_id_resp").get_by_text("共享获取，免提交").is_visible()


def test_a_licence_that_the_source_does_not_have_is_said_beside_the_material(
    page: Page, live_server: LiveServer, source: Program
) -> None:
    """The sentence and the way out stand there, the button can be pressed again, and nothing counts as handed in."""
    number = apart(lambda: Desk("林小窗").receive("death_cancellation", {"q1": "a"}))
    sign_in(page, live_server.url, "林小窗")
    page.goto(f"{live_server.url}/cases/{number}/")
    box = page.locator("#scans-m_hk")
    for _ in range(2):
        box.locator("[name=consent]").check()
        box.get_by_role("button", name="共享获取").click()
        box.get_by_text("没有查到申请人的这份证照").wait_for()
    assert "收取纸质材料" in box.inner_text()
    expect(box.get_by_role("button", name="共享获取")).to_be_enabled()
    both_sizes(page, "licence-not-there")
    source.misbehave(target="shared", kind="away")
    box.locator("[name=consent]").check()
    box.get_by_role("button", name="共享获取").click()
    expect(box.get_by_text("没有查到申请人的这份证照")).to_have_count(0)
    expect(box.get_by_text("没有取到共享数据")).to_be_visible()
    page.keyboard.press("F8")
    expect(page.locator("#way-m_hk")).to_have_value("none")
    expect(page.locator("#way-m_id")).to_have_value("paper")
    page.locator("#way-m_hk").select_option("paper")
    page.keyboard.press("F8")
    expect(page.locator("#way-m_hk")).to_have_value("paper")


def test_what_was_fetched_fills_the_own_form_of_the_matter_too(
    page: Page, live_server: LiveServer, source: Program
) -> None:
    sign_in(page, live_server.url, "林小窗")
    page.goto(f"{live_server.url}/desk/social_card_apply/?kind=person")
    page.locator("#f-id_number").fill(PERSON["id_number"])
    page.locator("[form=shared-form][name=consent]").check()
    page.keyboard.press("Alt+t")
    page.locator("#shared-read [data-fill-all]").wait_for()
    page.keyboard.press("F8")
    expect(page.locator("[name='o.holder_name']")).to_have_value("王小明")
    expect(page.locator("[name='o.holder_born']")).to_have_value("1995-03-07")
    expect(page.locator("[name='o.holder_sex']")).to_have_value("男")
    expect(page.locator("[data-source-of='o.holder_name']")).to_contain_text("提取（")
    both_sizes(page, "desk-own-form-fetched")


def test_the_registry_grants_log_and_figures_are_looked_after(
    page: Page, live_server: LiveServer, source: Program
) -> None:
    sign_in(page, live_server.url, "林小窗")
    page.goto(f"{live_server.url}/desk/freight_general/?kind=person")
    page.locator("#f-id_number").fill(PERSON["id_number"])
    page.locator("[form=shared-form][name=consent]").check()
    page.get_by_role("button", name="提取").click()
    page.locator("[data-fill-all]").wait_for()
    apart(lambda: roll_up(clock.now()))
    sign_in(page, live_server.url, "谢区管")
    for path, shows in (
        ("", "户籍信息查询"),
        ("register/", "接口标识"),
        ("apis/household/", "/gateway/household/household"),
        ("grants/", "收回"),
        ("calls/", "申请人同意"),
        ("performance/", "按使用方"),
    ):
        page.goto(f"{live_server.url}/sharing/{path}")
        page.get_by_text(shows).first.wait_for()
        both_sizes(page)
