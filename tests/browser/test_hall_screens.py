"""Kiosk, phone and screens in a browser: axe at all sizes, the slip prints, a screen calls and outlives a pulled cable (S2-30…S2-34)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import APIResponse, Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import assert_accessible, both_sizes
from tests.browser.cable import Cable, Web
from tests.browser.visits import apart, sign_in
from tests.cases.people import who
from tests.hall.devices import offered
from tests.hall.people import sit, take, window
from yichuang.foundations import clock
from yichuang.hall import live
from yichuang.hall.models import Device, Ticket
from yichuang.hall.operations.call import call_next
from yichuang.hall.operations.devices import revoke_device
from yichuang.hall.operations.serve import finish, start
from yichuang.hall.queries.board import CALLS_SHOWN
from yichuang.hall.queries.waits import forget_times

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo_again")]
FREIGHT = "freight_general"
# Calls of the minute, more than the board keeps (CALLS_SHOWN); the rows that a hall screen has room for.
MANY, SHOWN = CALLS_SHOWN + 4, 7


@pytest.fixture(autouse=True)
def quiet_afterwards() -> Iterator[None]:
    """Let the listener go before the tables are emptied, and begin each test with nothing measured."""
    forget_times()
    live.boards._drawn.clear()
    yield
    live.hub.stop()


def pair(page: Page, address: str, kind: str, name: str, **more: Any) -> Device:
    """Make a page's browser a device."""
    given = apart(lambda: offered(kind, name, **more))
    page.goto(f"{address}/device/")
    page.get_by_label("6 位配对码").fill(given.code)
    page.get_by_role("button", name="配对").click()
    page.wait_for_url(lambda url: "/device/" not in url)
    return given.device


def until(page: Page, holds: str) -> None:
    """Wait until an expression holds; Playwright's own waiting evaluates in the page, which the policy forbids."""
    for _ in range(150):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(100)
    raise AssertionError(holds)


def small_targets(page: Page) -> list[str]:
    """Return what can be touched on the kiosk and is smaller than 64 pixels."""
    touched = (
        ".bare-main a, .bare-main button, .bare-main input:not([type=hidden]):not([type=radio]),"
        " label.kiosk-option, .kiosk-tools > *"
    )
    found: list[str] = page.evaluate(
        """(touched) => Array.from(document.querySelectorAll(touched))
        .filter(one => one.offsetParent && one.getBoundingClientRect().height < 63.5)
        .map(one => one.outerHTML.slice(0, 90))""",
        touched,
    )
    return found


def test_a_ticket_is_taken_by_touch_printed_once_and_the_kiosk_clears_itself(
    page: Page, live_server: LiveServer
) -> None:
    page.add_init_script(
        "window.print = () => sessionStorage.setItem('p', 1 + Number(sessionStorage.getItem('p') || 0))"
    )
    pair(page, live_server.url, "kiosk", "东门取号机")
    for width, height in ((1080, 1920), (1366, 768), (360, 800)):
        page.set_viewport_size({"width": width, "height": height})
        assert_accessible(page)
        assert small_targets(page) == []
    page.set_viewport_size({"width": 1080, "height": 1920})
    for letter in "HUOYUN":
        page.get_by_role("button", name=letter, exact=True).click()
    page.get_by_role("button", name="查找").click()
    page.locator(".kiosk-list a").first.wait_for()
    both_sizes(page, "kiosk-find")
    page.locator(".kiosk-list a").first.click()
    page.get_by_role("heading", name="确认取号").wait_for()
    both_sizes(page, "kiosk-take")
    assert small_targets(page) == []
    page.get_by_role("button", name="不留手机号，直接取号").click()
    page.locator(".slip-number").wait_for()
    until(page, "sessionStorage.getItem('p') === '1'")
    number = page.locator(".slip-number").inner_text()
    both_sizes(page, "kiosk-slip")
    page.reload()
    page.wait_for_timeout(600)
    assert page.evaluate("sessionStorage.getItem('p')") == "1", "a reload prints nothing"
    page.goto(f"{live_server.url}/kiosk/?lang=en&large=1")
    page.get_by_text(f"Ticket {number} can be printed again").wait_for()
    both_sizes(page, "kiosk-english")
    page.clock.install()
    page.goto(f"{live_server.url}/kiosk/take/?want=u&lang=en")
    page.clock.run_for(50_000)
    page.get_by_role("heading", name="Do you need more time?").wait_for()
    assert_accessible(page)
    page.clock.run_for(15_000)
    page.get_by_role("heading", name="请选择要办的事").wait_for()


def test_the_phone_follows_its_ticket_and_works_without_scripts(
    page: Page, chromium: Browser, live_server: LiveServer
) -> None:
    ticket = apart(lambda: take(FREIGHT))
    apart(lambda: sit("林小窗"))
    page.clock.install()
    page.goto(f"{live_server.url}/t/{ticket.token}/")
    page.get_by_text("前面还有").wait_for()
    both_sizes(page, "phone-waiting")
    apart(lambda: call_next(actor=who("林小窗"), now=clock.now()))
    page.clock.run_for(9_000)
    page.get_by_text("请到 01 号窗口").wait_for()
    both_sizes(page, "phone-called")
    plain = chromium.new_context(java_script_enabled=False)
    bare = plain.new_page()
    bare.goto(f"{live_server.url}/t/{ticket.token}/")
    assert bare.get_by_text("请到 01 号窗口").count() == 1
    assert bare.locator("meta[http-equiv=refresh]").count() == 1
    bare.get_by_role("button", name="我已离开").click()
    bare.get_by_text("您已离开排队").wait_for()
    plain.close()


def test_a_hall_screen_calls_live_and_catches_up_after_a_minute_without_network(
    page: Page, live_server: LiveServer
) -> None:
    page.add_init_script(
        "window.said = []; Object.defineProperty(window, 'speechSynthesis', {value: {cancel() {},"
        " speak(one) { window.said.push(one.text); setTimeout(() => one.onend && one.onend(), 1); }}});"
    )
    pair(page, live_server.url, "hall", "大屏")
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.get_by_text("暂无叫号").wait_for()
    first = apart(lambda: take(FREIGHT))
    page.locator("[data-boards] td", has_text="1").first.wait_for()
    apart(lambda: sit("林小窗"))
    apart(lambda: call_next(actor=who("林小窗"), now=clock.now()))
    page.locator("[data-calls] tr", has_text=first.number).wait_for()
    until(page, "window.said.length === 2")
    assert page.evaluate("window.said") == ["请 A 0 0 1 号，到 1 号窗口"] * 2, "twice, in figures"
    assert_accessible(page)
    both_sizes(page, "screen-hall")
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.context.set_offline(True)
    second = apart(lambda: take("individual_business_setup"))
    page.get_by_text("网络中断，正在重连").wait_for()
    assert_accessible(page)
    assert page.locator("[data-calls] tr", has_text=first.number).count() == 1, "the last data stay"
    apart(lambda: sit("陈一诺", "02"))
    apart(lambda: call_next(actor=who("陈一诺"), now=clock.now() + timedelta(minutes=1)))
    page.wait_for_timeout(1500)
    page.context.set_offline(False)
    page.locator("[data-calls] tr", has_text=second.number).wait_for(timeout=20_000)
    page.locator("[data-lost]").wait_for(state="hidden")


def test_an_answer_that_the_stream_overtook_is_not_drawn_over_the_newer_board(
    page: Page, live_server: LiveServer
) -> None:
    """A board drawn before a call and answered after it: the call stays on the screen."""
    held: list[tuple[Route, APIResponse]] = []
    pair(page, live_server.url, "window", "屏", window=apart(lambda: window("01").pk))
    apart(lambda: take(FREIGHT))
    apart(lambda: sit("林小窗"))
    shown = page.locator(".screen-main")
    expect(shown).to_contain_text("林小窗")
    page.wait_for_load_state("networkidle")
    whole = {"If-None-Match": ""}
    page.route(
        "**/hall/board/*.json", lambda one: held.append((one, one.fetch(headers={**one.request.headers, **whole})))
    )
    page.evaluate("window.dispatchEvent(new Event('online'))")
    # Asked at once, and once more when the new stream opens: nothing is asked after that.
    for turn in range(2):
        until_held(page, held, turn + 1)
        if not turn:
            held[0][0].fulfill(response=held[0][1])
    called = apart(lambda: call_next(actor=who("林小窗"), now=clock.now()))
    assert called is not None and called.number not in held[1][1].text()
    expect(shown).to_contain_text(called.number)
    held[1][0].fulfill(response=held[1][1])
    until_held(page, held, 3)
    expect(shown, "the older answer is not drawn").to_contain_text(called.number, timeout=1)
    page.unroute_all(behavior="ignoreErrors")


def until_held(page: Page, held: list[Any], many: int) -> None:
    """Wait until so many questions were asked."""
    for _ in range(100):
        if len(held) >= many:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"the board was asked for {len(held)} times")


@pytest.fixture
def web() -> Iterator[Web]:
    """Start a web process of its own beside the test, which may be killed and started anew."""
    there = Web().start()
    yield there
    there.stop()


@pytest.mark.parametrize("restarted", [False, True], ids=["the web process lives", "the web process is started anew"])
def test_a_screen_whose_cable_is_pulled_for_a_minute_catches_up_alone(page: Page, web: Web, restarted: bool) -> None:
    """Nothing is closed, nothing arrives, more is called than the board keeps; the page's minute passes by its own moved clock."""
    cable = Cable(web.port)
    page.clock.install()
    pair(page, cable.address, "hall", "大屏")
    first = apart(lambda: _serve(sits=True, takes=MANY))
    rows = page.locator("[data-calls] tr td:first-child")
    expect(rows).to_have_text([first])
    page.evaluate("window.neverReloaded = true")
    cable.pull()
    called = apart(lambda: [_serve() for _ in range(MANY - 1)])
    if restarted:
        web.stop()
        web.start()
    page.clock.run_for(60_000)
    expect(page.get_by_text("网络中断，正在重连")).to_be_visible()
    expect(rows, "the last data stay, and how old they are is said").to_have_text([first])
    streams: list[str] = []
    page.on("response", lambda one: streams.append(one.url) if "/hall/live/" in one.url else None)
    cable.plug(forget=restarted)
    page.clock.run_for(10_000)
    expect(rows).to_have_text(called[: -SHOWN - 1 : -1])
    expect(page.locator("[data-lost]")).to_be_hidden()
    for _ in range(300):
        if streams or not restarted:
            break
        page.wait_for_timeout(100)
    assert streams or not restarted, "no stream was opened anew"
    after = apart(lambda: _serve(takes=1))
    # Sooner than a screen without a stream would look by itself: the stream lives again.
    expect(rows.first).to_have_text(after, timeout=15_000)
    assert page.evaluate("window.neverReloaded") is True
    cable.close()


def _serve(sits: bool = False, takes: int = 0) -> str:
    """Let so many take a ticket, call the next one at window 01, serve and finish him; return his number."""
    for _ in range(takes):
        take(FREIGHT)
    if sits:
        sit("林小窗")
    officer, now = who("林小窗"), clock.now()
    called = call_next(actor=officer, now=now)
    assert called is not None
    start(actor=officer, now=now)
    finish(actor=officer, now=now)
    return called.number


@pytest.mark.parametrize("kind", ["board", "guide", "window"])
def test_every_kind_of_screen_is_readable_and_says_when_it_is_off(
    page: Page, live_server: LiveServer, kind: str
) -> None:
    places: dict[str, dict[str, Any]] = {"board": {"board": "A"}, "window": {"window": apart(lambda: window("01").pk)}}
    more = places.get(kind, {})
    device = pair(page, live_server.url, kind, "屏", **more)
    apart(lambda: take(FREIGHT))
    apart(lambda: sit("林小窗"))
    apart(lambda: call_next(actor=who("林小窗"), now=clock.now()))
    page.locator(".screen-main").get_by_text("A001").first.wait_for()
    both_sizes(page, f"screen-{kind}")
    apart(lambda: revoke_device(actor=who("沈主管"), pk=str(device.pk), why="报废", now=clock.now()))
    page.get_by_role("heading", name="已停用，请联系管理人员").wait_for()
    both_sizes(page, "device-off")


def test_the_officers_pages_and_the_public_one(page: Page, live_server: LiveServer) -> None:
    ticket: Ticket = apart(lambda: take(FREIGHT, mobile="13900000999"))
    device = apart(lambda: offered().device)
    page.goto(f"{live_server.url}/device/")
    both_sizes(page, "device-pair")
    sign_in(page, live_server.url, "沈主管")
    for path in (
        "devices/",
        "devices/register/",
        f"devices/{device.pk}/",
        "guide/?find=huoyun&want=u",
        f"guide/{ticket.pk}/",
    ):
        page.goto(f"{live_server.url}/hall/{path}")
        both_sizes(page, f"hall-{path.split('/')[0]}")
    for path in ("halls/", "halls/centre/"):
        page.goto(f"{live_server.url}/{path}")
        both_sizes(page, path.replace("/", "-"))
    assert page.get_by_text("暂时无法估计").count() >= 1
