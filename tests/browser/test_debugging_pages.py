"""The bench in a browser against the demonstration's department program, a real process: pushes go green, and one that misbehaves shows
exactly its red step with the reason (issue 4, 9). Looked at on a telephone and at a desk, with axe.
"""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import both_sizes
from tests.browser.visits import apart, sign_in
from tests.cases.people import who
from tests.examples.program import Program
from tests.exchange.conftest import plain_http  # noqa: F401 - a fixture
from tests.exchange.joined import ADMIN, Joined, join
from yichuang.debugging.models import DebuggingRun
from yichuang.debugging.rules.probes import PROBES
from yichuang.debugging.tasks import push
from yichuang.exchange.operations.register_system import Profile, change_system
from yichuang.foundations import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEY = "road-test"


def moved(joined: Joined, receiver: str) -> None:
    """Tell the platform where the program listens."""
    profile = Profile(name=joined.system.name, receiver=receiver, networks=["127.0.0.0/8"])
    change_system(actor=who(ADMIN), key=KEY, profile=profile, now=clock.now())


def outcome(page: Page, step: str) -> str:
    return page.locator(f"#step-{step}").get_attribute("data-outcome") or ""


def settled(page: Page) -> None:
    """Do the bench's pushes as the worker would, until the last stands on the page, which looks for news by itself."""
    last = list(PROBES)[-1]
    shown = page.locator(f"#step-{last}[data-outcome=green], #step-{last}[data-outcome=red]")
    for _ in range(60):
        apart(pushed)
        page.wait_for_timeout(300)
        if shown.count():
            return
    raise AssertionError(f"{last} never came out")


def pushed() -> None:
    """Make the pushes that are asked for."""
    for run in DebuggingRun.objects.exclude(pushing=""):
        push(run.pk, run.pushing)


@pytest.mark.usefixtures("demo_again", "plain_http")
def test_a_run_goes_green_and_a_misbehaving_system_shows_its_red_step(
    page: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    joined = apart(lambda: join(key=KEY, environment="test"))
    secrets: dict[str, Any] = {
        "client_id": joined.system.client_id,
        "client_secret": joined.secret,
        "signing_secret": joined.signing,
    }
    program = Program(tmp_path / "department", live_server.url, system_code=KEY, **secrets).start()
    try:
        apart(lambda: moved(joined, f"{program.url}/events"))
        sign_in(page, live_server.url, ADMIN)
        page.goto(f"{live_server.url}/exchange/systems/{KEY}/debugging/")
        page.get_by_text("没有联调记录").wait_for()
        both_sizes(page, "debugging-runs")
        page.get_by_role("button", name="开始联调").click()
        page.wait_for_url("**/debugging/*/")
        settled(page)
        assert {name: outcome(page, name) for name in PROBES} == dict.fromkeys(PROBES, "green")
        assert outcome(page, "case") == "waiting" and page.locator("#step-case a[href*=practice]").count() == 1
        both_sizes(page, "debugging-run")
        run = page.url
        page.locator("#step-signed summary").click()
        page.locator("#step-signed").get_by_text("webhook-signature").wait_for()

        program.misbehave(target="events", kind="fail", status=503)
        page.goto(run)
        page.evaluate("() => document.querySelector('form[hx-post]').removeAttribute('hx-trigger')")
        assert outcome(page, "signed") == "green", "what was once green stays so"
    finally:
        program.stop()


@pytest.mark.usefixtures("demo_again", "plain_http")
def test_one_that_closes_in_the_middle_is_red_where_it_should_have_taken(
    page: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    joined = apart(lambda: join(key=KEY, environment="test"))
    program = Program(tmp_path / "department", live_server.url, system_code=KEY, signing_secret=joined.signing).start()
    try:
        apart(lambda: moved(joined, f"{program.url}/events"))
        # It answers the first two pushes well; the third, of the duplicate, breaks off: only that step is red.
        sign_in(page, live_server.url, ADMIN)
        page.goto(f"{live_server.url}/exchange/systems/{KEY}/debugging/")
        page.get_by_role("button", name="开始联调").click()
        page.wait_for_url("**/debugging/*/")
        page.get_by_text("正在推送…").first.wait_for()
        while apart(lambda: DebuggingRun.objects.get().pushing) != "duplicate":
            apart(pushed)
        program.misbehave(target="events", kind="close", times=1)
        settled(page)
        red = [name for name in PROBES if outcome(page, name) == "red"]
        assert len(red) == 1 and red[0] in ("duplicate", "out_of_order"), red
        row = page.locator(f"#step-{red[0]}")
        assert "应当收下" in row.inner_text() and "没有传完" in row.inner_text()
        both_sizes(page, "debugging-red")
        page.get_by_role("button", name="重试").click()
        apart(pushed)
        page.locator(f"#step-{red[0]}[data-outcome=green]").wait_for(timeout=30_000)
    finally:
        program.stop()


@pytest.mark.usefixtures("demo_again", "plain_http")
def test_the_app_key_is_issued_shown_once_and_ended(page: Page, live_server: LiveServer) -> None:
    apart(lambda: join(key=KEY, environment="test", networks=["127.0.0.0/8"]))
    sign_in(page, live_server.url, ADMIN)
    page.goto(f"{live_server.url}/exchange/systems/{KEY}/app-key/")
    page.get_by_role("button", name="签发应用密钥").click()
    page.locator("#issued-secret").wait_for()
    both_sizes(page, "app-key-issued")
    page.goto(f"{live_server.url}/exchange/systems/{KEY}/app-key/")
    assert page.locator("#issued-secret").count() == 0
    both_sizes(page, "app-key")
