"""The check of accessibility asks the page that stays, and fails for what is really wrong."""

import pytest
from playwright.sync_api import Error, Page

from tests.browser.axe import check_page, staying

pytestmark = pytest.mark.browser
GONE = "Page.evaluate: Execution context was destroyed, most likely because of a navigation"


def test_a_page_that_went_away_is_asked_again(page: Page) -> None:
    asked: list[int] = []

    def ask() -> str:
        asked.append(1)
        if len(asked) < 3:
            raise Error(GONE)
        return "there"

    assert staying(page, ask) == "there" and len(asked) == 3


def test_another_fault_is_not_asked_again(page: Page) -> None:
    def ask() -> str:
        raise Error("Page.evaluate: SyntaxError")

    with pytest.raises(Error, match="SyntaxError"):
        staying(page, ask)


def test_what_is_wrong_is_found(page: Page) -> None:
    page.set_content('<html lang="zh-CN"><title>页</title><main><h1>页</h1><img src="data:,"></main></html>')
    assert "image-alt" in {one.rule for one in check_page(page)}
