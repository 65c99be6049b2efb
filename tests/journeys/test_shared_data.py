"""提取, 共享获取 and the gateway in a house that really runs, with the demo department's program beside it (issue 4, 5).

The three APIs were registered, approved and granted by the demonstration's loading. The database is touched by nobody here.
"""

import json
import re
import urllib.request

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.axe import assert_accessible
from tests.counter import PERSON
from tests.journeys.test_department_systems import Counter, there
from tests.journeys.test_whole_house import A_WHILE, Journey
from tests.processes.house import House

pytestmark = pytest.mark.browser
SIZE = {"width": 1366, "height": 768}


@pytest.fixture(autouse=True)
def answering(house: House) -> None:
    """Wait for the department that answers for the registers: it opens by itself."""
    there(house, "道路运输业务系统")


def away(house: House, base: str) -> None:
    """Tell the source to hang up on everybody."""
    settings = json.loads((house.data / "departments" / "road-transport" / "settings.json").read_text())
    headers = {"Content-Type": "application/json", "X-Local-Token": settings["local_token"]}
    order = json.dumps({"target": "shared", "kind": "away"}).encode()
    urllib.request.urlopen(urllib.request.Request(f"{base}/misbehave", order, headers), timeout=10).read()


def test_a_system_applies_is_granted_and_calls_through_the_gateway(house: House, address: str) -> None:
    admin = Counter(address, "谢区管")
    wanted = {"api": "project", "consumer": "eia-approval", "purpose": "环评审批核对投资项目", "legal_basis": "国务院令第716号第七条",
              "expires_on": "2027-01-01"}  # fmt: skip
    grant = admin.call("POST", "/sharing/grants", wanted)["id"]
    admin.call("POST", f"/sharing/grants/{grant}/approve", {})
    settings = json.loads((house.data / "departments" / "eia-approval" / "settings.json").read_text())
    form = f"grant_type=client_credentials&client_id={settings['client_id']}&client_secret={settings['client_secret']}"
    with urllib.request.urlopen(f"{address}/api/exchange/token", form.encode(), timeout=20) as answer:
        token = json.load(answer)["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    request = urllib.request.Request(f"{address}/gateway/project/projects/2605-330109-04-01-123456", headers=headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert json.load(answer)["code"] == "2605-330109-04-01-123456"
    admin.call("POST", f"/sharing/grants/{grant}/revoke", {"reason": "演练"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=20)
    assert refused.value.code == 403
    calls = admin.call("GET", "/sharing/calls?consumer=eia-approval")["rows"]
    assert [one["status"] for one in calls] == [403, 200]


def test_the_counter_types_nothing_that_the_registers_know(house: House, address: str, chromium: Browser) -> None:
    page = chromium.new_context(viewport=SIZE, locale="zh-CN").new_page()  # type: ignore[arg-type]
    journey = Journey(house, page)
    journey.sit_down("林小窗", "/desk/freight_general/?kind=person&a.q2=a&a.q3=a&a.q4=b&done.q5=1")
    page.locator("#f-id_number").fill(PERSON["id_number"])
    page.locator("[form=shared-form][name=consent]").check()
    page.get_by_role("button", name="提取").click()
    page.locator("[data-fill-all]").wait_for(timeout=A_WHILE)
    page.keyboard.press("F8")
    expect(page.locator("#f-name")).to_have_value("王小明")
    page.locator("#f-contact_mobile").fill(PERSON["contact_mobile"])
    page.keyboard.press("F2")
    page.wait_for_url("**/cases/*/?desk=1")
    found = re.search(r"/cases/(\d{21})/", page.url)
    assert found
    box = page.locator("#scans-m_id_resp")
    box.locator("[name=consent]").check()
    box.get_by_role("button", name="共享获取").click()
    box.get_by_text("共享获取，免提交").wait_for(timeout=A_WHILE)
    assert_accessible(page)

    away(house, there(house, "道路运输业务系统"))
    journey.sit_down("林小窗", "/desk/eia_report_form/?kind=enterprise")
    page.locator("#f-project_code").fill("2605-330109-04-01-123456")
    page.locator("#f-organisation").fill("留着我")
    page.get_by_role("button", name="同步项目").click()
    page.get_by_text("没有取到共享数据").wait_for(timeout=A_WHILE)
    assert page.locator("#f-organisation").input_value() == "留着我"

    journey.sit_down("谢区管", "/sharing/calls/")
    for text in ("户籍信息查询", "电子证照查询", "数据源失败", found[1]):
        page.locator("tbody").get_by_text(text).first.wait_for()
    assert PERSON["id_number"] not in page.content()
