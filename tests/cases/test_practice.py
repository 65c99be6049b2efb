"""A practice case goes the whole way and never counts (S0-26; rulebook part 9 no. 10; docs/decisions/practice-cases.md).

The guard looks at every list, export, statistic and reader there is before and after one went from the desk to the applicant's hand.
"""

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from openpyxl import load_workbook

from tests.cases.people import signed_in, who
from tests.counter import Desk, signature
from tests.permissions.test_walk import ROUTES
from tests.results import at_issuing
from tests.studio.simulating import MATTER, arranged, clerk_of, declaration, in_acceptance, papers, received
from yichuang.accounts.models import Applicant
from yichuang.accounts.permissions import CLOCK
from yichuang.accounts.queries import applicants_by_number, recalled
from yichuang.cases.models import Case, Document, DocumentSerial
from yichuang.cases.operations import watch
from yichuang.cases.operations.deem_accept import deem_accept
from yichuang.cases.operations.issue import close
from yichuang.cases.operations.render_document import render_document
from yichuang.cases.queries.access import clean_number, visible_cases
from yichuang.cases.rules.worklists import WORKLISTS
from yichuang.foundations import clock, ledger
from yichuang.foundations.checkpoints import verify_ledger
from yichuang.foundations.models import Alarm, Event
from yichuang.foundations.problems import NotFound, Refused
from yichuang.foundations.rules.identifiers import check_case_number, format_case_number, is_practice_number
from yichuang.notifications.models import Message
from yichuang.studio.models import SimulationRun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
PEOPLE = ("林小窗", "周出证", "孙局长", "邹主任", "谢区管")
DOCUMENT = json.loads((Path(__file__).parents[2] / "docs" / "openapi.json").read_text(encoding="utf-8"))
# What changes by itself between two requests, and the rooms whose business practice cases are.
VOLATILE = re.compile(
    r'name="(?:csrfmiddlewaretoken|Idempotency-Key)" value="[^"]*"|^\{"site": \d+, "at": "[^"]*"|"X-CSRFToken": "[^"]*"'
    r'|data-session-(?:ends-in|latest)="\d+"|\d\d-\d\d \d\d:\d\d 查看'
)
NOT_LOOKED_AT = ("studio-", "account", "readyz", "healthz", "metrics", "sign-out")
ASKED = {
    "cases": [f"list={row.key}" for row in WORKLISTS]
    + ["q=练习", "q=王小明", f"matter={MATTER}", "state=closed", "tolerated=on"],
    "cases-export": [f"list={row.key}" for row in WORKLISTS],
    "issuing": [f"state={state}" for state in ("waiting", "sent", "offered", "delivered")] + ["q=练习", "q=王"],
    "desk": ["", "q=huoyun"],
}


@pytest.fixture
def run() -> SimulationRun:
    """A run of 林小窗 whose script leads to a situation."""
    runs = [run for run in arranged(in_acceptance()) if clerk_of(run) == "林小窗"]
    return next(run for run in runs if run.script.expected["situation"] and run.script.kind == "person")


def content(response: Any) -> str:
    """Return what an answer says: the cells of a spreadsheet, or the text of a page without what changes by itself."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"PK"):
        return repr([list(row) for sheet in load_workbook(BytesIO(body)).worksheets for row in sheet.values])
    return VOLATILE.sub("", body.decode())


def every_list() -> dict[str, str]:
    """Return everything that the house lists or counts, as everybody sees it: pages without a part in their address, and API reads."""
    found = {}
    for name in PEOPLE:
        page, desk = signed_in(name), Desk(name)
        page.get("/account/")  # the first page after a sign-in says when the last one was
        for route, address in ROUTES.items():
            # The list of sign-ins grows by those that this very look makes.
            if "<" in address or route.startswith(NOT_LOOKED_AT) or address.startswith("/accounts/sign-ins/"):
                continue
            for query in ASKED.get(route, [""]):
                answer = page.get(f"{address}?{query}")
                found[f"{name} {address}?{query}"] = f"{answer.status_code} {content(answer)}"
        for path, verbs in DOCUMENT["paths"].items():
            if "get" in verbs and "{" not in path and not path.startswith("/api/studio") and path != "/api/account":
                found[f"{name} {path}"] = content(desk.get(path.removeprefix("/api")))
    return found


def counts() -> dict[str, Any]:
    """Return what is counted or drawn beside the lists."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value, is_called FROM cases_number_serial")
        serial = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'foundations.hear'")
        hearings = cursor.fetchone()
    return {
        "serial": serial,
        "hearings": hearings,
        "cases": Case.objects.count(),
        "alarms": Alarm.objects.count(),
        "messages": Message.objects.count(),
        "applicants": Applicant.objects.count(),
        "document numbers": sorted(
            DocumentSerial.objects.exclude(authority_key__startswith="practice:").values_list("authority_key", "last")
        ),
        "readers": {row.name: ledger.of_type(type_).count() for row in ledger.subscribers() for type_ in row.types},
        "revealed": ledger.of_type("case.personal_data_revealed").count(),
    }


def whole_way(run: SimulationRun) -> str:
    """Take a practice case from the desk to the applicant's hand and close it; return its number."""
    lin, zhao, qian, zhou = Desk("林小窗"), Desk("赵审查"), Desk("钱复核"), Desk("周出证")
    number = received(run, lin)
    signed_in("林小窗").post(f"/cases/{number}/receipt/")
    signed_in("林小窗").post(f"/cases/{number}/reveal/", {"reason": "identity"})
    line = {"id": "x", "name": "制度", "what": "缺页", "todo": "补齐"}
    lin.must(number, "request-correction", items=[line])
    lin.must(number, "supplement", supplied=["x"])
    lin.must(number, "correct-on-the-spot", what="更正地址", form={"address": "练习路 1 号"})
    items = papers(run)
    lin.must(number, "materials", items=items)
    lin.must(number, "accept")
    zhao.must(number, "take-up")
    points = {item["material"]: dict.fromkeys(item["points"], "passed") for item in items if item["points"]}
    zhao.must(number, "review", points=points)
    qian.must(number, "co-sign", opinion="grant")
    zhao.must(number, "decide", verb="grant")
    zhao.must(number, "send-to-issuing", result_name="道路运输经营许可证", result_number="练习 1 号")
    zhou.must(number, "hand-out", identity_checked="居民身份证原件", signature=signature())
    for document in Document.objects.filter(case__number=number, state="pending"):
        render_document(document.pk, clock.now())
    close(actor=CLOCK, number=number, now=clock.now())
    return number


def test_it_appears_nowhere_and_nobody_hears_of_it(run: SimulationRun) -> None:
    """Everything the house lists, exports, counts, draws and listens to is the same before and after."""
    at_issuing(Desk("林小窗"))
    before, counted = every_list(), counts()
    assert len(before) > 200
    number = whole_way(run)
    assert Case.with_practice.get(number=number).state == "closed"
    after = every_list()
    assert {key for key in before if before[key] != after[key]} == set()
    assert counts() == counted
    assert Event.objects.filter(stream=f"practice:{number}").count() > 15
    assert not Event.objects.filter(stream=f"case:{number}").exists()
    assert not verify_ledger().faults


def test_a_reader_hears_rehearsals_only_when_it_asks_to(run: SimulationRun) -> None:
    """Fails safe: a reader that says nothing hears nothing, also when a job for it is there."""
    number = received(run)
    event = Event.objects.get(stream=f"practice:{number}", seq=1)
    heard: list[str] = []
    for name, asks in (("test.silent", False), ("test.asking", True)):
        ledger.subscribe(name, [event.type], lambda event, now, name=name: heard.append(name), practice=asks)  # type: ignore[misc]
    try:
        for name in ("test.silent", "test.asking"):
            ledger.hear(name, [str(event.uid)], clock.now())
        assert heard == ["test.asking"]
        by_name = {row.name: row for row in ledger.subscribers()}
        assert not by_name["test.silent"].hears(event) and by_name["test.asking"].hears(event)
    finally:
        for name in ("test.silent", "test.asking"):
            ledger._subscribers.pop(name)


def test_no_reader_of_today_hears_rehearsals() -> None:
    """Whoever adds one that does says in practice-cases.md what it does with them."""
    assert [row.name for row in ledger.subscribers() if row.practice] == []


def test_the_clock_leaves_it_alone(run: SimulationRun) -> None:
    """No deemed acceptance, no warning, no recount, whenever an alarm should ring (行政许可法 32(一)4, 42)."""
    number = received(run)
    case = Case.with_practice.get(number=number)
    assert case.notice_due
    late = clock.now().replace(year=2027)
    with pytest.raises(Refused, match="练习件"):
        deem_accept(actor=CLOCK, number=number, now=late)
    assert not watch.record_overdue(actor=CLOCK, number=number, now=late)
    assert not watch.record_due_soon(actor=CLOCK, number=number, now=late)
    assert not watch.record_tolerance_overdue(actor=CLOCK, number=number, now=late)
    assert number not in {row for _, row in watch.cases_touching(late.year - 1, 0, 100)}
    assert number not in set(visible_cases(CLOCK).values_list("number", flat=True))
    assert not Alarm.objects.filter(arguments__number=number).exists()


def test_its_number_says_what_it_is_and_takes_no_real_serial(run: SimulationRun) -> None:
    real = Desk("林小窗").receive()
    number = received(run)
    assert is_practice_number(number) and not is_practice_number(real)
    assert int(Desk("林小窗").receive()[15:]) == int(real[15:]) + 1
    report = check_case_number(format_case_number(number))
    assert report.ok and report.facts["practice"] and report.facts["source_name"] == "练习件"
    assert check_case_number(real).facts["source_name"] == "窗口收件"
    assert clean_number(format_case_number(number)) == number


def test_the_database_keeps_the_two_apart(run: SimulationRun) -> None:
    """Neither a real case without an applicant or with the source 0, nor a practice case with an applicant."""
    number, real = received(run), Desk("林小窗").receive()
    person = Case.objects.get(number=real).applicant_id
    for of, change in (
        (real, {"practice": True}),
        (real, {"source": "0"}),
        (real, {"applicant": None}),
        (number, {"practice": False}),
        (number, {"applicant": person}),
        (number, {"source": "8"}),
    ):
        with pytest.raises(IntegrityError, match="practice_stands_apart"), transaction.atomic():
            Case.with_practice.filter(number=of).update(**change)


def test_a_made_up_applicant_is_nobody(run: SimulationRun) -> None:
    received(run)
    form = run.script.applicant
    assert applicants_by_number(form["id_number"]) == [] == applicants_by_number(form["contact_mobile"])
    assert recalled("person", form["id_number"]) == {}


def test_looking_a_practice_number_up_is_explained(run: SimulationRun) -> None:
    number = received(run)
    page = signed_in("林小窗")
    for asked in (number, format_case_number(number), f"https://x/progress/?number={number}"):
        answer = page.get("/cases/", {"q": asked})
        assert answer.status_code == 422 and "练习件的编号" in answer.content.decode()
    assert page.get(f"/cases/{number}/").status_code == 200
    assert Desk("林小窗").get(f"/cases/{number}").json()["practice"] is True
    assert signed_in("吴益农").get(f"/cases/{number}/").status_code == 404


def test_the_public_is_told_that_it_is_practice(run: SimulationRun) -> None:
    number = received(run)
    case = Case.with_practice.get(number=number)
    signed_in("林小窗").post(f"/cases/{number}/receipt/")
    paper = render_document(Document.objects.get(case=case).pk, clock.now())
    http = Client()
    answer = http.post("/progress/", {"number": number, "password": case.query_password})
    assert answer.status_code == 404 and "练习件" in answer.content.decode()
    given = {"number": number, "password": case.query_password}
    assert http.post("/api/public/progress", given, content_type="application/json").status_code == 404
    verdict = http.get(f"/verify/{paper.code}/")
    assert verdict.status_code == 404 and "练习件的文书" in verdict.content.decode()
    assert http.get(f"/api/public/documents/{paper.code}").json()["outcome"] == "unknown"
    page = signed_in("林小窗")
    assert page.get("/cases/", {"q": paper.code}).status_code == 422
    assert paper.number.startswith("练习·")


def test_every_page_of_it_says_practice(run: SimulationRun) -> None:
    number = received(run)
    signed_in("林小窗").post(f"/cases/{number}/receipt/")
    code = Document.objects.get(case__number=number).code
    clerk, head = signed_in("林小窗"), signed_in("孙局长")
    for page, address in (
        *((clerk, f"/cases/{number}/{part}") for part in ("", "correct/", "situation/", "receipt/", "reveal/")),
        (head, f"/approvals/{number}/"),
        (signed_in("沈主管"), f"/documents/{code}/revoke/"),
    ):
        answer = page.get(address)
        assert answer.status_code == 200, address
        assert 'class="practice-band"' in answer.content.decode(), address
    assert 'class="practice-band"' not in clerk.get(f"/cases/{Desk('林小窗').receive()}/").content.decode()


def test_a_candidate_is_received_for_an_exercise_only(run: SimulationRun) -> None:
    """Nobody receives a real application under what is only examined, nor somebody else's exercise."""
    number = received(run)
    assert Case.with_practice.get(number=number).version_id == run.script.candidate_id
    desk, body = Desk("林小窗"), declaration(run)
    real = desk.post("/cases", {**body, "practice": ""})
    assert real.status_code == 201
    assert Case.objects.get(number=real.json()["number"]).version_id != run.script.candidate_id
    assert Desk("陈一诺").post("/cases", body).status_code == 404
    assert desk.post("/cases", {**body, "practice": "simulation-999999"}).status_code == 404
    assert desk.post("/cases", {**body, "practice": "training-1"}).status_code == 404
    assert desk.post("/cases", {**body, "matter": "id_card"}).status_code == 404
    assert desk.post("/cases", body).status_code == 409
    with pytest.raises(NotFound):
        deem_accept(actor=who("吴益农"), number=number, now=clock.now())
