"""Reconciliation (S2-51; issue 4, 10): books are compared, differences repaired by a click and seen resolved by the next run."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.people import who
from tests.counter import Desk
from tests.examples.program import Program, until
from tests.exchange.joined import ADMIN, SYSTEM, Joined, join
from tests.exchange.test_managers import admin as admin_page
from tests.exchange.test_split_mode import accepted, push_all
from yichuang.exchange.models import ClientSystem, Delivery, LoggedMessage, ReconciliationDifference, ReconciliationRun
from yichuang.exchange.operations.reconcile import begin_reconciliation
from yichuang.exchange.operations.register_system import Profile, register_system, stop_system
from yichuang.exchange.operations.repair_difference import explain_difference, repair_difference
from yichuang.exchange.queries.message_log import verify_messages
from yichuang.exchange.queries.reach import reach
from yichuang.exchange.tasks import reconcile_all
from yichuang.exchange.tasks.reconciling import reconcile
from yichuang.foundations import clock, ledger
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.organizations.models import Department

pytestmark = pytest.mark.usefixtures("demo_district", "plain_http")


class Beside:
    """A real department's system beside the tests' platform: its process, its folder, its database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.joined = join()
        self.program = Program(folder, "http://127.0.0.1:9", signing_secret=self.joined.signing).start()
        ClientSystem.objects.update(receiver=f"{self.program.url}/events")

    def sql(self, statement: str, *values: Any) -> list[Any]:
        """Look or write behind the program's back."""
        with sqlite3.connect(self.folder / "department.sqlite3", timeout=30) as db:
            return db.execute(statement, values).fetchall()

    def push(self) -> None:
        """Push what is due and wait until all of it is worked off."""
        push_all()
        until(lambda: not self.sql("SELECT 1 FROM inbox WHERE taken_at IS NULL"), "worked off")


@pytest.fixture
def department(tmp_path: Path) -> Iterator[Beside]:
    """Start one and stop it."""
    found = Beside(tmp_path / "department")
    yield found
    assert found.program.stop() == 0


def run(day: Any = None) -> ReconciliationRun:
    """Reconcile, as the worker would."""
    now = clock.now()
    begun = begin_reconciliation(actor=who(ADMIN), key=SYSTEM, day=day or clock.day_of(now), now=now)
    reconcile(begun.pk)
    begun.refresh_from_db()
    return begun


def standing() -> list[tuple[str, str]]:
    rows = ReconciliationDifference.objects.filter(resolved_in=None, explained=False)
    return sorted(rows.values_list("number", "kind"))


def repair(row: ReconciliationDifference, **more: Any) -> ReconciliationDifference:
    return repair_difference(actor=who(ADMIN), key=SYSTEM, difference_id=row.pk, now=clock.now(), **more)


def test_the_question_for_the_books_and_the_answer_are_in_the_message_log(department: Beside) -> None:
    accepted(Desk("林小窗"))
    department.push()
    run()
    row = LoggedMessage.objects.filter(kind="books").latest("pk")
    assert (row.number, row.direction, row.status) == ("", "out", 200) and bytes(row.body).startswith(b"day=")
    assert json.loads(bytes(row.answer))["rows"] and row.more["timestamp"]
    assert verify_messages().faults == []
    before = LoggedMessage.objects.filter(kind="books").count()
    ClientSystem.objects.update(receiver="http://127.0.0.1:9/events")
    assert run().state == "failed"
    assert LoggedMessage.objects.filter(kind="books").count() == before, "what reached nobody is no message"


def test_rows_that_a_department_lost_are_found_exactly_and_come_back_once(department: Beside) -> None:
    numbers = [accepted(Desk("林小窗")) for _ in range(5)]
    department.push()
    clean = run()
    assert (clean.state, clean.differences, clean.pushed, clean.acknowledged, clean.their_received) == (
        "done",
        0,
        5,
        5,
        5,
    )
    assert (clean.accepted, clean.their_accepted, clean.concluded, clean.their_concluded) == (5, 5, 0, 0)
    lost = sorted(numbers[1:3])
    for table, column in (("inbox", "case_number"), ("cases", "number")):
        department.sql(f"DELETE FROM {table} WHERE {column} IN (?, ?)", *lost)
    found = run()
    assert found.differences == 2 and standing() == [(number, "missing") for number in lost]
    for row in ReconciliationDifference.objects.filter(resolved_in=None):
        repair(row)
    department.push()
    after = run()
    assert after.differences == 0 and standing() == [] and after.their_received == 5
    assert set(ReconciliationDifference.objects.values_list("resolved_in", flat=True)) == {after.pk}
    assert department.sql("SELECT max(taken), count(*) FROM inbox") == [(1, 5)], "0 doubled"
    assert Delivery.objects.count() == 5
    told = [event.payload for event in ledger.history(f"system:{SYSTEM}") if event.type == "system.difference_repaired"]
    assert [one["number"] for one in told] == lost and all("对方没有收到" in one["why"] for one in told)


def test_a_case_that_we_do_not_have_is_told_there_and_is_gone_at_the_next_run(department: Beside) -> None:
    foreign = "330109990000000000000"
    department.push()
    department.sql(
        "INSERT INTO cases VALUES (?, '', '', '', 'accepted', '', '', '', '{}', 1, ?)",
        foreign,
        clock.now().isoformat(),
    )
    assert run().differences == 1 and standing() == [(foreign, "unknown")]
    repair(ReconciliationDifference.objects.get())
    department.push()
    assert run().differences == 0 and standing() == [] and run().differences == 0


def books(monkeypatch: pytest.MonkeyPatch, rows: list[dict[str, Any]]) -> None:
    """Let the other side answer with these rows, whatever is asked."""
    answer = json.dumps({"rows": rows, "next": ""}).encode()
    monkeypatch.setattr("yichuang.exchange.tasks.reconciling._answer", lambda system, query: answer)


def row_of(number: str, **more: Any) -> dict[str, Any]:
    rows = Delivery.objects.filter(number=number, state="delivered")
    last = max(rows.values_list("sequence", flat=True), default=0)
    return {"number": number, "events": rows.count(), "sequence": last, **more}


def received(joined: Joined) -> str:
    desk = Desk("林小窗")
    number = desk.receive()
    desk.must(number, "materials", items=desk.materials())
    desk.post(f"/cases/{number}/receipt", {})
    Delivery.objects.update(state="delivered")
    return number


def test_what_was_accepted_there_and_not_here_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    joined = join()
    number = received(joined)
    books(monkeypatch, [row_of(number, accepted_at="2026-11-28T10:00:00+08:00")])
    assert run().differences == 1 and standing() == [(number, "accepted_there")]
    row = repair(ReconciliationDifference.objects.get(), why="对方数据库恢复后核对")
    assert (row.repair, row.repaired_by, row.why) == ("ask", ADMIN, "对方数据库恢复后核对")
    again = Delivery.objects.get(type="case.report_again")
    assert again.number == number and again.state == "waiting" and again.body["data"]["state"] == "received"
    joined.must(number, "accepted")
    Delivery.objects.update(state="delivered")
    books(monkeypatch, [row_of(number, accepted_at="2026-11-28T10:00:00+08:00")])
    assert run().differences == 0 and standing() == []
    with pytest.raises(Refused):
        repair(row)


def test_what_was_concluded_there_parked_here_or_is_behind_there_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    joined = join()
    first = received(joined)
    second, third = accepted(Desk("林小窗")), accepted(Desk("林小窗"))
    Delivery.objects.update(state="delivered")
    Delivery.objects.filter(number=third).update(state="parked")
    when = "2026-11-28T10:00:00+08:00"
    books(
        monkeypatch,
        [row_of(first, accepted_at=when, concluded_at=when), row_of(second), row_of(third, accepted_at=when)],
    )
    assert run().differences == 3
    assert standing() == sorted([(first, "concluded_there"), (second, "state"), (third, "parked")])
    for row in ReconciliationDifference.objects.all():
        repair(row)
    states = dict(Delivery.objects.exclude(type="case.report_again").values_list("number", "state"))
    assert states == {first: "delivered", second: "waiting", third: "waiting"}


def test_what_is_on_its_way_is_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    join()
    accepted(Desk("林小窗"))
    books(monkeypatch, [])
    found = run()
    assert (found.differences, found.pushed, found.acknowledged) == (0, 1, 0)


def test_an_explained_difference_stays_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    join()
    books(monkeypatch, [{"number": "330109990000000000000", "events": 1, "sequence": 1}])
    run()
    row = ReconciliationDifference.objects.get()
    given: dict[str, Any] = {"actor": who(ADMIN), "key": SYSTEM, "difference_id": row.pk, "now": clock.now()}
    with pytest.raises(Refused) as silent:
        explain_difference(**given, why=" ")
    assert silent.value.status == 422
    explain_difference(**given, why="对方的联调测试件")
    assert standing() == [] and run().differences == 0 and ReconciliationDifference.objects.count() == 1


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"nonsense", "不是 JSON"),
        (b"[]", "没有 rows"),
        (b'{"rows": [{"number": 7}], "next": ""}', "没有统一申报编码"),
        (b'{"rows": [{"number": "1", "events": "x"}], "next": ""}', "不是整数"),
        (b'{"rows": [], "next": "again"}', "没有尽头"),
    ],
)
def test_an_answer_that_is_not_the_contract_ends_the_run_with_its_reason(
    monkeypatch: pytest.MonkeyPatch, answer: bytes, words: str
) -> None:
    join()
    monkeypatch.setattr("yichuang.exchange.tasks.reconciling._answer", lambda system, query: answer)
    found = run()
    assert found.state == "failed" and words in found.reason and not ReconciliationDifference.objects.exists()


def test_a_system_that_is_away_or_has_no_such_door_is_named(department: Beside) -> None:
    ClientSystem.objects.update(receiver=f"{department.program.url}/elsewhere")
    assert "没有提供对账接口" in run().reason
    ClientSystem.objects.update(receiver="http://127.0.0.1:9/events")
    assert "没有得到答复" in run().reason


def test_only_the_platform_may_ask_the_department(department: Beside) -> None:
    status, _ = department.program.call("GET", "/events/reconciliation?day=2026-11-28")
    assert status == 401


def test_who_may_not_or_too_early_is_refused() -> None:
    join()
    day, now = clock.day_of(clock.now()), clock.now()
    with pytest.raises(NotAllowed):
        begin_reconciliation(actor=who("孙局长"), key=SYSTEM, day=day, now=now)
    with pytest.raises(NotFound):
        begin_reconciliation(actor=who("韩局长"), key=SYSTEM, day=day, now=now)
    with pytest.raises(Refused) as ahead:
        begin_reconciliation(actor=who(ADMIN), key=SYSTEM, day=day.replace(year=day.year + 1), now=now)
    assert ahead.value.status == 422
    with pytest.raises(Refused):
        begin_reconciliation(actor=who(ADMIN), key=SYSTEM, day=day.replace(year=1), now=now)
    begin_reconciliation(actor=who(ADMIN), key=SYSTEM, day=day, now=now)
    with pytest.raises(Refused) as twice:
        begin_reconciliation(actor=who(ADMIN), key=SYSTEM, day=day, now=now)
    assert twice.value.reasons[0].code == "running"
    ReconciliationRun.objects.all().delete()
    stop_system(actor=who(ADMIN), key=SYSTEM, why="检修", now=now)
    with pytest.raises(Refused) as stopped:
        begin_reconciliation(actor=who(ADMIN), key=SYSTEM, day=day, now=now)
    assert stopped.value.reasons[0].code == "stopped"


def test_the_page_and_the_api_begin_repair_and_explain(monkeypatch: pytest.MonkeyPatch) -> None:
    joined = join()
    number = received(joined)
    books(monkeypatch, [row_of(number, accepted_at="2026-11-28"), {"number": "330109990000000000000", "events": 1}])
    admin, head = Desk(ADMIN), Desk("孙局长")
    day = clock.day_of(clock.now()).isoformat()
    begun = admin.post("/exchange/reconciliations", {"system": SYSTEM, "day": day})
    assert begun.status_code == 201, begun.content.decode()
    reconcile(begun.json()["id"])
    place = f"/exchange/reconciliations/{begun.json()['id']}"
    assert head.get(place).json()["differences"] == 2 and head.get(place).json()["state"] == "done"
    rows = {row["kind"]: row for row in head.get(f"{place}/differences").json()["rows"]}
    assert set(rows) == {"accepted_there", "unknown"}
    deal = {"verb": "repair", "why": ""}
    assert head.post(f"{place}/differences/{rows['unknown']['id']}", deal).status_code == 403
    assert admin.post(f"{place}/differences/{rows['accepted_there']['id']}", deal).json()["repair"] == "ask"
    page = admin_page()
    answer = page.post(f"{place}/act/", {"verb": "explain", "pk": rows["unknown"]["id"], "why": ""})
    assert answer.status_code == 422 and "没有写明原因" in answer.content.decode()
    answer = page.post(f"{place}/act/", {"verb": "explain", "pk": rows["unknown"]["id"], "why": "联调测试件"})
    assert answer.status_code == 302 and standing() == [(number, "accepted_there")]
    shown = page.get(f"{place}/").content.decode()
    assert "已处理，待核对" in shown and "已说明" in shown and "联调测试件" in shown
    for address in ("/exchange/reconciliations/export/", f"{place}/export/"):
        assert page.get(address).headers["Content-Disposition"].endswith('.xlsx"')
    later = page.post("/exchange/reconciliations/begin/", {"system": SYSTEM, "day": "2099-01-01"})
    assert later.status_code == 422 and "这一天还没有到" in later.content.decode()


def test_all_that_nobody_has_dealt_with_is_repaired_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    joined = join()
    first, second = received(joined), received(joined)
    books(monkeypatch, [row_of(first, accepted_at="2026-11-28"), row_of(second, accepted_at="2026-11-28")])
    begun = run()
    repair(ReconciliationDifference.objects.get(number=first))
    page = admin_page()
    place = f"/exchange/reconciliations/{begun.pk}"
    assert page.post(f"{place}/act/", {"verb": "repair_all"}).status_code == 302
    assert "1 处差异已按各自的办法处理" in page.get(f"{place}/").content.decode()
    assert not ReconciliationDifference.objects.filter(repaired_at=None).exists()
    assert Delivery.objects.filter(type="case.report_again").count() == 2, "each was asked for once"


def test_a_system_that_claims_a_colleague_s_case_is_told_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    number = received(join())
    other = beside()
    books(monkeypatch, [{"number": number, "events": 1, "sequence": 1}])
    now = clock.now()
    begun = begin_reconciliation(actor=who(ADMIN), key=other.key, day=clock.day_of(now), now=now)
    reconcile(begun.pk)
    row = ReconciliationDifference.objects.get()
    assert (row.kind, row.ours) == ("unknown", {})
    repair_difference(actor=who(ADMIN), key=other.key, difference_id=row.pk, now=now)
    told = Delivery.objects.get(system=other)
    assert told.type == "case.not_here" and told.body["data"] == {"number": number}
    with pytest.raises(NotFound):
        reach(other, number)


def beside() -> ClientSystem:
    """Register another system of the same department, to which no matter is routed."""
    return register_system(
        actor=who(ADMIN), key="other", department=ClientSystem.objects.get(key=SYSTEM).department, environment="live",
        profile=Profile(name="另一业务系统", receiver="http://127.0.0.1:9/events"), now=clock.now(),
    )  # fmt: skip


def test_the_list_takes_as_many_statements_for_many_runs_as_for_one() -> None:
    join()
    system, now, page, counts = ClientSystem.objects.get(), clock.now(), admin_page(), []
    for count in (1, 9):
        for _ in range(count):
            run_ = ReconciliationRun.objects.create(
                system=system, day=now.date(), state="done", asked_by="x", asked_at=now, differences=1
            )
            ReconciliationDifference.objects.create(
                system=system, number=f"{run_.pk:021d}", kind="state", found_in=run_, seen_in=run_, ours={}, theirs={}
            )
        page.get("/exchange/reconciliations/")
        with CaptureQueriesContext(connection) as asked:
            page.get("/exchange/reconciliations/")
        counts.append(len(asked))
    assert counts[0] == counts[1], counts


def test_every_night_yesterday_is_compared_with_every_system_that_can_be_asked() -> None:
    join()
    ClientSystem.objects.create(
        key="pulls", name="拉取", department=Department.objects.get(key="xs-transport"), environment="test", client_id="pulls",
        pulls=True, registered_at=clock.now(),
    )  # fmt: skip
    reconcile_all(0)
    reconcile_all(0)
    (begun,) = ReconciliationRun.objects.all()
    assert begun.system.key == SYSTEM and begun.day == clock.day_of(clock.now()) - timedelta(days=1)
