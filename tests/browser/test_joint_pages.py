"""Joint cases by presses: a birth from desk to one hand-out, a death with one member denied, withdrawing one and all (S2-25)."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import both_sizes
from tests.browser.visits import apart, sign_in
from tests.counter import PERSON, Desk
from tests.life_events.joint import CHILD, child, decide, hear, joint, receive
from tests.life_events.test_joint_cases import death, issue
from yichuang.accounts.permissions import CLOCK
from yichuang.cases.operations.issue import close
from yichuang.feedback.operations.ask_rating import ask_for_joint
from yichuang.foundations import clock
from yichuang.life_events.models import JointCase

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo_again")]
QUESTIONS = ("父母是否登记结婚", "孩子随父亲还是随母亲落户", "是否同时参加城乡", "是否同时申领社会保障卡")
MEMBERS = ("birth_registration", "medical_insurance_child", "social_card_apply")


def to_the_counter(number: str, member: str, verb: str = "grant") -> None:
    """Have a member decided and its result sent to the issuing counter, as its department does."""

    def work() -> None:
        case = decide(child(number, member), verb)
        issue(case.number)

    apart(work)


def closed(number: str, members: tuple[str, ...]) -> None:
    """Close the delivered cases as the worker does, and let the joint case hear it."""

    def work() -> None:
        for member in members:
            case: Any = child(number, member).case
            close(actor=CLOCK, number=case.number, now=clock.now())
            hear(case.number)

    apart(work)


def sign(page: Page) -> None:
    """Draw on the signature pad."""
    pad = page.locator(".signature-canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 80, steps=4)
    page.mouse.up()


def receive_birth(page: Page, home: str) -> str:
    """Receive a birth at the desk by keyboard, from the search to the receipt; return the joint number."""
    sign_in(page, home, "林小窗")
    page.goto(f"{home}/desk/")
    page.locator("#q").fill("出生一件事")
    page.locator("#desk-found a", has_text="出生“一件事”").wait_for()
    page.keyboard.press("Enter")
    for text in QUESTIONS:
        page.locator("legend").filter(has_text=text).wait_for()
        if text == QUESTIONS[0]:
            both_sizes(page, "joint-question")
        page.get_by_role("heading", level=1).click()
        page.keyboard.press("1")
    page.locator("#o-child_name").wait_for()
    for name, value in PERSON.items():
        if name != "courier":
            page.locator(f"#f-{name}").fill(value)
    for name, value in CHILD.items():
        field = page.locator(f"#o-{name}")
        field.select_option(value) if name in ("child_sex", "level") else field.fill(value)
    for box in page.locator("input[name$='.checked'][type=checkbox], input[name$='.point']").all():
        box.check()
    both_sizes(page, "joint-form")
    page.keyboard.press("F2")
    page.wait_for_url("**/receipt/**")
    both_sizes(page, "joint-receipt")
    return str(apart(JointCase.objects.get).number)


def test_a_birth_from_the_desk_to_one_hand_out(page: Page, live_server: LiveServer) -> None:
    home = live_server.url
    number = receive_birth(page, home)
    password = apart(lambda: joint(number).query_password)
    to_the_counter(number, "birth_registration")
    page.goto(f"{home}/joint/{number}/")
    assert page.locator(".joint-order").get_by_text("办理中", exact=True).count() == 2, "both opened by themselves"
    both_sizes(page, "joint-case")
    for member in MEMBERS[1:]:
        to_the_counter(number, member)
    sign_in(page, home, "周出证")
    page.goto(f"{home}/joint/{number}/hand-out/")
    assert page.locator(".joint-order > li").count() == 3
    both_sizes(page, "joint-hand-out")
    page.get_by_label("证件号码").fill(PERSON["id_number"])
    sign(page)
    page.get_by_role("button", name="核对无误，一次发放").click()
    page.get_by_text("已一次发放").wait_for()
    closed(number, MEMBERS)
    assert apart(lambda: joint(number).state) == "ended"
    apart(lambda: ask_for_joint(number=number, now=clock.now()))
    page.context.clear_cookies()
    page.goto(f"{home}/progress/?number={number}")
    page.get_by_label("查询密码").fill(password)
    page.get_by_role("button", name="查询", exact=True).click()
    page.get_by_role("heading", name="全部办结：3 项中 3 项已办成").wait_for()
    both_sizes(page, "joint-progress")
    page.get_by_role("link", name="为这件事的办理评价").click()
    page.get_by_role("link", name="满意", exact=True).wait_for()


def test_a_death_with_one_member_denied_and_the_others_go_on(page: Page, live_server: LiveServer) -> None:
    home = live_server.url
    number = apart(lambda: receive(Desk("林小窗"), death())["number"])
    to_the_counter(number, "death_cancellation")
    to_the_counter(number, "death_benefit", "deny")
    sign_in(page, home, "林小窗")
    page.goto(f"{home}/joint/")
    page.get_by_role("link", name=number).wait_for()
    both_sizes(page, "joint-list")
    page.get_by_role("link", name=number).click()
    order = page.locator(".joint-order")
    expect(order.get_by_text("未办成", exact=True)).to_have_count(1)
    expect(order.get_by_text("办理中", exact=True)).to_have_count(1)
    sign_in(page, home, "周出证")
    page.goto(f"{home}/joint/{number}/hand-out/")
    page.get_by_text("还有事项没有出件").wait_for()
    assert page.get_by_text("不予决定书（附救济途径告知）").count() == 1
    to_the_counter(number, "gjj_withdraw_death")
    page.reload()
    page.get_by_label("证件号码").fill(PERSON["id_number"])
    sign(page)
    page.get_by_role("button", name="核对无误，一次发放").click()
    page.get_by_text("已一次发放").wait_for()


def test_withdraw_one_then_all(page: Page, live_server: LiveServer) -> None:
    home = live_server.url
    number = apart(lambda: receive(Desk("林小窗"), death())["number"])
    apart(lambda: decide(child(number, "death_cancellation")))
    sign_in(page, home, "林小窗")
    page.goto(f"{home}/joint/{number}/")
    fold = page.locator("details.fold").filter(has_text="撤回勾选的事项")
    fold.locator("summary").click()
    both_sizes(page, "joint-withdraw")
    fold.get_by_role("button", name="撤回勾选的事项").click()
    page.locator("dialog[open] [data-confirm-yes]").click()
    page.get_by_text("还没有收到申请人的书面撤回申请").or_(page.get_by_text("没有勾选要撤回的事项")).first.wait_for()
    fold.locator("input[name=members]").first.check()
    fold.get_by_label("撤回理由").fill("另行单独办理")
    fold.get_by_label("已收到申请人的书面撤回申请").check()
    fold.get_by_role("button", name="撤回勾选的事项").click()
    page.locator("dialog[open] [data-confirm-yes]").click()
    page.get_by_text("已撤回，撤回通知书已出具").wait_for()
    assert apart(lambda: child(number, "death_benefit").state) == "withdrawn"
    fold = page.locator("details.fold").filter(has_text="撤回勾选的事项")
    fold.locator("summary").click()
    fold.get_by_label("撤回理由").fill("都不办了")
    fold.get_by_label("已收到申请人的书面撤回申请").check()
    fold.get_by_role("button", name="全部撤回").click()
    page.locator("dialog[open] [data-confirm-yes]").click()
    page.get_by_text("已撤回，撤回通知书已出具").wait_for()
    assert apart(lambda: child(number, "gjj_withdraw_death").state) == "withdrawn"
    assert apart(lambda: child(number, "death_cancellation").state) == "done", "what is decided stays decided"
