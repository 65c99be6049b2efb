"""Shared data at the counter, with the demo department's own program as the source (S2-14; 716号令 7)."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from examples.department_system.shared_document import DOCUMENT
from tests.cases.people import signed_in, who
from tests.cases.test_budgets import statements
from tests.counter import PERSON, Desk
from tests.examples.program import Program
from yichuang.cases.models import Case, CaseMaterial
from yichuang.catalog.queries import published
from yichuang.catalog.rules.own_form_filling import judge
from yichuang.demo.sharing import share
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.models import Event
from yichuang.life_events.queries import life_event
from yichuang.sharing.models import ApiGrant, SharedApi, SharedCall, SharedCopy
from yichuang.sharing.operations.grant import revoke_grant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district", "plain_http")]
NUMBER, CODE = PERSON["id_number"], "2605-330109-04-01-123456"


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Program]:
    """Run the demo department's program and have its three APIs registered, approved and granted, as the demonstration does."""
    program = Program(tmp_path / "source", "http://127.0.0.1:9").start()
    share(base=program.url, credential="upstream", now=clock.now())
    yield program
    program.stop()


def fetch(what: str, **form: str) -> str:
    """Press the button at the desk."""
    answer = signed_in("林小窗").post(f"/desk/freight_general/shared/{what}/", form)
    assert answer.status_code == 200
    return answer.content.decode()


def take(number: str, material: str = "m_id_resp", htmx: bool = True, **form: str) -> Any:
    """Press 共享获取 beside a material."""
    headers = {"HX-Request": "true"} if htmx else {}
    return signed_in("林小窗").post(f"/cases/{number}/materials/{material}/shared/", form, headers=headers)


def test_the_registered_document_is_the_one_that_the_program_serves(source: Program) -> None:
    status, served = source.call("GET", "/shared/openapi.json")
    assert status == 200 and served == DOCUMENT
    assert {api.key: api.use for api in SharedApi.objects.all()} == {
        "e-licence": "licence",
        "household": "person",
        "project": "project",
    }
    share(base=source.url, credential="upstream", now=clock.now())
    assert SharedApi.objects.filter(version=1).count() == 3 and ApiGrant.objects.count() == 3


def test_a_person_is_fetched_with_consent_and_the_clerk_takes_it_over(source: Program) -> None:
    page = fetch("person", id_number=NUMBER, consent="1", name="王晓明")
    assert 'data-fill="name" data-value="王小明"' in page and 'data-fill="address"' in page
    assert "与所填不同" in page and "萧山区信息中心“户籍信息查询”" in page
    call = SharedCall.objects.get()
    assert (call.consumer, call.actor_name, call.consent, call.status) == ("@330109", "林小窗", True, 200)
    assert "普通货物运输" in call.purpose and call.path == "/household" and NUMBER not in repr(vars(call))


OWN = [
    ("birth_registration", {"o.register_address"}),
    ("medical_insurance_child", {"o.insured_address"}),
    ("social_card_apply", {"o.holder_name", "o.holder_sex", "o.holder_born"}),
    ("freight_general", {"o.premises"}),
]


@pytest.mark.parametrize(("matter", "own"), OWN)
def test_the_register_fills_the_own_forms_of_the_demonstration_where_they_ask_for_it(
    source: Program, matter: str, own: set[str]
) -> None:
    answer = signed_in("林小窗").post(f"/desk/{matter}/shared/person/", {"id_number": NUMBER, "consent": "1"})
    filled = dict(re.findall(r'data-fill="([^"]+)" data-value="([^"]+)"', answer.content.decode()))
    assert {name for name in filled if name.startswith("o.")} == own
    form, values = published(matter).spec.form, {name.removeprefix("o."): value for name, value in filled.items()}
    taken = {name: value for name, value in values.items() if name in form["properties"]}
    assert judge(form, taken, on=day_of(clock.now())).errors == () and len(taken) == len(own)


def test_a_card_of_a_newborn_is_never_filled_with_the_parent() -> None:
    rows = {one.id: one.row for one in life_event("birth").spec.fields}
    assert {name for name, row in rows.items() if row.get("x-shared")} == {"register_address"}


@pytest.mark.parametrize(
    ("form", "says"), [({}, "征得申请人同意"), ({"consent": "1", "id_number": "1"}, "请先照证件填好身份证号")]
)
def test_nobody_is_asked_without_consent_or_a_number(source: Program, form: dict[str, str], says: str) -> None:
    assert says in fetch("person", **{"id_number": NUMBER, **form})
    assert not SharedCall.objects.exists()


def test_a_project_is_fetched_by_its_code(source: Program) -> None:
    page = fetch("project", project_code=CODE)
    for field in ("project_name", "organisation", "uscc"):
        assert f'data-fill="{field}"' in page
    assert "项目（演示）" in page and "总投资" in page
    assert SharedCall.objects.get().path == "/projects/{code}"


def test_when_the_source_is_away_the_clerk_is_told_and_the_paper_way_is_open(source: Program) -> None:
    source.misbehave(target="shared", kind="away")
    page = fetch("person", id_number=NUMBER, consent="1")
    assert "没有取到共享数据" in page and "已填内容都在" in page and "收取纸质材料" in page
    number = Desk("林小窗").receive()
    refused = take(number, consent="1")
    assert refused.status_code == 422 and "收取纸质材料" in refused.content.decode(), "a part with this status is shown"
    row = CaseMaterial.objects.get(case__number=number, material_id="m_id_resp")
    assert row.received_as == "none" and not SharedCopy.objects.exists()


def test_without_a_grant_the_counter_is_told_so(source: Program) -> None:
    grant = ApiGrant.objects.get(api__key="household")
    revoke_grant(actor=who("谢区管"), pk=grant.pk, reason="试", now=clock.now())
    assert "综合窗口还没有这个接口的授权" in fetch("person", id_number=NUMBER, consent="1")


def test_a_licence_stands_in_for_the_material_with_its_number_and_time(source: Program) -> None:
    number = Desk("林小窗").receive()
    page = signed_in("林小窗").get(f"/cases/{number}/").content.decode()
    assert 'id="shared-m_id_resp"' in page and 'id="shared-m_safe"' not in page
    shown = take(number, consent="1").content.decode()
    assert "共享获取，免提交" in shown
    row = CaseMaterial.objects.get(case__number=number, material_id="m_id_resp")
    assert row.received_as == "shared" and row.received_by_name == "林小窗"
    assert "居民身份证 330181**********10" in row.note and "电子证照查询" in row.note and "取得" in row.note
    assert "取得" in signed_in("林小窗").get(f"/cases/{number}/").content.decode()
    copy = SharedCopy.objects.get()
    assert copy.content["number"] == NUMBER and copy.number == number
    call = SharedCall.objects.get()
    assert (call.number, call.consent) == (number, True)
    told = Event.objects.filter(type="case.materials_recorded").latest("pk")
    assert NUMBER not in str(told.payload), "the ledger keeps no number in clear"


def test_a_material_that_must_be_brought_is_not_fetched_and_consent_is_asked(source: Program) -> None:
    number = Desk("林小窗").receive()
    assert take(number, "m_safe", consent="1").status_code == 422
    assert "同意" in take(number).content.decode()
    assert take(number, "m_none", consent="1").status_code == 404
    assert not SharedCall.objects.exists()
    moved = take(number, htmx=False, consent="1")
    assert moved.status_code == 302 and "m-m_id_resp" in moved["Location"]


def test_a_licence_that_nobody_holds_is_told_in_a_sentence(source: Program) -> None:
    number = Desk("林小窗").receive()
    refused = take(number, "m_vl", consent="1")
    assert refused.status_code == 422 and "没有查到申请人的这份证照" in refused.content.decode()


def test_the_pages_cost_no_statement_more_where_shared_data_is_not_used(source: Program, monkeypatch: Any) -> None:
    number = Desk("林小窗").receive()
    http = signed_in("林小窗")
    http.get(f"/cases/{number}/")
    costs = []
    for ready in (True, False):
        monkeypatch.setattr("yichuang.sharing.operations.fetch.CounterData.ready", ready)
        with statements() as seen:
            case, desk = http.get(f"/cases/{number}/"), http.get("/desk/freight_general/?kind=person")
        assert ("共享获取" in case.content.decode()) is ("提取" in desk.content.decode()) is ready
        costs.append(len(seen))
    assert costs[0] == costs[1]
    assert Case.objects.count() == 1
