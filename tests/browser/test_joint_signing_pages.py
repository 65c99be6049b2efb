"""A joint case's results by presses: from the issuing list to one signature on a tablet; and a paper that comes later, signed for at the
intake (S2-25, S2-39, S2-44).
"""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import assert_accessible, both_sizes
from tests.browser.test_joint_pages import to_the_counter
from tests.browser.visits import apart, sign_in
from tests.counter import PERSON, Desk
from tests.life_events.joint import DEAD, child, receive
from tests.life_events.test_joint_cases import death
from tests.tablet import draw, tablet_of
from yichuang.cases.models import CaseMaterial
from yichuang.life_events.models import JointCase

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo_again")]


def test_from_the_issuing_list_to_one_signature_on_the_tablet(page: Page, live_server: LiveServer) -> None:
    home = live_server.url
    number = apart(lambda: receive(Desk("林小窗"), death())["number"])
    to_the_counter(number, "death_cancellation")
    to_the_counter(number, "death_benefit")
    sign_in(page, home, "周出证")
    page.goto(f"{home}/issuing/")
    page.get_by_role("link", name="另有 1 项待发放，一次出件").first.wait_for()
    both_sizes(page, "joint-issuing-list")
    page.get_by_role("link", name="另有 1 项待发放，一次出件").first.click()
    page.get_by_label("证件号码").fill(PERSON["id_number"])
    page.keyboard.press("F4")
    page.get_by_text("等待领取人签名").wait_for()
    both_sizes(page, "joint-hand-out-open")
    tablet = tablet_of(page)
    tablet.goto(home + str(page.get_by_role("link", name="打开签名页").get_attribute("href")))
    assert tablet.locator(".sign-for > li").count() == 2
    assert_accessible(tablet)
    draw(tablet)
    tablet.get_by_role("button", name="以上内容无误，确认签名").click()
    tablet.get_by_text("您的签名已保存").wait_for()
    page.get_by_text("领取人已签名").wait_for()
    both_sizes(page, "joint-hand-out-signed")
    page.keyboard.press("F2")
    page.locator("dialog[open] [data-confirm-yes]").click()
    page.get_by_text("已一次发放").wait_for()
    states = apart(lambda: [child(number, one).case.state for one in ("death_cancellation", "death_benefit")])  # type: ignore[union-attr]
    assert states == ["delivered", "delivered"]
    tablet.context.close()


def test_a_paper_that_comes_later_is_signed_for_at_the_intake(page: Page, live_server: LiveServer) -> None:
    home = live_server.url
    sign_in(page, home, "林小窗")
    page.goto(f"{home}/joint/receive/death/?kind=person&a.place=home&a.insured=yes_working&a.fund=no")
    for name, value in PERSON.items():
        if name != "courier":
            page.locator(f"#f-{name}").fill(value)
    for name, typed in DEAD.items():
        field = page.locator(f"#o-{name}")
        if name == "cremated":
            field.select_option("true")
        elif field.evaluate("box => box.tagName") == "SELECT":
            field.select_option(str(typed))
        else:
            field.fill(str(typed))
    for box in page.locator("input[name$='.checked'][type=checkbox], input[name$='.point']").all():
        box.check()
    page.locator("[name='paper.death_benefit.m_rel.way']").select_option("tolerated")
    page.keyboard.press("F2")
    page.get_by_text("申请人还没有签署容缺承诺").wait_for()
    assert page.locator("#commitment").get_attribute("open") is not None
    both_sizes(page, "joint-commitment")
    draw(page)
    page.keyboard.press("F2")
    page.wait_for_url("**/receipt/**")
    page.get_by_text("容缺，承诺后补").wait_for()
    number = str(apart(JointCase.objects.get).number)
    to_the_counter(number, "death_cancellation")
    row = apart(lambda: CaseMaterial.objects.get(case=child(number, "death_benefit").case, material_id="m_rel"))
    assert row.received_as == "tolerated" and row.commitment_id
