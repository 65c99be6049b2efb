"""The walk through the hall for the screenshots: a Monday morning after two weeks of made days, with people at kiosk, desk and windows.

Called by shots.py. Devices are browsers of their own, paired by code as docs/hall-devices.md says.
"""

from typing import TYPE_CHECKING

from playwright.sync_api import Page

if TYPE_CHECKING:
    from tools.shots import Camera

KIOSK, TABLET, PHONE = {"width": 1080, "height": 1400}, {"width": 800, "height": 600}, {"width": 360, "height": 800}
COUNTER = {"width": 1366, "height": 768}
LIN, CHEN, JIANG, SHEN, YU, ZOU = (
    "13900000001",
    "13900000002",
    "13900000003",
    "13900000004",
    "13900000007",
    "13900000044",
)
# What the morning's people come for: words typed at the guide desk, and what is ticked with them.
MORNING = (
    ("phys", ""), ("公积金贷款", ""), ("身份证", "elderly"), ("个体", ""), ("phys", ""), ("新生儿", "children"), ("社保卡", ""),
    ("huoyun", ""),
)  # fmt: skip
MONDAY_AT_TEN = """
from datetime import timedelta
from yichuang.demo.operations.move_clock import move_clock
from yichuang.foundations import clock
from yichuang.foundations.calendars import calendar
now = clock.now()
day = calendar().add_workdays(now.date(), 1)
while day.weekday():
    day = calendar().add_workdays(day, 1)
move_clock(by=now.replace(year=day.year, month=day.month, day=day.day, hour=10, minute=0) - now, who='演示访客')
"""
HOUSE_TIME = """
from yichuang.foundations import clock
print(clock.now().isoformat())
"""
LAST_SLIP = """
from yichuang.hall.models import Ticket
print(Ticket.objects.latest("taken_at").token)
"""


def hall(camera: "Camera") -> None:
    """Fill the hall, let a morning begin, and take the pictures of guide, window, supervisor, director and devices."""
    camera.manage("generate_hall", "--days", "15")
    camera.manage("generate_feedback", "--days", "15")
    camera.manage("shell", "-v", "0", "-c", MONDAY_AT_TEN)
    looked_back_on(camera)
    windows_open(camera)
    kiosk, screen = device(camera, "kiosk", "东门取号机"), device(camera, "hall", "一楼大屏")
    tablet = device(camera, "tablet", "01 号窗口评价器", "01")
    camera.enter(YU)
    for words, green in MORNING:
        guided(camera, words, green)
    camera.go("/hall/guide/?find=phys")
    camera.take("guide-desk")
    camera.take_of(kiosk, "kiosk", KIOSK)
    at_the_window(camera, screen)
    camera.enter(SHEN)
    camera.go("/hall/floor/")
    camera.take("supervisor-floor")
    rated(camera, tablet)


def windows_open(camera: "Camera") -> None:
    """Let three officers sit down."""
    for mobile, number in ((LIN, "01"), (CHEN, "05"), (JIANG, "06")):
        camera.enter(mobile)
        camera.go("/hall/calling/")
        camera.page.locator("button.sit", has_text=number).first.click()
        camera.page.get_by_text("窗口空闲").wait_for()


def device(camera: "Camera", kind: str, name: str, window: str = "") -> Page:
    """Set a device up as the supervisor, pair a browser of its own with it, and return its page."""
    camera.enter(SHEN)
    camera.go("/hall/devices/register/")
    page = camera.page
    page.locator("select[name=kind]").select_option(kind)
    page.locator("input[name=name]").fill(name)
    if window:
        value = page.locator("select[name=window] option", has_text=f"{window} ").first.get_attribute("value")
        page.locator("select[name=window]").select_option(value)
    page.locator("main form button[type=submit]").last.click()
    code = page.locator(".pair-code").inner_text().strip()
    browser = page.context.browser
    assert browser is not None
    paired = browser.new_context(locale="zh-CN").new_page()
    paired.goto(f"{camera.address}/device/")
    paired.get_by_label("6 位配对码").fill(code)
    paired.get_by_role("button", name="配对").click()
    paired.wait_for_url(lambda url: "/device/" not in url)
    return paired


def guided(camera: "Camera", words: str, green: str) -> None:
    """Give somebody a number at the guide desk."""
    page = camera.page
    camera.go(f"/hall/guide/?find={words}")
    page.locator(".guide-found button").first.click()
    page.locator(".guide-chosen input").first.wait_for()
    if green:
        page.locator("select[name=green]").select_option(green)
    page.locator(".guide-take button").click()
    page.locator(".guide-taken").wait_for()


def at_the_window(camera: "Camera", screen: Page) -> None:
    """Call at three windows, begin at two, and take the window's desk, the screen on the wall and somebody's telephone."""
    page = camera.page
    for mobile in (JIANG, CHEN, LIN):
        camera.enter(mobile)
        camera.go("/hall/calling/")
        page.keyboard.press("F8")
        page.get_by_text("正在叫", exact=True).wait_for()
    camera.take("clerk-calling")
    on_the_wall(camera, screen)
    page.keyboard.press("F8")
    page.wait_for_url(lambda url: "/desk/" in url)
    camera.take("clerk-desk-bar")
    camera.go(f"/t/{camera.manage('shell', '-v', '0', '-c', LAST_SLIP)}/")
    camera.take("citizen-ticket", PHONE)


def on_the_wall(camera: "Camera", screen: Page) -> None:
    """Take the screen with its own clock set as the house's: a demonstration's day was moved, the screen's computer knows nothing of it."""
    screen.clock.set_fixed_time(camera.manage("shell", "-v", "0", "-c", HOUSE_TIME))
    screen.wait_for_timeout(1500)
    camera.take_of(screen, "hall-screen", COUNTER)


def rated(camera: "Camera", tablet: Page) -> None:
    """Finish at window 01 and take what its tablet asks then."""
    camera.enter(LIN)
    camera.go("/hall/calling/")
    camera.page.keyboard.press("F8")
    camera.page.get_by_text("窗口空闲").wait_for()
    tablet.get_by_text("非常满意").first.wait_for(timeout=60_000)
    camera.take_of(tablet, "rating-tablet", TABLET)


def looked_back_on(camera: "Camera") -> None:
    """Take what the made days left: the director's figures and twin, ratings, work orders, complaints."""
    page = camera.page
    camera.enter(ZOU)
    camera.go("/hall/statistics/?period=28")
    page.wait_for_timeout(1200)
    camera.take("director-statistics")
    camera.go("/feedback/")
    page.wait_for_timeout(1200)
    camera.take("director-ratings")
    asked(camera)
    camera.enter(SHEN)
    camera.go("/feedback/orders/")
    camera.take("supervisor-orders")
    camera.enter(LIN)
    camera.go("/feedback/complaints/")
    camera.take("complaint-desk")


def asked(camera: "Camera") -> None:
    """Put a question to the twin and wait for what it says."""
    page = camera.page
    camera.go("/hall/twin/new/")
    page.get_by_label("方案名称").fill("全科受理，五个窗口")
    page.get_by_label("全科无差别").check()
    page.get_by_label("受理窗口数").fill("5")
    page.get_by_label("推演天数").select_option("10")
    page.get_by_role("button", name="开始推演").click()
    page.get_by_text("几点要几个窗口").first.wait_for(timeout=180_000)
    page.wait_for_timeout(1200)
    camera.take("director-twin")
