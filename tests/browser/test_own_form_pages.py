"""A form by configuration in a browser (S2-51): an officer picks two fields, a clerk fills them, a system gets them."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
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


def _acts_in_view(page: Page) -> None:
    """Who must act sees the acts without scrolling; the pipeline is one line above them that unfolds."""
    acts = [one.bounding_box() for one in page.locator(".pane-moves .fold.move > summary").all()[:4]]
    assert acts and all(box and box["y"] + box["height"] <= 768 for box in acts), acts
    page.locator(".pipe > summary").click()
    page.get_by_role("list", name="管道六步").get_by_text("数据推送业务系统").wait_for()


def _moved_deleted_and_back(page: Page) -> None:
    """The last row goes one up, is deleted, and comes back by undo."""
    rows = page.locator(".own-pick")
    before = rows.all_inner_texts()
    rows.last.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(rows).to_have_text([*before[:-2], before[-1], before[-2]], use_inner_text=True)
    page.keyboard.press("Delete")
    expect(rows).to_have_count(len(before) - 1)
    page.keyboard.press("Control+z")
    expect(rows).to_have_count(len(before))
    page.wait_for_timeout(700)
    _saved(page)


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
    _add(page, "单行文字", "注销原因")
    page.get_by_role("button", name="添加条件").click()
    page.get_by_label("选择问题").select_option(label="您要办理哪一项")
    page.get_by_role("group", name="选项").get_by_label("注销").check()
    page.locator("[data-part=preview]").get_by_text("仅适用：您要办理哪一项：注销").wait_for()
    _saved(page)
    _moved_deleted_and_back(page)
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
        expect(page.get_by_label("注销原因"), "asked of a cancellation only").to_have_count(0)
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
        _acts_in_view(page)
        data = apart(lambda: _pushed(there))
    sent = {data["own_form_labels"][name]: value for name, value in data["own_form"].items()}
    assert sent == {"从业人员数": 12, "有无维修场地": False, "申请经营范围": ["大型物件运输"]}


def _with_an_old_pattern() -> Draft:
    draft = _opened()
    field = {"type": "string", "title": "自编号", "pattern": "^(?=.*[A-Z])[A-Z0-9]{6}$", "x-order": 1}
    draft.document["form"]["properties"]["own_number"] = field
    draft.save()
    return draft


def test_a_pattern_that_is_not_taken_any_more_is_said_beside_its_field(
    page: Page, live_server: LiveServer, demo_again: None
) -> None:
    draft = apart(_with_an_old_pattern)
    sign_in(page, live_server.url, "赵审查")
    page.goto(f"{live_server.url}/studio/{draft.pk}/form/")
    page.locator(".own-pick", has_text="自编号").click()
    beside = page.locator("#own-pattern-why")
    beside.get_by_text("窗口不会按它核对").wait_for()
    assert "^(?=.*[A-Z])[A-Z0-9]{6}$" in beside.inner_text()
    chosen = page.get_by_label("格式", exact=True)
    assert chosen.get_attribute("aria-describedby") == "own-pattern-why"
    page.get_by_label("栏目名称").fill("车辆自编号")
    _saved(page)
    assert apart(lambda: Draft.objects.get().document["form"]["properties"]["own_number"]["pattern"]).startswith("^(?=")
    both_sizes(page, "own-form-old-pattern")
    chosen.select_option(label="不限")
    beside.wait_for(state="detached")
    _saved(page)
    assert "pattern" not in apart(lambda: Draft.objects.get().document["form"]["properties"]["own_number"])
    page.locator("[data-part=preview] [name='o.own_number']").wait_for()
