"""A joint case (联办件) of 身后 in a house that really runs, its departments mixed (issue 6, 2; S2-25, S2-48, S2-52): split mode at the
police's own system, the unified number at the provident fund's, and one member handled natively.

House, sender and both departments' systems are processes that talk over HTTP; nobody here touches the database.
"""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium

from tests.browser.axe import assert_accessible
from tests.counter import PERSON, signature
from tests.examples.program import Browser, Program
from tests.journeys.test_department_systems import Counter
from tests.journeys.test_legacy_department import arrived, sent
from tests.journeys.test_whole_house import A_WHILE, Journey
from tests.life_events.joint import DEAD
from tests.processes.house import House, until
from yichuang.demo.people import PASSWORD

pytestmark = pytest.mark.browser
POLICE, FUND = "police-register", "housing-fund"
DEPARTMENTS = {POLICE: ("户籍业务系统", "xs-police"), FUND: ("公积金业务系统", "hz-gjj-xs")}
MATTERS = {POLICE: "death_cancellation", FUND: "gjj_withdraw_death"}
# A route holds a minute after it was set, when every process knows of it.
TAKES_EFFECT_SECONDS = 62
SHARED, PAPER = (
    {"received_as": "shared", "checked": True},
    {"received_as": "paper", "originals": 1, "copies": 1, "checked": True},
)
PAPERS = {
    **dict.fromkeys(("household_register", "death_record"), SHARED),
    **dict.fromkeys(("death_certificate", "id_card", "bank_card", "gjj_withdraw_death.m_inherit"), PAPER),
    **dict.fromkeys(("death_benefit.m_form", "death_benefit.m_rel", "death_benefit.m_pens"), PAPER),
}
OWN_FIELDS = [
    {"name": name, "label": label, "required": True}
    for name, label in (("dead_name", "缴存人姓名"), ("relation", "与缴存人关系"), ("bank_account", "收款账号"))
]


@pytest.fixture
def departments(address: str, tmp_path: Path) -> Iterator[dict[str, Program]]:
    """Join both departments' systems over the API, as a district does, and start them."""
    admin = Counter(address, "谢区管")
    programs = {key: joined(admin, address, key, tmp_path / key) for key in DEPARTMENTS}
    time.sleep(TAKES_EFFECT_SECONDS)
    yield programs
    for program in programs.values():
        program.stop()


def joined(admin: Counter, address: str, key: str, folder: Path) -> Program:
    """Register a system, give it its secrets, start it, and send its matter's cases there."""
    name, department = DEPARTMENTS[key]
    profile = {"name": name, "networks": ["127.0.0.0/8"]}
    body = {**profile, "key": key, "department": department, "environment": "live", "pulls": True}
    system = admin.call("POST", "/exchange/systems", body)
    secrets = {
        kind: admin.call("POST", f"/exchange/systems/{key}/secrets", {"kind": kind, "overlap_days": 0})["value"]
        for kind in ("client", "signing")
    }
    officers = [{"id": f"o{place}", "name": one, "password": PASSWORD} for place, one in enumerate(("甲", "乙"), 1)]
    program = Program(
        folder, address, system_code=key, name=name, department=name, client_id=system["client_id"],
        client_secret=secrets["client"], signing_secret=secrets["signing"], officers=officers,
        mode="unified_number" if key == FUND else "split_mode", form_fields=OWN_FIELDS,
    ).start()  # fmt: skip
    places = {"receiver": f"{program.url}/events", "form_base": f"{program.url}/form" if key == FUND else ""}
    admin.call("PUT", f"/exchange/systems/{key}", {**profile, **places})
    route = {"matter": MATTERS[key], "emergency": "联办走通全程，接口联调确认单随后补办"}
    admin.call("POST", f"/exchange/systems/{key}/routes", route)
    return program


def test_split_mode_unified_number_and_native_in_one_joint_case(
    house: House, address: str, departments: dict[str, Program], chromium: Chromium
) -> None:
    lin = Counter(address, "林小窗")
    made = lin.call("POST", "/joint-cases", death())
    number, police, fund = made["number"], departments[POLICE], departments[FUND]
    first = member(made, "death_cancellation")
    there = Browser(police).sign_in("o1", PASSWORD)
    assert "王小明" in arrived(there, first["case"], "已受理")
    told = ["case.registered", "case.accepted"]
    until(
        lambda: deliveries(address, POLICE, first["case"]) == told, "registered with its receipt, then accepted (S2-49)"
    )
    granted = {
        "outcome": "granted",
        "second_handler": "o2",
        "legal_basis": "户口登记条例 8",
        "result_name": "户口注销证明",
        "result_number": "1 号",
    }
    sent(there, first["case"], "concluded", **granted)

    until(lambda: stands(lin, number, "gjj_withdraw_death") == "received", "the second stage opens by itself")
    whole = lin.call("GET", f"/joint-cases/{number}")
    benefit, withdrawal = (member(whole, one)["case"] for one in ("death_benefit", "gjj_withdraw_death"))
    assert stands(lin, number, "death_benefit") == "accepted", "native: complete, and accepted at the counter"
    fill_the_funds_form(house, chromium, number)
    decide_at_the_fund(fund, withdrawal)
    decide_natively(address, benefit)
    assert {stands(lin, number, one["member"]) for one in whole["members"]} == {"at_issuing"}

    hand_out = {"identity_checked": "居民身份证，号码已核对", "receiver_number": PERSON["id_number"]}
    Counter(address, "周出证").call("POST", f"/joint-cases/{number}/hand-out", {**hand_out, "signature": signature()})
    until(lambda: lin.call("GET", f"/joint-cases/{number}")["state"] == "ended", "the whole ends by itself")
    until(lambda: deliveries(address, POLICE, first["case"]) == [*told, "case.delivered"], "the police are told once")
    heard = ["case.registered", "case.delivered"]
    until(lambda: deliveries(address, FUND, withdrawal) == heard, "the fund is told once")
    arrived(there, first["case"], "已送达")
    assert len(lin.call("GET", f"/joint-cases/{number}")["members"]) == 3


def death() -> dict[str, Any]:
    """Return the intake of a death: all three members, every paper brought once."""
    answers = {"place": "hospital", "insured": "yes_retired", "fund": "yes"}
    base = {"life_event": "death", "answers": answers, "applicant_kind": "person", "form": PERSON}
    return {**base, "merged": DEAD, "papers": PAPERS}


def member(whole: dict[str, Any], name: str) -> dict[str, Any]:
    """Return one member of a joint case as the API shows it."""
    return next(one for one in whole["members"] if one["member"] == name)


def stands(lin: Counter, number: str, name: str) -> str:
    """Return where a member's case stands."""
    return str(member(lin.call("GET", f"/joint-cases/{number}"), name)["case_state"])


def deliveries(address: str, key: str, number: str) -> list[str]:
    """Return what was delivered to a system about a case, in order; nothing may be waiting or parked for good."""
    rows = Counter(address, "谢区管").call("GET", f"/exchange/systems/{key}/deliveries?number={number}")["rows"]
    return [row["type"] for row in reversed(rows) if row["state"] == "delivered"]


def fill_the_funds_form(house: House, chromium: Chromium, number: str) -> None:
    """From the joint case's page to the fund's own form and back; what was filled once is there already (S2-52②)."""
    page = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN").new_page()
    Journey(house, page).sit_down("林小窗", f"/joint/{number}/")
    assert_accessible(page)
    page.get_by_role("link", name="打开部门申报表").click()
    page.wait_for_url("**/form/*")
    for name in ("dead_name", "relation", "bank_account"):
        assert page.locator(f"[name={name}]").input_value() == DEAD[name], "asked once, at the joint intake"
    page.get_by_role("button", name="提交").click()
    page.wait_for_url(f"**/joint/{number}/", timeout=A_WHILE)
    assert page.get_by_role("link", name="打开部门申报表").count() == 0
    page.context.close()


def decide_at_the_fund(fund: Program, number: str) -> None:
    """Accept, review and grant at the fund's system."""
    there = Browser(fund).sign_in("o1", PASSWORD)
    arrived(there, number, "已收件")
    sent(there, number, "accepted")
    decision = {"outcome": "granted", "second_handler": "o2", "legal_basis": "住房公积金管理条例 24"}
    sent(there, number, "concluded", **decision, result_name="住房公积金提取凭证", result_number="萧公积 1 号")


def decide_natively(address: str, number: str) -> None:
    """Take up, grant and send to the issuing counter on the platform itself."""
    officer = Counter(address, "孔社保")
    officer.call("POST", f"/cases/{number}/take-up", {})
    officer.call("POST", f"/cases/{number}/decide", {"verb": "grant"})
    result = {"result_name": "丧葬补助金和抚恤金核定表", "result_number": "萧人社 1 号"}
    officer.call("POST", f"/cases/{number}/send-to-issuing", result)
