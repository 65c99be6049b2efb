"""One case through the XML messages, all of it real processes over HTTP: house, sender, and a department's system that speaks nothing else
(issue 4, 8; rulebook 5.2): register, patchApply, patchAccept, accept, nodeinfo, specialBegin, specialEnd, transact with a result file.

A correction comes before acceptance here, as 行政许可法 32 has it: the lifecycle decides, whatever order the messages are listed in.
"""

import re
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.counter import FREIGHT, PERSON
from tests.examples.program import Browser, Program
from tests.exchange.pictures import jpeg
from tests.journeys.test_department_systems import Counter
from tests.processes.house import House, until
from yichuang.demo.people import PASSWORD

pytestmark = pytest.mark.browser
KEY = "road-transport"


@pytest.fixture
def department(house: House, address: str, tmp_path: Path) -> Iterator[Program]:
    """Give the transport department a system that speaks XML, in the place of the demonstration's own."""
    admin = Counter(address, "谢区管")
    system = admin.call("GET", f"/exchange/systems/{KEY}")
    profile = {name: system[name] for name in ("name", "networks", "scopes")}
    signing = admin.call("POST", f"/exchange/systems/{KEY}/secrets", {"kind": "signing", "overlap_days": 0})["value"]
    keys = admin.call("POST", f"/exchange/systems/{KEY}/app-key", {"on": True})
    officers = [
        {"id": f"o{place}", "name": name, "password": PASSWORD} for place, name in enumerate(("赵审查", "钱复核"), 1)
    ]
    more = {
        "signing_secret": signing,
        "app_key": keys["app_key"],
        "app_secret": keys["app_secret"],
        "officers": officers,
    }
    program = Program(tmp_path / "department", address, arguments=("--dialect", "legacy"), **more).start()
    receiver = f"{program.url}/legacy"
    admin.call("PUT", f"/exchange/systems/{KEY}", {**profile, "receiver": receiver, "dialect": "legacy"})
    yield program
    program.stop()


def test_one_case_by_xml_from_register_to_transact(address: str, department: Program) -> None:
    lin = Counter(address, "林小窗")
    number = lin.receive("freight_general", "person", FREIGHT, PERSON)
    lin.register(number, "freight_general", FREIGHT, "person")
    material = scanned(lin, number)
    lin.call("POST", f"/cases/{number}/receipt", {})
    there = Browser(department).sign_in("o1", PASSWORD)
    page = arrived(there, number, "已收件")
    assert "普通货物运输经营许可" in page and "王小明" in page, "register says who and what"
    until(lambda: "已取到" in there.get(f"/cases/{number}").text, "the scan is fetched by key and ticket")

    sent(there, number, "correction_requested", material1=material, what1="没有签字", todo1="请签字后重交")
    assert state(lin, number) == "correcting"
    lin.call("POST", f"/cases/{number}/supplement", {"supplied": [material]})
    arrived(there, number, "已补正")
    sent(there, number, "accepted")
    assert state(lin, number) == "accepted"

    sent(there, number, "node_changed", node="site_inspection")
    special = {"procedure": "检测", "expected_days": "5", "legal_basis": "行政许可法 45", "reason": "检测车辆"}
    sent(there, number, "special_begin", notice_served_on=date.today().isoformat(), **special)
    assert state(lin, number) == "suspended"
    sent(there, number, "special_end", outcome="检测合格")
    decision = {"outcome": "granted", "second_handler": "o2", "legal_basis": "道路运输条例 24"}
    sent(
        there,
        number,
        "concluded",
        **decision,
        result_name="道路运输经营许可证",
        result_number="浙交运管许可 330109000001",
    )
    assert state(lin, number) == "at_issuing"
    deliveries = Counter(address, "谢区管").call("GET", f"/exchange/systems/{KEY}/deliveries?number={number}")["rows"]
    assert {row["state"] for row in deliveries} == {"delivered"} and len(deliveries) >= 2, deliveries


def scanned(lin: Counter, number: str) -> str:
    """Scan one material and return its id."""
    material, boundary = "m_app", uuid.uuid4().hex
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    lin.send(
        f"/cases/{number}/materials/{material}/scans",
        head.encode() + jpeg() + f"\r\n--{boundary}--\r\n".encode(),
        boundary,
    )
    return material


def arrived(there: Browser, number: str, shows: str) -> str:
    """Wait until a case shows something at the department's system; return the page."""
    until(lambda: shows in there.get(f"/cases/{number}").text, shows)
    return there.get(f"/cases/{number}").text


def sent(there: Browser, number: str, kind: str, **fields: str) -> None:
    """Fill a report and send it; the platform must take it."""
    before = latest(there, number)
    there.report(number, kind, fields)
    until(lambda: "平台已接受" in latest(there, number) != before, f"{kind}: {latest(there, number)}")


def latest(there: Browser, number: str) -> str:
    """Return what the case's page says of the report sent last."""
    found = re.findall(r'id="report-.*?</li>|id="report-.*?</tr>', there.get(f"/cases/{number}").text, re.S)
    return found[0] if found else ""


def state(lin: Counter, number: str) -> str:
    """Return where a case stands here."""
    return str(lin.call("GET", f"/cases/{number}")["state"])
