"""What the counter filled of a matter's own form reaches the department's system, and the six steps stand on the case (S2-51)."""

import pytest

from tests.cases.people import signed_in
from tests.counter import FREIGHT, PERSON, Desk
from tests.exchange.joined import Receiver, join
from tests.exchange.test_split_mode import push_all

pytestmark = pytest.mark.usefixtures("demo_district", "plain_http")
OWN = {"business_scope": ["道路普通货物运输"], "trucks": 3, "parking_area": 350.5, "parking_owned": False}


def test_a_system_gets_the_form_in_its_push_and_the_case_shows_the_steps() -> None:
    with Receiver() as there:
        join(there.address)
        lin = Desk("林小窗")
        body = {
            "matter": "freight_general",
            "applicant_kind": "person",
            "answers": FREIGHT,
            "form": PERSON,
            "own_form": OWN,
        }
        number = lin.post("/cases", body).json()["number"]
        page = signed_in("林小窗").get(f"/cases/{number}/").content.decode()
        steps = page.partition('class="pipeline"')[2].partition("</ol>")[0]
        assert [steps.count(word) for word in ("已完成", "进行中", "未开始")] == [2, 1, 3]
        lin.must(number, "materials", items=lin.materials())
        lin.post(f"/cases/{number}/receipt", {})
        assert push_all() == 1
    data = there.got[0].event["data"]
    assert data["own_form"] == OWN and data["own_form_labels"]["trucks"] == "拟投入车辆数（辆）"
    page = signed_in("林小窗").get(f"/cases/{number}/").content.decode()
    steps = page.partition('class="pipeline"')[2].partition("</ol>")[0]
    assert "数据推送业务系统" in steps and steps.count("已完成") == 4 and steps.count("<time") == 4
