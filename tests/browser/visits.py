"""What every browser test does first: sign in as one of the demonstration's people."""

from playwright.sync_api import Page

from yichuang.demo.people import PASSWORD, PEOPLE


def sign_in(page: Page, address: str, name: str) -> None:
    """Sign in on the sign-in page and wait until the house has let the person in."""
    page.context.clear_cookies()
    page.goto(f"{address}/sign-in/")
    page.get_by_label("手机号").fill(next(person.mobile for person in PEOPLE if person.name == name))
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
