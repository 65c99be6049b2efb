"""A signing tablet: a browser of its own, without anybody's sign-in, and a finger that writes."""

from playwright.sync_api import Page


def tablet_of(page: Page) -> Page:
    """Open a page at a tablet's size in a context of its own; it closes with the test's browser."""
    browser = page.context.browser
    assert browser is not None
    return browser.new_context(viewport={"width": 1024, "height": 768}, locale="zh-CN").new_page()


def draw(page: Page) -> None:
    """Write one stroke on the signature pad."""
    page.locator(".signature-canvas").scroll_into_view_if_needed()
    frame = page.locator(".signature-canvas").bounding_box()
    assert frame is not None
    page.mouse.move(frame["x"] + 40, frame["y"] + 60)
    page.mouse.down()
    page.mouse.move(frame["x"] + 160, frame["y"] + 110, steps=8)
    page.mouse.move(frame["x"] + 220, frame["y"] + 50, steps=8)
    page.mouse.up()
