"""Booking on the public pages, and the officers' pages of appointments, at both sizes with axe (S2-35, S2-38)."""

import random

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import both_sizes
from tests.browser.visits import apart, sign_in
from tests.cases.people import who
from tests.sharing.hotline import booking, free, hotline, send
from yichuang.foundations import clock
from yichuang.hall.models import Appointment
from yichuang.hall.operations.opening import SpecialDay, declare_days
from yichuang.hall.operations.settle_stranded import LATER
from yichuang.organizations.models import Site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demo_again"),
]


def free_slot(page: Page, place: int = 0) -> None:
    page.locator("input[name=starts]:not([disabled])").nth(place).check()


def book(page: Page, address: str, mobile: str, looked_at: bool = False) -> str:
    """Book question by question; return the code that is shown."""

    def look(name: str) -> None:
        if looked_at:
            both_sizes(page, name)

    page.goto(f"{address}/book/")
    look("book-what")
    page.get_by_label("要办的事").fill("huoyun")
    page.get_by_role("button", name="查找").click()
    look("book-found")
    page.locator("a[href='/book/?matter=freight_general']").click()
    look("book-site")
    page.get_by_role("link", name="萧山区人民政府办事服务中心").first.click()
    look("book-day")
    page.locator("a.day-card").nth(1).click()
    look("book-slot")
    free_slot(page)
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("姓名").fill("王小明")
    page.get_by_label("手机号").fill("0571-82600000")
    page.get_by_role("button", name="确认预约").click()
    page.get_by_text("这是固定电话").first.wait_for()
    look("book-person")
    page.get_by_label("手机号").fill(mobile)
    page.get_by_role("button", name="确认预约").click()
    page.get_by_role("heading", name="预约成功").wait_for()
    look("book-done")
    return page.locator(".booked-code strong").inner_text()


def test_the_public_books_moves_cancels_and_reads_the_hours(page: Page, live_server: LiveServer) -> None:
    address, mobile = live_server.url, f"139{random.randint(10**7, 10**8 - 1)}"
    code = book(page, address, mobile, looked_at=True)
    page.goto(f"{address}/book/manage/?code={code.replace(' ', '')}")
    both_sizes(page, "manage-ask")
    page.get_by_label("手机号后四位").fill(mobile[-4:])
    page.get_by_role("button", name="打开").click()
    both_sizes(page, "manage")
    page.get_by_role("link", name="改期").click()
    both_sizes(page, "manage-days")
    page.locator("a.day-card").nth(2).click()
    free_slot(page, 3)
    both_sizes(page, "manage-slots")
    page.get_by_role("button", name="改到这个时段").click()
    page.get_by_text("已改期，新的时间也发了短信").wait_for()
    page.goto(f"{address}/check-in/")
    both_sizes(page, "check-in-sites")
    page.goto(f"{address}/check-in/centre/?code={code.replace(' ', '')}")
    page.get_by_role("button", name="签到取号").click()
    page.get_by_text("不是今天").wait_for()
    both_sizes(page, "check-in")
    page.goto(f"{address}/book/hours/centre/?month={clock.now():%Y-%m}")
    both_sizes(page, "hours")
    page.goto(f"{address}/book/manage/")
    page.get_by_role("button", name="取消预约").click()
    page.get_by_role("dialog").get_by_role("button", name="取消预约").click()
    page.get_by_text("已取消").first.wait_for()


def close(row: Appointment) -> None:
    special = SpecialDay(row.day, (), "台风停办")
    site = Site.objects.get(key="centre")
    declare_days(actor=who("沈主管"), site=site, days=[special], then=LATER, now=clock.now())


def test_the_hall_arranges_books_and_settles(page: Page, live_server: LiveServer) -> None:
    address = live_server.url
    book(page, address, "13900000999")
    sign_in(page, address, "沈主管")
    page.goto(f"{address}/hall/appointments/new/")
    both_sizes(page, "desk-what")
    page.get_by_role("link", name="不动产").click()
    page.locator("a.day-card").nth(1).click()
    free_slot(page, 2)
    page.get_by_label("手机号").fill("13900000777")
    page.get_by_label("姓名").fill("陈阿姨")
    both_sizes(page, "desk-book")
    page.get_by_role("button", name="预约并发短信").click()
    page.get_by_text("短信已发出").wait_for()
    both_sizes(page, "appointment")
    page.get_by_role("link", name="改期").click()
    both_sizes(page, "appointment-move")
    apart(lambda: close(Appointment.objects.get(mobile_index__isnull=False, source="online")))
    page.goto(f"{address}/hall/appointments/?list=all")
    both_sizes(page, "appointments")
    page.get_by_role("link", name="查看并处理").click()
    both_sizes(page, "appointments-stranded")
    page.get_by_role("button", name="全部改到最近的空余时段").click()
    page.get_by_role("dialog").get_by_role("button", name="全部改期").click()
    page.get_by_text("都已发短信").wait_for()
    page.goto(f"{address}/hall/opening/?month={clock.now():%Y-%m}&board=A")
    for fold in page.locator("details.fold > summary").all():
        fold.click()
    both_sizes(page, "opening")
    page.goto(f"{address}/hall/slots/")
    page.locator("details.fold > summary").first.click()
    both_sizes(page, "slots")
    page.goto(f"{address}/hall/appointments/share/")
    both_sizes(page, "share")


def test_what_the_hotline_s_system_booked_is_shown_in_words(page: Page, live_server: LiveServer) -> None:
    address, made = live_server.url, []

    def call() -> None:
        caller = hotline()
        made.append(send(caller, "", booking(free(caller)[12])).json()["id"])
        send(caller, "", booking(free(caller)[14], mobile="13900000128"))
        row = Appointment.objects.get(pk=made[0])
        send(caller, f"/{row.pk}/move", {"starts_at": free(caller)[16]})

    apart(call)
    sign_in(page, address, "沈主管")
    page.goto(f"{address}/hall/appointments/?list=all&source=system")
    page.get_by_text("12345 热线系统").first.wait_for()
    both_sizes(page, "hotline-appointments")
    page.goto(f"{address}/hall/appointments/{made[0]}/")
    page.get_by_text("联网系统（12345 热线系统）").wait_for()
    both_sizes(page, "hotline-appointment")
    page.goto(f"{address}/hall/appointments/share/?first=2026-11-01&last=2027-10-01")
    page.get_by_role("heading", name="按渠道").wait_for()
    both_sizes(page, "hotline-share")
    page.context.clear_cookies()
    sign_in(page, address, "谢区管")
    page.goto(f"{address}/exchange/systems/hotline-12345/messages/")
    both_sizes(page, "hotline-messages")
    page.goto(f"{address}/exchange/systems/hotline-12345/inbound/")
    both_sizes(page, "hotline-inbound")
    page.goto(f"{address}/exchange/register/")
    assert not page.get_by_label("预约代办（12345 等热线）").is_checked() and page.get_by_label("拉取事件").is_checked()
    both_sizes(page, "hotline-register")
