"""Every style page, at the counter's size and on a phone: axe finds nothing, nothing sticks out sideways."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible

pytestmark = pytest.mark.browser
ADDRESSES = ["/", "/?errors=1&refusal=1", "/desk/", "/public/", "/public/?refusal=1", "/bare/", "/problem/", "/problem/?officer=1&one=1",
             "/error/400/", "/error/403/", "/error/403_csrf/", "/error/404/", "/error/500/"]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing_and_nothing_sticks_out(site: str, sized: Page, address: str) -> None:
    sized.goto(site + address, wait_until="load")
    assert_accessible(sized)
    assert sized.evaluate("document.documentElement.scrollWidth") <= sized.evaluate(
        "document.documentElement.clientWidth"
    )


@pytest.mark.parametrize("address", ["/", "/desk/", "/public/", "/bare/"])
def test_large_type_keeps_the_page_whole(site: str, sized: Page, address: str) -> None:
    sized.context.add_cookies([{"name": "yc_large", "value": "1", "url": site}])
    sized.goto(site + address, wait_until="load")
    assert sized.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    assert_accessible(sized)
    assert sized.evaluate("document.documentElement.scrollWidth") <= sized.evaluate(
        "document.documentElement.clientWidth"
    )


@pytest.mark.parametrize(
    "opener",
    [
        "[data-open-dialog=sample-modal]",
        "[data-keys-help]",
        "#sample-form [data-confirm=ask]",
        "details[data-menu] summary",
    ],
)
def test_what_opens_is_accessible_too(site: str, page: Page, opener: str) -> None:
    page.goto(site + "/", wait_until="load")
    page.click(opener)
    assert_accessible(page)


def test_the_phone_menu_is_accessible(site: str, phone: Page) -> None:
    phone.goto(site + "/", wait_until="load")
    phone.click("[data-nav-toggle]")
    expect(phone.locator("#sidenav")).to_be_visible()
    assert_accessible(phone)
    phone.keyboard.press("Escape")
    expect(phone.locator("#sidenav")).to_be_hidden()
