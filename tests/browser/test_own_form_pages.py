"""A form by configuration in a browser (S2-51): an officer picks two fields, a clerk fills them, a system gets them."""

from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import both_sizes
from tests.browser.visits import apart, sign_in
from tests.cases.people import who
from tests.counter import PERSON, Desk
from tests.exchange.joined import Receiver, join
from tests.exchange.test_split_mode import push_all
from yichuang.accounts.permissions import SYSTEM
from yichuang.cases.models import Case
from yichuang.catalog.operations.publish import load_version
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.exchange.queries.routes import forget_routes
from yichuang.foundations import clock
from yichuang.studio.models import Draft
from yichuang.studio.operations.open_draft import open_next_version

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ANSWERED = "kind=person&a.q2=a&a.q3=a&a.q4=b&done.q5=1"


def _opened() -> Draft:
    return open_next_version(actor=who("赵审查"), matter_key="freight_general", now=clock.now())


def _publish(draft: Draft) -> None:
    document = Draft.objects.get(pk=draft.pk).document
    load_version(actor=SYSTEM, spec=MatterSpec.model_validate(document), now=clock.now())


def _add(page: Page, kind: str, title: str) -> None:
    page.get_by_label("添加的栏目").select_option(label=kind)
    page.keyboard.press("F7")
    page.keyboard.type(title)
    page.locator(f".own-pick:has-text('{title}')").wait_for()


def _saved(page: Page) -> None:
    page.wait_for_selector("[data-part=save-state][data-state=saved]")


def _pushed(receiver: Receiver) -> dict[str, Any]:
    """Issue the receipt, which is when the department is told, and return what its receiver got."""
    number = Case.objects.get().number
    Desk("林小窗").post(f"/cases/{number}/receipt", {})
    push_all()
    return dict(receiver.got[0].event["data"])


def test_picked_in_the_studio_filled_at_the_counter_handed_to_the_system(
    page: Page, live_server: LiveServer, demo_again: None, settings: Any
) -> None:
    settings.EXCHANGE_NETWORKS, settings.EXCHANGE_PLAIN_HTTP = ["127.0.0.0/8", "::1/128"], True
    forget_routes()
    draft = apart(_opened)
    sign_in(page, live_server.url, "赵审查")
    page.goto(f"{live_server.url}/studio/{draft.pk}/form/")
    _add(page, "整数", "从业人员数")
    page.get_by_label("必须填写").check()
    _add(page, "是否", "有无维修场地")
    page.locator("[data-part=preview]").get_by_label("有无维修场地").wait_for()
    _saved(page)
    rows = page.locator(".own-pick")
    before = rows.all_inner_texts()
    rows.last.focus()
    page.keyboard.press("Alt+ArrowUp")
    assert rows.all_inner_texts()[-2:] == before[-1:] + before[-2:-1]
    page.keyboard.press("Delete")
    assert rows.count() == len(before) - 1
    page.keyboard.press("Control+z")
    assert rows.count() == len(before)
    page.wait_for_timeout(700)
    _saved(page)
    both_sizes(page, "own-form-studio")
    apart(lambda: _publish(draft))
    with Receiver() as there:
        apart(lambda: join(there.address))
        sign_in(page, live_server.url, "林小窗")
        page.goto(f"{live_server.url}/desk/freight_general/?{ANSWERED}")
        for name, value in PERSON.items():
            if name != "courier":
                page.fill(f"[name={name}]", value)
        page.get_by_label("有无维修场地").select_option(label="否")
        page.get_by_label("大型物件运输").check()
        page.keyboard.press("F2")
        page.locator(".field-error").filter(has_text="从业人员数").wait_for()
        assert page.get_by_label("大型物件运输").is_checked()
        both_sizes(page, "own-form-intake")
        page.get_by_label("从业人员数").fill("12")
        page.keyboard.press("F2")
        page.wait_for_url("**/cases/**")
        page.get_by_text("有无维修场地").wait_for()
        both_sizes(page, "own-form-case")
        data = apart(lambda: _pushed(there))
    sent = {data["own_form_labels"][name]: value for name, value in data["own_form"].items()}
    assert sent == {"从业人员数": 12, "有无维修场地": False, "申请经营范围": ["大型物件运输"]}
