"""The pages of those who look after departments' systems, at both sizes, with axe (issue 4, 12)."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import both_sizes
from tests.browser.visits import apart, sign_in
from tests.cases.people import who
from tests.counter import Desk
from tests.exchange.conftest import plain_http  # noqa: F401 - a fixture
from tests.exchange.joined import ADMIN, SYSTEM, join
from yichuang.exchange.operations.reconcile import begin_reconciliation, finish_reconciliation
from yichuang.exchange.queries.reconciliations import ours_of
from yichuang.exchange.rules.reconciliation import Theirs, compare
from yichuang.foundations import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def accepted() -> str:
    """Accept a case that goes to the joined system."""
    desk = Desk("林小窗")
    number = desk.receive()
    desk.must(number, "materials", items=desk.materials())
    desk.must(number, "accept")
    return number


def reconciled(number: str) -> int:
    """Compare the books with a system that says it concluded the case; return the run's id."""
    now = clock.now()
    run = begin_reconciliation(actor=who(ADMIN), key=SYSTEM, day=clock.day_of(now), now=now)
    ours = ours_of(run.system, [number])
    theirs = {number: Theirs(events=1, sequence=99, accepted_at="2026-11-28", concluded_at="2026-11-28")}
    finish_reconciliation(run_id=run.pk, found=compare([number], ours, theirs, ours), actor=who(ADMIN), now=now)
    return run.pk


@pytest.mark.usefixtures("demo_again", "plain_http")
def test_systems_their_messages_and_secrets_are_looked_after(page: Page, live_server: LiveServer) -> None:
    apart(join)
    number = apart(accepted)
    sign_in(page, live_server.url, "谢区管")
    page.goto(f"{live_server.url}/exchange/")
    page.get_by_text("道路运输业务系统").first.wait_for()
    both_sizes(page)
    page.goto(f"{live_server.url}/exchange/systems/{SYSTEM}/")
    page.get_by_text("道路运输业务系统").first.wait_for()
    both_sizes(page)
    page.goto(f"{live_server.url}/exchange/systems/{SYSTEM}/messages/?number={number}")
    page.get_by_text("导出一个办件的交换证据").first.wait_for()
    both_sizes(page, "messages")
    page.goto(f"{live_server.url}/exchange/reconciliations/{apart(lambda: reconciled(number))}/")
    page.get_by_role("button", name="请对方重新回传").wait_for()
    both_sizes(page, "reconciliation")
    page.goto(f"{live_server.url}/exchange/reconciliations/")
    page.get_by_text("1 处差异没有消除").wait_for()
    both_sizes(page, "reconciliations")
    page.goto(f"{live_server.url}/exchange/systems/{SYSTEM}/deliveries/")
    page.get_by_text(number[:6]).first.wait_for()
    both_sizes(page)
